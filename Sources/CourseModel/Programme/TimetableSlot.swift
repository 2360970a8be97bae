/// When a lesson is to be played in the concentrated phase.
package struct TimetableSlot: Hashable, Sendable, Codable {
    package let lesson: Lesson.ID
    package let startsAtMs: UTCTime
    package let endsAtMs: UTCTime

    package init(lesson: Lesson.ID, startsAtMs: UTCTime, endsAtMs: UTCTime) {
        self.lesson = lesson
        self.startsAtMs = startsAtMs
        self.endsAtMs = endsAtMs
    }
}
