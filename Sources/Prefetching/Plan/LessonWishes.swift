package import CourseModel

/// What a technician chose about single lessons.
package struct LessonWishes: Hashable, Sendable {
    /// So many fit on a page; the oldest wish goes when there are more.
    package static let firstMax = 20

    /// Lessons that come before all others, the latest wish first.
    package var first: [Lesson.ID]
    /// Lessons that are to be kept; where they are needed at no particular time, they come before others of that kind.
    package var pinned: Set<Lesson.ID>

    package init(first: [Lesson.ID] = [], pinned: Set<Lesson.ID> = []) {
        self.first = first
        self.pinned = pinned
    }
}
