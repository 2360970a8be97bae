package import CourseModel
import Crediting
import GRDB

/// Viewing sessions: opened, fed with heartbeats, closed.
extension JournalDatabase {
    /// Nobody opens lessons faster; a page that goes wrong must not fill the journal.
    package static let openingsPerMinuteMax = 30

    /// Opens a viewing session, and ends those that the trainee has open: a person is in one place. A room has one
    /// projector, and its leader a seat of their own beside it.
    ///
    /// - Parameters:
    ///   - offsetMs: the player's clock plus this is agent time.
    ///   - maxRatePermille: the rule set's rate.
    ///   - own: what the same page had open until now: it takes that over from nobody.
    /// - Throws: `JournalError.tooManyViewings`.
    package func open(
        _ viewing: ViewingOpened,
        durationMs: MediaTime,
        offsetMs: Int64,
        maxRatePermille: Int64,
        replacing own: ViewingSession.ID? = nil
    ) async throws -> ViewingBegin {
        try await self.commits.perform { db in
            let lately = try Int.fetchOne(
                db,
                sql: "SELECT COUNT(*) FROM viewing WHERE trainee = ? AND startMs > ?",
                arguments: [viewing.trainee.rawValue, viewing.startMs.milliseconds - 60_000]
            )
            guard (lately ?? 0) < Self.openingsPerMinuteMax else { throw JournalError.tooManyViewings }
            let position = try Self.position(of: viewing, db)
            var takesOver = false
            for var record in try self.viewings(
                "trainee = ? AND room IS ? AND endedMs IS NULL",
                [viewing.trainee.rawValue, viewing.room?.rawValue],
                in: db
            ) {
                let isLive = (viewing.startMs - record.heardMs).milliseconds < ViewingBegin.liveMs
                takesOver = takesOver || (isLive && record.opened.play != own)
                try self.flush(&record, in: db)
                record.endedMs = viewing.startMs
                try record.save(in: db)
            }
            try self.append(.viewing(viewing), in: db)
            var record = ViewingRecord(
                opened: viewing,
                durationMs: durationMs,
                offsetMs: offsetMs,
                maxRatePermille: maxRatePermille
            )
            record.positionMs = position
            record.served = self.served?.media(of: viewing.play)
            try record.save(in: db)
            return ViewingBegin(resumeMs: position, takesOver: takesOver)
        }
    }

    /// Keeps heartbeats. Those that were kept before are kept once; after a missing one nothing is taken.
    ///
    /// - Parameters:
    ///   - trainee: who sends them; another one's viewing session is nobody's.
    ///   - position: where the player stands; nil leaves what was known.
    ///   - isClosing: whether the player goes away: nothing that is played later belongs to this viewing session.
    /// - Throws: `JournalError.noSuchViewing`, `JournalError.othersViewing`.
    package func keep(
        _ beats: [Heartbeat],
        of play: ViewingSession.ID,
        by trainee: Person.ID,
        position: MediaTime?,
        isClosing: Bool = false,
        now: AgentTime
    ) async throws -> KeptHeartbeats {
        guard !beats.isEmpty || position != nil || isClosing else { return try await self.kept(of: play, by: trainee) }
        return try await self.commits.perform { db in
            var record = try self.viewing(play, of: trainee, in: db)
            var refused: [KeptHeartbeats.Refused] = []
            try self.fitClock(of: &record, to: beats, now: now, in: db)
            for beat in beats {
                guard let reason = try self.keep(beat, of: &record, now: now, in: db) else { continue }
                refused.append(.init(beat: beat.beat, reason: reason))
            }
            record.heardMs = max(record.heardMs, now)
            if let position {
                record.positionMs = min(max(.zero, position), record.durationMs)
            }
            if isClosing, record.endedMs == nil {
                try self.flush(&record, in: db)
                record.endedMs = now
            }
            try record.save(in: db)
            return KeptHeartbeats(record, refused: refused)
        }
    }

    /// What a message without anything in it is answered: a player asks whether it still counts. Writes nothing.
    private func kept(of play: ViewingSession.ID, by trainee: Person.ID) async throws -> KeptHeartbeats {
        try await self.pool.read { db in KeptHeartbeats(try self.viewing(play, of: trainee, in: db), refused: []) }
    }

