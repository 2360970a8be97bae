/// The origin's signed answer to a report; what it covers may be deleted at the school.
package struct Receipt: DocumentPayload {
    package static let documentType = "receipt"
    package static let sizeMax = 4 << 10

    package enum Outcome: String, Hashable, Sendable, Codable {
        /// New rows, now durable at the origin.
        case append
        /// Rows that the origin already had, and the same.
        case replay
        /// The origin lacks rows before these; `through` says up to where it has everything.
        case gap
        /// Another row with the same number exists: this journal has two futures. Nothing more is taken in this epoch.
        case fork
    }

    package let edge: Edge.ID
    package let epoch: Int64
    package let outcome: Outcome
    /// The watermark: the highest sequence up to which the origin has everything; 0 when it has nothing.
    package let through: Int64
    /// Chain digest after the row `through`.
    package let digest: Digest
    /// When the origin took it, for `append` and `replay` when it first did.
    package let receivedAtMs: UTCTime
    /// The origin's time now: an anchor for the agent's time line.
    package let nowMs: UTCTime
    /// Names the report that this answers, so that an old receipt cannot pass for a new one; nil from earlier versions.
    package let report: Digest?

    package init(
        edge: Edge.ID,
        epoch: Int64,
        outcome: Outcome,
        through: Int64,
        digest: Digest,
        receivedAtMs: UTCTime,
        nowMs: UTCTime,
        report: Digest? = nil
    ) {
        self.edge = edge
        self.epoch = epoch
        self.outcome = outcome
        self.through = through
        self.digest = digest
        self.receivedAtMs = receivedAtMs
        self.nowMs = nowMs
        self.report = report
    }
}
