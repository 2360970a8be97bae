package import CourseModel

/// What the school's line will bring from now on, if it goes on as it does.
package struct LinkForecast: Sendable {
    package let now: UTCTime
    /// While prefetch may use the line.
    private let bytesPerSecond: ByteCount

    package init(now: UTCTime, bytesPerSecond: ByteCount) {
        self.now = now
        self.bytesPerSecond = bytesPerSecond
    }

    /// How many bytes come until then; none where that is over.
    package func bytes(until end: UTCTime) -> ByteCount {
        guard end > self.now, self.bytesPerSecond > .zero else { return .zero }
        let milliseconds = end.milliseconds.subtractingReportingOverflow(self.now.milliseconds)
        guard !milliseconds.overflow else { return ByteCount(bytes: .max) }
        let (bytes, isTooLarge) = milliseconds.partialValue.multipliedReportingOverflow(by: self.bytesPerSecond.bytes)
        return ByteCount(bytes: isTooLarge ? .max : bytes / 1_000)
    }
}
