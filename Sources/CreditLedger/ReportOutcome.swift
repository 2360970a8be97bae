package import CourseModel

/// What became of a report, and up to where the ledger has its journal.
package struct ReportOutcome: Hashable, Sendable {
    package let outcome: Receipt.Outcome
    /// The highest sequence up to which everything is here; 0 when nothing is.
    package let through: Int64
    /// Chain digest after the row `through`.
    package let digest: Digest
    /// When the report's last row was first taken; of one that was not taken, now.
    package let receivedAtMs: UTCTime

    package init(outcome: Receipt.Outcome, through: Int64, digest: Digest, receivedAtMs: UTCTime) {
        self.outcome = outcome
        self.through = through
        self.digest = digest
        self.receivedAtMs = receivedAtMs
    }
}

/// How far an edge's journal has been reported.
package struct EdgeJournalState: Hashable, Sendable {
    package let epoch: Int64
    package let through: Int64
    /// Chain digest after the row `through`.
    package let digest: Digest
    /// When a report of this epoch last came in, whatever became of it.
    package let lastReportAtMs: UTCTime
    /// The journal has two futures: nothing more is taken in this epoch.
    package let isForked: Bool

    package init(epoch: Int64, through: Int64, digest: Digest, lastReportAtMs: UTCTime, isForked: Bool) {
        self.epoch = epoch
        self.through = through
        self.digest = digest
        self.lastReportAtMs = lastReportAtMs
        self.isForked = isForked
    }
}

/// A password that someone chose at a school, as it was reported.
package struct ReportedPasswordChange: Hashable, Sendable {
    /// Numbers the changes in the order in which they arrived.
    package let number: Int64
    package let edge: Edge.ID
    package let change: PasswordChange

    package init(number: Int64, edge: Edge.ID, change: PasswordChange) {
        self.number = number
        self.edge = edge
        self.change = change
    }
}
