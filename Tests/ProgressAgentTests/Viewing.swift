import CourseModel
import ProgressAgent
import Testing

/// Viewing sessions and rows made up for tests: trainee `u1` in lesson `l01` of a minute; the player's clock is the
/// agent's.
enum Viewing {
    static func grant(epoch: Int64 = 1) throws -> EpochGrant {
        EpochGrant(edge: try #require(Edge.ID("e1")), epoch: epoch)
    }

    static func trainee() throws -> Person.ID { try #require(Person.ID("u1")) }

    static func anchor(at milliseconds: Int64) -> JournalEvent {
        .anchor(
            TimeAnchor(agentMs: AgentTime(milliseconds: milliseconds), originMs: UTCTime(milliseconds: milliseconds))
        )
    }

    static func open(
        _ name: String = "v1",
        in journal: JournalDatabase,
        at start: Int64
    ) async throws -> ViewingSession.ID {
        let play = try #require(ViewingSession.ID(name))
        _ = try await self.resume(play, in: journal, at: start)
        return play
    }

    /// - Returns: where the lesson goes on.
    static func resume(_ play: ViewingSession.ID, in journal: JournalDatabase, at start: Int64) async throws -> Int64 {
        try await self.begin(play, in: journal, at: start).resumeMs.milliseconds
    }

    /// - Parameter own: what the same page had open until now.
    static func begin(
        _ play: ViewingSession.ID,
        in journal: JournalDatabase,
        at start: Int64,
        replacing own: ViewingSession.ID? = nil
    ) async throws -> ViewingBegin {
        try await journal.open(
            ViewingOpened(
                play: play,
                trainee: try self.trainee(),
                lesson: try #require(Lesson.ID("l01")),
                manifest: Digest(of: []),
                startMs: AgentTime(milliseconds: start)
            ),
            durationMs: MediaTime(milliseconds: 60_000),
            offsetMs: 0,
            maxRatePermille: 1000,
            replacing: own
        )
    }

    /// Keeps beats that were played at normal speed.
    ///
    /// - Parameter beats: number, media begin and end; the media of a beat was played just when its number says: the
    ///   wall time is the media time plus `shift`.
    static func keep(
        _ beats: [(Int64, Int64, Int64)],
        cause: Heartbeat.Cause = .tick,
        of play: ViewingSession.ID,
        in journal: JournalDatabase,
        at now: Int64,
        shift: Int64 = 0
    ) async throws -> KeptHeartbeats {
        let heartbeats = beats.map { number, begin, end in
            Heartbeat(beat: number, mediaMs: (begin, end), playerMs: (begin + shift, end + shift), cause: cause)
        }
        return try await journal.keep(
            heartbeats,
            of: play,
            by: try self.trainee(),
            position: heartbeats.last?.mediaEndMs,
            now: AgentTime(milliseconds: now)
        )
    }

    /// The played intervals among the journal's rows.
    static func played(in journal: JournalDatabase) async throws -> [PlayedInterval] {
        try await self.events(in: journal).compactMap { event in
            guard case .played(let interval) = event else { return nil }
            return interval
        }
    }

    static func events(in journal: JournalDatabase) async throws -> [JournalEvent] {
        try await journal.rows(after: 0, rowsMax: 10_000, bytesMax: 1 << 24).map { text in
            try CanonicalJSON.decode(JournalRow.self, from: Array(text.utf8)).event
        }
    }
}
