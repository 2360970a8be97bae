/// How often fetches of lessons failed for one reason and were tried again.
package struct RetryCount: Hashable, Sendable, Codable {
    package let reason: RetryReason
    /// In the last 24 hours, to the quarter of an hour.
    package let day: Int64
    /// In the last 30 days.
    package let month: Int64
    package let sinceStart: Int64

    package init(reason: RetryReason, day: Int64, month: Int64, sinceStart: Int64) {
        self.reason = reason
        self.day = day
        self.month = month
        self.sinceStart = sinceStart
    }

    /// The reasons that there were, in their own order.
    static func list(
        day: [RetryReason: Int64],
        month: [RetryReason: Int64],
        sinceStart: [RetryReason: Int64]
    ) -> [RetryCount] {
        RetryReason.allCases.map { reason in
            RetryCount(
                reason: reason,
                day: day[reason] ?? 0,
                month: month[reason] ?? 0,
                sinceStart: sinceStart[reason] ?? 0
            )
        }.filter { $0.month > 0 || $0.sinceStart > 0 }
    }
}
