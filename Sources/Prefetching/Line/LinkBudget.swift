package import CourseModel

/// The bytes that may be spent now: keeps what is fetched at a rate over any time that is longer than a moment.
///
/// Whoever has taken bytes waits as long as they are worth at the rate. What was waited too long is made up for, but no
/// more than a tenth of a second of it, so that a line that was silent brings no burst afterwards.
package struct LinkBudget: Sendable {
    private static let creditMax: Duration = .milliseconds(100)

    /// Until when what was taken is paid for.
    private var paidUntil: Duration = .zero

    package init() {}

    /// - Parameters:
    ///   - now: time since any fixed beginning.
    ///   - limit: bytes a second; nil for no limit.
    /// - Returns: how long to wait before taking more.
    package mutating func spend(_ bytes: ByteCount, at now: Duration, limit: ByteCount?) -> Duration {
        let from = max(self.paidUntil, now - Self.creditMax)
        guard let limit else {
            self.paidUntil = now
            return .zero
        }
        self.paidUntil = from + .seconds(Double(bytes.bytes) / Double(max(1, limit.bytes)))
        return max(.zero, self.paidUntil - now)
    }
}
