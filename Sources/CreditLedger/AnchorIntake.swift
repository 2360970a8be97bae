import CourseModel
import Crediting
import GRDB

/// The anchors of one report: what they say of how far agent time is from UTC, and which of them can be true.
struct AnchorIntake {
    /// How far a receipt's time may be from the origin's own record of it: clocks are set now and then.
    private static let slackMs: Int64 = 60_000

    let db: Database
    let header: Report.Header
    let now: UTCTime
    /// When the origin took the last row before the new ones: a receipt for it was not written earlier.
    private let knownSinceMs: Int64

    /// - Parameter firstNew: the first row that is new to the ledger.
    init(db: Database, header: Report.Header, now: UTCTime, firstNew: Int64) throws {
        self.db = db
        self.header = header
        self.now = now
        self.knownSinceMs =
            try Int64.fetchOne(
                db.cachedStatement(
                    sql: "SELECT receivedAtMs FROM journalRow WHERE edge = ? AND epoch = ? AND sequence = ?"
                ),
                arguments: [header.edge.rawValue, header.epoch, firstNew - 1]
            ) ?? 0
    }

    /// The first anchor after a start tells how far this stretch of agent time is from UTC; later ones are kept where
    /// they tell more than the last.
    func take(_ anchor: TimeAnchor, at sequence: Int64) throws {
        let (offset, isTooLarge) = anchor.originMs.milliseconds.subtractingReportingOverflow(
            anchor.agentMs.milliseconds
        )
        guard !isTooLarge else { return }
        try self.execute(
            """
            INSERT OR IGNORE INTO boot (edge, epoch, sequence)
            SELECT ?1, ?2, 0 WHERE NOT EXISTS (SELECT 1 FROM boot WHERE edge = ?1 AND epoch = ?2)
            """,
            [self.header.edge.rawValue, self.header.epoch]
        )
        try self.execute(
            """
            UPDATE boot SET offsetMs = ?3
            WHERE edge = ?1 AND epoch = ?2 AND offsetMs IS NULL AND sequence = (
                SELECT MAX(sequence) FROM boot WHERE edge = ?1 AND epoch = ?2 AND sequence < ?4)
            """,
            [self.header.edge.rawValue, self.header.epoch, offset, sequence]
        )
        let isFirst = self.db.changesCount > 0
        let isFirstKept = try self.keep(anchor, offset: offset, at: sequence)
        if isFirst || isFirstKept { try self.markDue() }
    }

    /// - Returns: whether it is the first one that is kept of its run.
    private func keep(_ anchor: TimeAnchor, offset: Int64, at sequence: Int64) throws -> Bool {
        let time = anchor.originMs.milliseconds
        guard time >= self.knownSinceMs - Self.slackMs, time <= self.now.milliseconds + Self.slackMs else {
            return false
        }
        let last = try Row.fetchOne(
            self.db.cachedStatement(
                sql: """
                    SELECT originMs - agentMs AS offset FROM anchor
                    WHERE edge = ?1 AND epoch = ?2 AND sequence > (
                        SELECT MAX(sequence) FROM boot WHERE edge = ?1 AND epoch = ?2 AND sequence < ?3)
                    ORDER BY sequence DESC LIMIT 1
                    """
            ),
            arguments: [self.header.edge.rawValue, self.header.epoch, sequence]
        )
        if let last {
            let (change, isFar) = offset.subtractingReportingOverflow(last["offset"])
            let isSame = !isFar && (-JournalTime.anchorErrorMs...JournalTime.anchorErrorMs).contains(change)
            if isSame { return false }
        }
        try self.execute(
            "INSERT INTO anchor (edge, epoch, sequence, agentMs, originMs) VALUES (?, ?, ?, ?, ?)",
            [self.header.edge.rawValue, self.header.epoch, sequence, anchor.agentMs.milliseconds, time]
        )
        return last == nil
    }

    /// Everyone seen since the last start that had an anchor moves on the common time line, or is known better.
    private func markDue() throws {
        try self.execute(
            """
            WITH since (sequence) AS (SELECT COALESCE((
                SELECT sequence FROM boot WHERE edge = ?1 AND epoch = ?2 AND offsetMs IS NOT NULL
                ORDER BY sequence DESC LIMIT 1 OFFSET 1), 0))
            INSERT OR REPLACE INTO due (trainee)
            SELECT DISTINCT COALESCE(person, trainee) FROM viewing v LEFT JOIN roomPerson USING (edge, room)
            WHERE edge = ?1 AND epoch = ?2 AND (sequence >= (SELECT sequence FROM since) OR EXISTS (
                SELECT 1 FROM playedInterval i WHERE i.edge = v.edge AND i.play = v.play AND i.epoch = ?2
                AND i.sequence >= (SELECT sequence FROM since)))
            """,
            [self.header.edge.rawValue, self.header.epoch]
        )
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try self.db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
