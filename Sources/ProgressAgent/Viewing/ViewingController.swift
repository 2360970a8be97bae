import CourseModel
import HTTPServing
import Hummingbird

/// Opens viewing sessions and takes their heartbeats.
struct ViewingController: Sendable {
    struct Opening: Decodable {
        let lesson: Lesson.ID
        let playerMs: Int64
        let replaces: ViewingSession.ID?
        /// The collective viewing that it is opened for.
        let room: Room.ID?
    }

    struct Opened: Encodable {
        let session: ViewingSession.ID
        let playlist: String
        let poster: String?
        let resumeMs: MediaTime
        let durationMs: MediaTime
        /// Orders a trainee's viewing sessions: the newest is the one that counts.
        let startMs: AgentTime
        /// Whether another one was being watched just now and no longer counts.
        let takesOver: Bool
        let coverage: LessonCoverage
    }

    struct Message: Decodable {
        let beats: [Heartbeat]
        let positionMs: Int64?
        let isClosing: Bool?
    }

    struct Kept: Encodable {
        let kept: Int64
        let keptMs: MediaTime
        let coveredMs: MediaTime
        let refused: [KeptHeartbeats.Refused]
        let isEnded: Bool
        let coverage: LessonCoverage
    }

    /// A player sends what it could not deliver in pieces of this size.
    static let beatsMax = 100
    /// Up to where a browser counts exactly.
    private static let playerMsMax: Int64 = 1 << 53

    let shelf: LessonShelf
    let journal: JournalDatabase
    let clock: AgentClock
    let gate: SignInGate
    let now: @Sendable () -> UTCTime

    func addRoutes(to router: Router<WebContext>) {
        router.post("/v1/viewing-sessions", use: self.open)
        router.post("/v1/viewing-sessions/:session/heartbeats", use: self.keep)
        router.post("/v1/viewing-sessions/:session/damage", use: self.recheck)
    }

    @Sendable func open(request: Request, context: WebContext) async throws -> Response {
        let trainee = try await self.gate.require(.trainee, request)
        let opening = try await request.decode(as: Opening.self, context: context)
        guard (0...Self.playerMsMax).contains(opening.playerMs) else {
            throw Problem(.badRequest, "bad-request", "playerMs is a time in milliseconds")
        }
        let programme: Programme
        switch self.shelf.access(to: opening.lesson, for: trainee, now: self.now()) {
        case .open(let theirs): programme = theirs
        case .ended: throw Problem(.forbidden, "access-ended", "the programme's lessons may no longer be watched")
        case .notTheirs: throw Problem.noLesson(opening.lesson)
        }
        guard let lesson = self.shelf.lesson(opening.lesson) else { throw Problem.noLesson(opening.lesson) }
        guard let session = ViewingSession.ID("v\(IncarnationFile.newToken())") else { throw Problem.noSuchSession }
        let viewing = ViewingOpened(
            play: session,
            trainee: trainee.person,
            lesson: lesson.lesson,
            manifest: lesson.manifest,
            startMs: self.clock.now,
            room: try await self.room(opening, by: trainee)
        )
        let begin = try await self.open(viewing, of: lesson, by: opening, ruleSet: programme.ruleSet)
        let opened = Opened(
            session: session,
            playlist: self.shelf.playlistPath(session, lesson.lesson),
            poster: self.shelf.posterPath(session, lesson.lesson),
            resumeMs: begin.resumeMs,
            durationMs: lesson.durationMs,
            startMs: viewing.startMs,
            takesOver: begin.takesOver,
            coverage: try await self.coverage(of: viewing.lesson, in: viewing.room, by: trainee, programme)
        )
        return try JSONResponse.of(opened, status: .created)
    }

    /// A room's lesson is opened by its leader, while it is open.
    private func room(_ opening: Opening, by trainee: SignedIn) async throws -> Room.ID? {
        guard let room = opening.room else { return nil }
        guard let stored = try await self.journal.room(room), stored.closedMs == nil,
            stored.opening.leader == trainee.person, stored.opening.lesson == opening.lesson
        else { throw Problem.noSuchRoom }
        return room
    }

