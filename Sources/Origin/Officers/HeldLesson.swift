package import CourseModel

/// One current release at one school.
package struct HeldLesson: Hashable, Sendable, Codable {
    package let lesson: Lesson.ID
    /// The one that the school chose; nil where that is not known.
    package let rendition: Rendition.ID?
    /// Of that rendition and of what goes with it, as is `sizeBytes`.
    package let heldBytes: ByteCount
    package let sizeBytes: ByteCount
    /// First timetable slot, else the start of its phase; nil where neither is known.
    package let neededAtMs: UTCTime?
    /// As the edge forecasts, half of the times; nil where it is held, or there is no telling.
    package let readyAtMs: UTCTime?
    /// The same nine times out of ten; nil also where the edge does not say.
    package let readyLateAtMs: UTCTime?
    /// What would make it come in time, as the edge says; none where it does, or is held.
    package let help: [Holdings.Help]

    package var isHeld: Bool { self.heldBytes == self.sizeBytes }

    /// Whether it will be there too late, or should be there already; false where it is needed at no particular time.
    package func isLate(at now: UTCTime) -> Bool {
        guard !self.isHeld, let neededAtMs else { return false }
        return neededAtMs <= now || self.readyAtMs.map { $0 > neededAtMs } == true
    }

    /// Time between ready and needed, negative when late; without a forecast nothing is to spare, and what is overdue
    /// is not ready before now. Without a need there is all the time there is.
    func spareMs(at now: UTCTime) -> Int64 {
        guard let neededAtMs else { return .max }
        let ready = self.readyAtMs ?? max(now, neededAtMs)
        return neededAtMs.milliseconds.subtractingReportingOverflow(ready.milliseconds).partialValue
    }

    var neededAt: UTCTime { self.neededAtMs ?? UTCTime(milliseconds: .max) }
}
