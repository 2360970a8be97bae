package import CourseModel

/// A length of time in the unit in which people say it: minutes up to two hours, hours up to three days, then days.
package struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
    package enum Unit: String, Hashable, Sendable {
        case minutes
        case hours
        case days
    }

    package enum Rounding: Hashable, Sendable {
        /// For what is to spare.
        case down
        /// For how late something is.
        case up
    }

    package let count: Int64
    package let unit: Unit

    package init(_ time: UTCTime, rounding: Rounding) {
        func count(_ unitMs: Int64) -> Int64 {
            (time.milliseconds + (rounding == .up ? unitMs - 1 : 0)) / unitMs
        }
        let (minutes, hours) = (count(60_000), count(3_600_000))
        if minutes < 120 {
            (self.count, self.unit) = (minutes, .minutes)
        } else if hours < 72 {
            (self.count, self.unit) = (hours, .hours)
        } else {
            (self.count, self.unit) = (count(86_400_000), .days)
        }
    }

    /// `40 minutes`, `5 hours`, `3 days`.
    package var description: String { "\(self.count) \(self.unit.rawValue)" }
}

extension Messages {
    /// `40 min`, `5 h`, `3 days`.
    package func span(_ time: UTCTime, in language: Language, rounding: TimeSpan.Rounding) -> String {
        let span = TimeSpan(time, rounding: rounding)
        return self.text("span.\(span.unit.rawValue)", in: language, ["count": "\(span.count)"])
    }
}
