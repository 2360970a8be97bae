package import CourseModel
package import MediaPackaging

/// A course video that is to become the current release of a lesson.
package struct LessonVideo: Hashable, Sendable {
    /// As whoever wants it published calls it.
    package let name: String
    package let path: String
    package let lesson: Lesson.ID
    package let options: PackagingOptions

    package init(name: String, path: String, lesson: Lesson.ID, options: PackagingOptions) {
        self.name = name
        self.path = path
        self.lesson = lesson
        self.options = options
    }
}