    private func open(
        _ viewing: ViewingOpened,
        of lesson: PlayableLesson,
        by opening: Opening,
        ruleSet: RuleSet
    ) async throws -> ViewingBegin {
        do {
            return try await self.journal.open(
                viewing,
                durationMs: lesson.durationMs,
                offsetMs: viewing.startMs.milliseconds - opening.playerMs,
                maxRatePermille: ruleSet.maxRatePermille,
                replacing: opening.replaces
            )
        } catch JournalError.tooManyViewings {
            throw Problem(.tooManyRequests, "too-many-viewings", "lessons were opened too often; wait a minute")
        }
    }

    @Sendable func keep(request: Request, context: WebContext) async throws -> Response {
        let trainee = try await self.gate.require(.trainee, request)
        let message = try await request.decode(as: Message.self, context: context)
        guard message.beats.count <= Self.beatsMax else {
            throw Problem(.contentTooLarge, "too-many-beats", "a message has at most \(Self.beatsMax) beats")
        }
        let kept = try await self.keep(message, of: try context.parameters.require("session"), by: trainee)
        return try JSONResponse.of(try await self.answer(kept, to: trainee))
    }

    /// What a player could not play is read again, and fetched anew where it is bad.
    @Sendable func recheck(request: Request, context: WebContext) async throws -> Response {
        struct Rechecked: Encodable {
            let badChunks: Int64
        }
        let trainee = try await self.gate.require(.trainee, request)
        let asking = Message(beats: [], positionMs: nil, isClosing: nil)
        let kept = try await self.keep(asking, of: try context.parameters.require("session"), by: trainee)
        return try JSONResponse.of(Rechecked(badChunks: await self.shelf.recheck(kept.lesson)))
    }

    private func keep(_ message: Message, of session: String, by trainee: SignedIn) async throws -> KeptHeartbeats {
        guard let session = ViewingSession.ID(session) else { throw Problem.noSuchSession }
        do {
            return try await self.journal.keep(
                message.beats,
                of: session,
                by: trainee.person,
                position: message.positionMs.map(MediaTime.init(milliseconds:)),
                isClosing: message.isClosing ?? false,
                now: self.clock.now
            )
        } catch JournalError.noSuchViewing {
            throw Problem.noSuchSession
        } catch JournalError.othersViewing {
            throw Problem(.forbidden, "other-person", "that viewing session is of somebody else who signed in here")
        }
    }

    private func answer(_ kept: KeptHeartbeats, to trainee: SignedIn) async throws -> Kept {
        // What was played before its access ended is kept all the same, and while the programmes are not read yet.
        let access = self.shelf.access(to: kept.lesson, for: trainee, now: self.now())
        let coverage = try await self.coverage(of: kept.lesson, in: kept.room, by: trainee, access.programme)
        return Kept(
            kept: kept.kept,
            keptMs: kept.keptMs,
            coveredMs: coverage.coveredMs,
            refused: kept.refused,
            isEnded: kept.isEnded,
            coverage: coverage
        )
    }

    private func coverage(
        of lesson: Lesson.ID,
        in room: Room.ID?,
        by trainee: SignedIn,
        _ programme: Programme?
    ) async throws -> LessonCoverage {
        let known = try await self.journal.evidence(of: trainee.person, in: lesson, room: room)
        return LessonCoverage(known, of: trainee.person, in: programme, among: self.shelf.programmes())
    }
}

extension Problem {
    fileprivate static func noLesson(_ lesson: Lesson.ID) -> Problem {
        Problem(.notFound, "no-such-lesson", "this school has no lesson \(lesson) yet")
    }

    fileprivate static let noSuchSession = Problem(
        .notFound,
        "no-such-session",
        "there is no such viewing session of yours"
    )
}