    private func viewing(
        _ play: ViewingSession.ID,
        of trainee: Person.ID,
        in db: Database
    ) throws -> ViewingRecord {
        guard let record = try self.viewings("play = ?", [play.rawValue], in: db).first else {
            throw JournalError.noSuchViewing(play.rawValue)
        }
        guard record.opened.trainee == trainee else { throw JournalError.othersViewing(play.rawValue) }
        return record
    }

    /// Writes rows for what was played in viewing sessions that nothing was heard of since an instant.
    ///
    /// - Returns: how many rows.
    @discardableResult
    package func flush(silentSince instant: AgentTime) async throws -> Int {
        try await self.commits.perform { db in
            let records = try self.viewings("hasOpen = 1 AND heardMs <= ?", [instant.milliseconds], in: db)
            for var record in records {
                try self.flush(&record, in: db)
                try record.save(in: db)
            }
            return records.count
        }
    }

    /// Agent time stands still while the computer is off and its calendar is wrong: a page that was open meanwhile would be
    /// ahead of it for ever. Its last beat is then taken for now; what was spent before stays spent.
    private func fitClock(
        of record: inout ViewingRecord,
        to beats: [Heartbeat],
        now: AgentTime,
        in db: Database
    ) throws {
        guard record.endedMs == nil, let last = beats.map(\.playerEndMs).max() else { return }
        let ahead = last + record.offsetMs - now.milliseconds
        guard ahead > HeartbeatAcceptance.aheadMaxMs else { return }
        let startedMs = try Int64.fetchOne(
            db,
            sql: "SELECT startedMs FROM incarnation WHERE number = ?",
            arguments: [self.incarnation]
        )
        if let startedMs, record.opened.startMs.milliseconds < startedMs { record.offsetMs -= ahead }
    }

    /// - Returns: why the beat counts nothing; nil where it is kept, was kept before, or must wait for one before it.
    private func keep(
        _ beat: Heartbeat,
        of record: inout ViewingRecord,
        now: AgentTime,
        in db: Database
    ) throws -> Reason? {
        let decision = record.acceptance.decide(
            beat: beat.beat,
            mediaMs: (beat.mediaBeginMs, beat.mediaEndMs),
            wallMs: (
                AgentTime(milliseconds: beat.playerBeginMs + record.offsetMs),
                AgentTime(milliseconds: beat.playerEndMs + record.offsetMs)
            ),
            now: min(now, record.endedMs ?? now),
            heardMs: now
        )
        switch decision {
        case .known, .missing:
            return nil
        case .refuse(let reason):
            // Time after the session's end belongs to the one that ended it.
            return reason == .clock && record.endedMs != nil ? .conflict : reason
        case .extend:
            break
        case .begin(_, let closing):
            if let closing { try self.append(closing, of: record, in: db) }
        }
        record.keptMs += min(beat.mediaEndMs, record.durationMs) - beat.mediaBeginMs
        if beat.closesInterval { try self.flush(&record, in: db) }
        return nil
    }

    func flush(_ record: inout ViewingRecord, in db: Database) throws {
        guard let open = record.acceptance.close() else { return }
        try self.append(open, of: record, in: db)
    }

    private func append(
        _ interval: HeartbeatAcceptance.OpenInterval,
        of record: ViewingRecord,
        in db: Database
    ) throws {
        try self.introduce(record.opened, in: db)
        try self.append(.played(self.played(interval, of: record)), in: db)
    }

    /// Where another incarnation began while a lesson was watched, its journal has yet to tell who watches what.
    private func introduce(_ viewing: ViewingOpened, in db: Database) throws {
        let isKnown = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM journalRow WHERE play = ? AND incarnation = ?)",
            arguments: [viewing.play.rawValue, self.incarnation]
        )
        if isKnown == false { try self.append(.viewing(viewing), in: db) }
    }

    func viewings(_ condition: String, _ arguments: StatementArguments, in db: Database) throws -> [ViewingRecord] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM viewing WHERE \(condition) ORDER BY startMs, play",
            arguments: arguments
        ).map { row in
            var record = try ViewingRecord(row)
            if let media = self.served?.media(of: record.opened.play) { record.served?.formUnion(media) }
            return record
        }
    }
}
