package import CourseModel

/// Where a trainee stopped watching.
package struct LastViewing: Hashable, Sendable {
    package let lesson: Lesson.ID
    /// 0 where that was the end.
    package let positionMs: MediaTime

    package init(lesson: Lesson.ID, positionMs: MediaTime) {
        self.lesson = lesson
        self.positionMs = positionMs
    }
}

/// How a viewing session begins.
package struct ViewingBegin: Hashable, Sendable {
    /// A viewing session that was not heard of for so long is no longer watched: a heartbeat comes every ten seconds.
    package static let liveMs: Int64 = 15_000

    /// Where the trainee was in the lesson.
    package let resumeMs: MediaTime
    /// Whether it ended another one that was being watched just now, on another page or computer.
    package let takesOver: Bool

    package init(resumeMs: MediaTime, takesOver: Bool) {
        self.resumeMs = resumeMs
        self.takesOver = takesOver
    }
}
