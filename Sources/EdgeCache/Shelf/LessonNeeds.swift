package import CourseModel

/// When each lesson must be at the school: its first timetable slot, or, where it has none, the start of the phase that
/// its topic belongs to.
package struct LessonNeeds: Sendable {
    private var times: [Lesson.ID: UTCTime] = [:]

    /// - Parameter programmes: a lesson that several of them list is needed for the first.
    package init(_ programmes: [Programme]) {
        for programme in programmes {
            for (lesson, time) in Self.times(in: programme) {
                self.times[lesson] = min(self.times[lesson] ?? time, time)
            }
        }
    }

    /// - Returns: nil for a lesson that no programme lists.
    package func time(of lesson: Lesson.ID) -> UTCTime? {
        self.times[lesson]
    }

    private static func times(in programme: Programme) -> [Lesson.ID: UTCTime] {
        let starts = Dictionary(programme.phases.map { ($0.phase, $0.startsAtMs) }) { first, _ in first }
        let phases = Dictionary(programme.sections.map { ($0.section, $0.phase) }) { first, _ in first }
        let sections = Dictionary(programme.topics.map { ($0.topic, $0.section) }) { first, _ in first }
        var times: [Lesson.ID: UTCTime] = [:]
        for slot in programme.timetable {
            times[slot.lesson] = min(times[slot.lesson] ?? slot.startsAtMs, slot.startsAtMs)
        }
        for entry in programme.lessons where times[entry.lesson] == nil {
            times[entry.lesson] = sections[entry.topic].flatMap { phases[$0] }.flatMap { starts[$0] }
        }
        return times
    }
}
