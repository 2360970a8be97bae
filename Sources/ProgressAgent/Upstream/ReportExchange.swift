package import CourseModel

/// Decides what a receipt means for the journal that a report was made from.
package enum ReportExchange {
    package enum Step: Hashable, Sendable {
        /// The origin has everything up to here; go on with the rows after it.
        case acknowledged(through: Int64)
        /// Nothing more of this epoch may be reported; somebody must look.
        case stop(String)
    }

    /// The origin's, but for another report: somebody on the line has written it down. It tells another time.
    package struct StaleReceipt: Error, CustomStringConvertible {
        package var description: String { "the receipt that came is for another report" }
    }

    /// Whether a receipt can be an answer to this edge's report at all.
    ///
    /// - Parameters:
    ///   - lastSequence: of the journal.
    ///   - digestAtThrough: what this journal's chain has after the receipt's `through`; nil where it has no such row.
    package static func step(
        for receipt: Receipt,
        grant: EpochGrant,
        lastSequence: Int64,
        digestAtThrough: Digest?
    ) -> Step {
        guard receipt.edge == grant.edge, receipt.epoch == grant.epoch else {
            return .stop("the origin answered for another edge or epoch (\(receipt.edge), \(receipt.epoch))")
        }
        guard receipt.outcome != .fork else {
            return .stop("the origin has other rows with the same numbers: this journal was copied or restored")
        }
        guard receipt.through <= lastSequence, let digestAtThrough else {
            return .stop(
                "the origin has \(receipt.through) rows, this journal \(lastSequence): its disk was restored"
            )
        }
        guard receipt.digest == digestAtThrough else {
            return .stop("the origin has another row \(receipt.through): this journal was copied or restored")
        }
        return .acknowledged(through: receipt.through)
    }
}

/// How long to rest after failures in a row: twice as long each time, within bounds, spread so that the schools of a
/// county do not come back all at once.
package struct Backoff: Hashable, Sendable {
    private let first: Duration
    private let max: Duration
    private var failures = 0

    package init(first: Duration, max: Duration) {
        self.first = first
        self.max = max
    }

    package mutating func succeeded() {
        self.failures = 0
    }

    /// - Parameter spread: from 0 to 1, by chance.
    /// - Returns: how long to rest, from three quarters of the step to the whole of it.
    package mutating func failed(spread: Double) -> Duration {
        let step = Swift.min(self.max, self.first * (1 << Swift.min(self.failures, 16)))
        self.failures += 1
        return step * (0.75 + 0.25 * spread)
    }
}
