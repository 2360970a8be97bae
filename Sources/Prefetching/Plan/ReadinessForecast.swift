package import CourseModel

/// Foretells when each lesson will be held, if the line goes on as it does.
package enum ReadinessForecast {
    /// Further than this nobody believes a forecast.
    private static let secondsMax: Int64 = 10 * 366 * 86_400

    /// - Parameters:
    ///   - left: how many bytes of each lesson are missing, in any order.
    ///   - goodput: bytes per second that the line has brought lately; nil or 0 where that is not known.
    /// - Returns: for every lesson that is not held, when it will be; empty where there is no telling.
    package static func readyTimes(
        left: [Lesson.ID: ByteCount],
        needs: LessonNeeds,
        goodput: ByteCount?,
        isPaused: Bool,
        now: UTCTime
    ) -> [Lesson.ID: UTCTime] {
        guard !isPaused, let goodput, goodput > .zero else { return [:] }
        var ready: [Lesson.ID: UTCTime] = [:]
        var before = ByteCount.zero
        for lesson in left.keys.sorted(by: { needs.isBefore($0, $1) }) {
            guard let bytes = left[lesson], bytes > .zero else { continue }
            before += bytes
            // Whole seconds, rounded up: a lesson is not ready before its last byte.
            let seconds = min((before.bytes - 1) / goodput.bytes + 1, Self.secondsMax)
            ready[lesson] = UTCTime(milliseconds: now.milliseconds + seconds * 1_000)
        }
        return ready
    }
}
