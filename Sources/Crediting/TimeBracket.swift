package import CourseModel

/// Between which two times something happened, as far as can be told.
package struct TimeBracket: Hashable, Sendable, Codable {
    package let earliestMs: UTCTime
    /// At least the earliest.
    package let latestMs: UTCTime

    package init(earliestMs: UTCTime, latestMs: UTCTime) {
        self.earliestMs = min(earliestMs, latestMs)
        self.latestMs = max(earliestMs, latestMs)
    }

    /// What is known for certain.
    package init(at time: UTCTime) {
        self.init(earliestMs: time, latestMs: time)
    }

    /// Where something lies that began within the bracket.
    package enum Place: Hashable, Sendable {
        case inside
        case outside
        /// Partly outside, or perhaps.
        case across
    }

    /// - Parameter lengthMs: how long it took, at least 0.
    package func place(lengthMs: Int64, in window: Range<UTCTime>) -> Place {
        let lastEnd = Int128(self.latestMs.milliseconds) + Int128(lengthMs)
        if self.earliestMs >= window.lowerBound, lastEnd <= Int128(window.upperBound.milliseconds) { return .inside }
        let isBefore = lastEnd <= Int128(window.lowerBound.milliseconds)
        return isBefore || self.earliestMs >= window.upperBound ? .outside : .across
    }
}
