package import CourseModel
import GRDB

/// What the origin has of this journal.
extension JournalDatabase {
    package func state() async throws -> JournalState {
        try await self.pool.read { try self.state(in: $0) }
    }

    private func state(in db: Database) throws -> JournalState {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT edge, epoch, acknowledged, trouble FROM incarnation WHERE number = ?",
            arguments: [self.incarnation]
        )
        let last = try Int64.fetchOne(
            db,
            sql: "SELECT MAX(sequence) FROM journalRow WHERE incarnation = ?",
            arguments: [self.incarnation]
        )
        let edge = (row?["edge"] as String?).flatMap(Edge.ID.init)
        return JournalState(
            lastSequence: last ?? 0,
            reportedThrough: row?["acknowledged"] ?? 0,
            grant: edge.flatMap { edge in (row?["epoch"] as Int64?).map { EpochGrant(edge: edge, epoch: $0) } },
            trouble: row?["trouble"]
        )
    }

    /// Sets the watermark. An origin that lost rows to a restored disk of its own may lower it: they are sent again.
    ///
    /// - Parameter receivedAt: when the origin said so, by its own clock; nil leaves what was known.
    package func acknowledge(through sequence: Int64, receivedAt: UTCTime? = nil) async throws {
        try await self.commits.perform { db in
            try db.execute(
                sql: """
                    UPDATE incarnation SET acknowledged = ?, receivedAtMs = COALESCE(?, receivedAtMs) WHERE number = ?
                    """,
                arguments: [sequence, receivedAt?.milliseconds, self.incarnation]
            )
        }
    }

    /// Marks that nothing more of this incarnation is to be reported; stays over a new start.
    package func stopReporting(_ trouble: String) async throws {
        try await self.commits.perform { db in
            try db.execute(
                sql: "UPDATE incarnation SET trouble = ? WHERE number = ?",
                arguments: [trouble, self.incarnation]
            )
        }
    }
}

/// How far the origin has this journal.
package struct JournalState: Hashable, Sendable {
    /// The last row; 0 when there is none.
    package let lastSequence: Int64
    /// The watermark: up to which row the origin has everything.
    package let reportedThrough: Int64
    /// Nil while the origin has not granted an epoch: this disk was restored or copied.
    package let grant: EpochGrant?
    /// Why nothing more is reported; nil while all is well.
    package let trouble: String?

    package init(lastSequence: Int64, reportedThrough: Int64, grant: EpochGrant?, trouble: String?) {
        self.lastSequence = lastSequence
        self.reportedThrough = reportedThrough
        self.grant = grant
        self.trouble = trouble
    }

    /// 0 while none is granted.
    package var epoch: Int64 { self.grant?.epoch ?? 0 }
    package var unreportedRows: Int64 { max(0, self.lastSequence - self.reportedThrough) }
}
