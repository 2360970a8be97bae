import CourseModel
import Crediting
import HTTPServing
import Hummingbird

/// Opens viewing sessions and takes their heartbeats.
struct ViewingController: Sendable {
    struct Opening: Decodable {
        let lesson: Lesson.ID
        let playerMs: Int64
    }

    struct Opened: Encodable {
        let session: ViewingSession.ID
        let playlist: String
        let poster: String?
        let resumeMs: MediaTime
        let durationMs: MediaTime
    }

    struct Message: Decodable {
        let beats: [Heartbeat]
        let positionMs: Int64?
    }

    struct Kept: Encodable {
        let kept: Int64
        let keptMs: MediaTime
        let coveredMs: MediaTime
        let refused: [KeptHeartbeats.Refused]
        let isEnded: Bool
    }

    /// A player sends what it could not deliver in pieces of this size.
    static let beatsMax = 100
    /// Up to where a browser counts exactly.
    private static let playerMsMax: Int64 = 1 << 53

    let shelf: LessonShelf
    let journal: JournalDatabase
    let clock: AgentClock
    let gate: SignInGate

    func addRoutes(to router: Router<WebContext>) {
        router.post("/v1/viewing-sessions", use: self.open)
        router.post("/v1/viewing-sessions/:session/heartbeats", use: self.keep)
    }

    @Sendable func open(request: Request, context: WebContext) async throws -> Response {
        let trainee = try await self.gate.require(.trainee, request)
        let opening = try await request.decode(as: Opening.self, context: context)
        guard (0...Self.playerMsMax).contains(opening.playerMs) else {
            throw Problem(.badRequest, "bad-request", "playerMs is a time in milliseconds")
        }
        guard let lesson = self.shelf.lesson(opening.lesson) else {
            throw Problem(.notFound, "no-such-lesson", "this school has no lesson \(opening.lesson) yet")
        }
        guard let session = ViewingSession.ID("v\(IncarnationFile.newToken())") else { throw Problem.noSuchSession }
        let resume = try await self.open(session, of: lesson, for: trainee, playerMs: opening.playerMs)
        let opened = Opened(
            session: session,
            playlist: self.shelf.playlistPath(session, lesson.lesson),
            poster: self.shelf.posterPath(session, lesson.lesson),
            resumeMs: resume,
            durationMs: lesson.durationMs
        )
        return try JSONResponse.of(opened, status: .created)
    }

    private func open(
        _ session: ViewingSession.ID,
        of lesson: PlayableLesson,
        for trainee: SignedIn,
        playerMs: Int64
    ) async throws -> MediaTime {
        let now = self.clock.now
        let viewing = ViewingOpened(
            play: session,
            trainee: trainee.person,
            lesson: lesson.lesson,
            manifest: lesson.manifest,
            startMs: now
        )
        do {
            return try await self.journal.open(
                viewing,
                durationMs: lesson.durationMs,
                offsetMs: now.milliseconds - playerMs,
                maxRatePermille: self.maxRatePermille(of: lesson.lesson, for: trainee)
            )
        } catch JournalError.tooManyViewings {
            throw Problem(.tooManyRequests, "too-many-viewings", "lessons were opened too often; wait a minute")
        }
    }

    @Sendable func keep(request: Request, context: WebContext) async throws -> Response {
        let trainee = try await self.gate.require(.trainee, request)
        guard let session = ViewingSession.ID(try context.parameters.require("session")) else {
            throw Problem.noSuchSession
        }
        let message = try await request.decode(as: Message.self, context: context)
        guard message.beats.count <= Self.beatsMax else {
            throw Problem(.contentTooLarge, "too-many-beats", "a message has at most \(Self.beatsMax) beats")
        }
        do {
            let kept = try await self.journal.keep(
                message.beats,
                of: session,
                by: trainee.person,
                position: message.positionMs.map(MediaTime.init(milliseconds:)),
                now: self.clock.now
            )
            return try JSONResponse.of(try await self.answer(kept, to: trainee.person))
        } catch JournalError.noSuchViewing {
            throw Problem.noSuchSession
        }
    }

    private func answer(_ kept: KeptHeartbeats, to trainee: Person.ID) async throws -> Kept {
        let known = try await self.journal.evidence(of: trainee, in: kept.lesson)
        var played = PlayedIntervals()
        if let playback = try? Playback(of: known.evidence, rate: PaymentRate(maxRatePermille: Self.normalRate)) {
            for counted in playback.counted { played.insert(counted.paid.mediaMs) }
        }
        return Kept(
            kept: kept.kept,
            keptMs: kept.keptMs,
            coveredMs: played.total,
            refused: kept.refused,
            isEnded: kept.isEnded
        )
    }

    private static let normalRate: Int64 = 1000

    /// Of the programme that the trainee takes the lesson in; normal speed for a lesson of none.
    private func maxRatePermille(of lesson: Lesson.ID, for trainee: SignedIn) -> Int64 {
        let registered = Set(trainee.account.registrations.map(\.programme))
        let programme = self.shelf.programmes().first { programme in
            registered.contains(programme.programme) && programme.lessons.contains { $0.lesson == lesson }
        }
        return programme?.ruleSet.maxRatePermille ?? Self.normalRate
    }
}

extension Problem {
    fileprivate static let noSuchSession = Problem(
        .notFound,
        "no-such-session",
        "there is no such viewing session of yours"
    )
}
