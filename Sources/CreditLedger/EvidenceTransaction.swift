import CourseModel
import Foundation
import GRDB

/// A journal row that is new to the ledger.
struct EvidenceRow {
    let row: JournalRow
    let text: String
    /// Of the chain, after this row.
    let digest: Digest
}

/// The storing of new rows and of what they say, inside the report's transaction.
struct EvidenceTransaction {
    let db: Database
    let header: Report.Header
    let strangers: Set<Person.ID>
    let now: UTCTime

    func insert(_ rows: [EvidenceRow]) throws {
        guard let first = rows.first else { return }
        var plays: Set<ViewingSession.ID> = []
        var rooms: Set<Room.ID> = []
        let anchors = try AnchorIntake(db: self.db, header: self.header, now: self.now, firstNew: first.row.sequence)
        for row in rows {
            try self.insert(row)
            switch row.row.event {
            case .started(let start): try self.insertBoot(start, at: row.row.sequence)
            case .anchor(let anchor): try anchors.take(anchor, at: row.row.sequence)
            case .viewing(let viewing):
                try self.insert(viewing, at: row.row.sequence)
                plays.insert(viewing.play)
            case .played(let interval):
                try self.insert(interval, at: row.row.sequence)
                plays.insert(interval.play)
            case .password(let change): try self.insert(change)
            case .room(let event):
                try self.insert(event, at: row.row.sequence)
                rooms.insert(event.room)
            case .appeal(let appeal): try self.insert(appeal, at: row.row.sequence)
            }
        }
        try self.endBoots(rows)
        for play in plays { try self.markDue(play) }
        for room in rooms { try self.markDue(room) }
    }

    private func insert(_ row: EvidenceRow) throws {
        try self.execute(
            """
            INSERT INTO journalRow (edge, epoch, sequence, text, digest, receivedAtMs) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                self.header.edge.rawValue, self.header.epoch, row.row.sequence, row.text, Data(row.digest.bytes),
                self.now.milliseconds,
            ]
        )
    }

    private func insertBoot(_ start: AgentStart, at sequence: Int64) throws {
        try self.execute(
            "INSERT OR IGNORE INTO boot (edge, epoch, sequence, startMs, endMs) VALUES (?, ?, ?, ?4, ?4)",
            [self.header.edge.rawValue, self.header.epoch, sequence, start.agentMs.milliseconds]
        )
    }

    /// Writes down how far each run of the agent has come.
    private func endBoots(_ rows: [EvidenceRow]) throws {
        var end: (sequence: Int64, time: AgentTime)?
        for row in rows {
            if case .started = row.row.event {
                if let end { try self.endBoot(end.time, at: end.sequence) }
                end = nil
            }
            end = (row.row.sequence, max(end?.time ?? row.row.event.agentMs, row.row.event.agentMs))
        }
        if let end { try self.endBoot(end.time, at: end.sequence) }
    }

    private func endBoot(_ time: AgentTime, at sequence: Int64) throws {
        try self.execute(
            """
            UPDATE boot SET endMs = MAX(COALESCE(endMs, ?4), ?4)
            WHERE edge = ?1 AND epoch = ?2 AND sequence = (
                SELECT MAX(sequence) FROM boot WHERE edge = ?1 AND epoch = ?2 AND sequence <= ?3)
            """,
            [self.header.edge.rawValue, self.header.epoch, sequence, time.milliseconds]
        )
    }

    /// A viewing session is opened once; one that begins before 0, or a second one of the same name, is kept as a row
    /// and is no evidence.
    private func insert(_ viewing: ViewingOpened, at sequence: Int64) throws {
        guard viewing.startMs >= .zero else { return }
        try self.execute(
            """
            INSERT OR IGNORE INTO viewing (edge, play, epoch, sequence, trainee, lesson, startMs, isStranger, room)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                self.header.edge.rawValue, viewing.play.rawValue, self.header.epoch, sequence,
                viewing.trainee.rawValue, viewing.lesson.rawValue, viewing.startMs.milliseconds,
                self.strangers.contains(viewing.trainee), viewing.room?.rawValue,
            ]
        )
    }

    private func insert(_ interval: PlayedInterval, at sequence: Int64) throws {
        guard interval.mediaMs.lowerBound >= .zero, interval.wallMs.lowerBound >= .zero else { return }
        try self.execute(
            """
            INSERT INTO playedInterval
                (edge, play, epoch, sequence, n, mediaBeginMs, mediaEndMs, wallBeginMs, wallEndMs, evidence, unserved,
                heardMs)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                self.header.edge.rawValue, interval.play.rawValue, self.header.epoch, sequence, interval.n,
                interval.mediaMs.lowerBound.milliseconds, interval.mediaMs.upperBound.milliseconds,
                interval.wallMs.lowerBound.milliseconds, interval.wallMs.upperBound.milliseconds,
                interval.evidence?.rawValue, try interval.unservedMs.map(Self.text), interval.heardMs?.milliseconds,
            ]
        )
    }

    private static func text(_ ranges: [Range<MediaTime>]) throws -> String {
        String(decoding: try CanonicalJSON.encode(ranges), as: UTF8.self)
    }

    private func insert(_ change: PasswordChange) throws {
        try self.execute(
            "INSERT INTO passwordChange (edge, person, verifier, atMs) VALUES (?, ?, ?, ?)",
            [
                self.header.edge.rawValue, change.person.rawValue, change.passwordVerifier, change.atMs.milliseconds,
            ]
        )
    }

    /// A school files appeals of its own trainees only; what another one's says is kept as a row.
    private func insert(_ appeal: AppealFiled, at sequence: Int64) throws {
        guard !self.strangers.contains(appeal.person) else { return }
        try SQLiteLedger.insert(
            appeal,
            by: appeal.person.rawValue,
            at: self.now,
            source: "\(self.header.edge)/\(self.header.epoch)/\(sequence)",
            self.db
        )
    }

    private func markDue(_ play: ViewingSession.ID) throws {
        try self.markRoomDue(of: play)
        try self.execute(
            "INSERT OR REPLACE INTO due (trainee) SELECT trainee FROM viewing WHERE edge = ? AND play = ?",
            [self.header.edge.rawValue, play.rawValue]
        )
    }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try self.db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
