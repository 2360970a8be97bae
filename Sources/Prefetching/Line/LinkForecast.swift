package import CourseModel

/// What the school's line will bring from now on, in the hours that prefetch has, if it goes on as it does.
package struct LinkForecast: Sendable {
    /// A part of the week that begins now.
    private struct Part {
        let milliseconds: Int64
        let bytesPerSecond: Int64

        var bytes: Int64 { self.milliseconds * self.bytesPerSecond / 1_000 }
    }

    private static let weekMs: Int64 = 7 * 86_400_000
    /// Ten years: further nobody believes a forecast.
    private static let weeksMax: Int64 = 520
    /// 10 GB a second, so that a week's bytes fit a number.
    private static let rateMax: Int64 = 10_000_000_000

    package let now: UTCTime
    private let week: [Part]
    private let weekBytes: Int64

    /// - Parameter line: bytes of lessons a second that the line brings where nothing holds it back.
    package init(now: UTCTime, line: ByteCount, schedule: LinkSchedule = LinkSchedule()) {
        var week: [Part] = []
        var start = now
        let end = UTCTime(milliseconds: now.milliseconds + Self.weekMs)
        while start < end {
            let stretch = schedule.stretch(at: start, line: line)
            let until = min(stretch.until ?? end, end)
            let rate = min(line, stretch.limit ?? line)
            week.append(
                Part(
                    milliseconds: (until - start).milliseconds,
                    bytesPerSecond: min(max(0, rate.bytes), Self.rateMax)
                )
            )
            start = until
        }
        self.now = now
        self.week = week
        self.weekBytes = week.reduce(0) { $0 + $1.bytes }
    }

    /// How many bytes come until then; none where that is over.
    package func bytes(until end: UTCTime) -> ByteCount {
        guard end > self.now else { return .zero }
        let span = end.milliseconds.subtractingReportingOverflow(self.now.milliseconds)
        let weeks = span.overflow ? Int64.max : span.partialValue / Self.weekMs
        let whole = weeks.multipliedReportingOverflow(by: self.weekBytes)
        guard !span.overflow, !whole.overflow else { return ByteCount(bytes: .max) }
        var (bytes, left) = (whole.partialValue, span.partialValue % Self.weekMs)
        for part in self.week where left > 0 {
            bytes += min(left, part.milliseconds) * part.bytesPerSecond / 1_000
            left -= part.milliseconds
        }
        return ByteCount(bytes: bytes)
    }

    /// When so many bytes will have come; nil where that is more than ten years away, or never.
    package func time(toBring bytes: ByteCount) -> UTCTime? {
        guard bytes > .zero else { return self.now }
        guard self.weekBytes > 0 else { return nil }
        let weeks = (bytes.bytes - 1) / self.weekBytes
        guard weeks <= Self.weeksMax else { return nil }
        var left = bytes.bytes - weeks * self.weekBytes
        var time = self.now.milliseconds + weeks * Self.weekMs
        for part in self.week {
            guard part.bytes < left else {
                return UTCTime(milliseconds: time + (left * 1_000 + part.bytesPerSecond - 1) / part.bytesPerSecond)
            }
            left -= part.bytes
            time += part.milliseconds
        }
        return UTCTime(milliseconds: time)
    }
}
