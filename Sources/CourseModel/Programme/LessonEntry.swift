/// The smallest thing with a video; belongs to a topic.
package struct LessonEntry: Hashable, Sendable, Codable {
    package let lesson: Lesson.ID
    package let topic: Topic.ID
    package let title: Title

    package init(lesson: Lesson.ID, topic: Topic.ID, title: Title) {
        self.lesson = lesson
        self.topic = topic
        self.title = title
    }
}
