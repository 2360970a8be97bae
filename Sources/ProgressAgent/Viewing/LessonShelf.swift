package import CourseModel

/// What the agent is told about lessons by whoever serves them: it knows no files and no line.
package struct LessonShelf: Sendable {
    package let programmes: @Sendable () -> [Programme]
    /// Nil for a lesson of which nothing is known here.
    package let lesson: @Sendable (Lesson.ID) -> PlayableLesson?
    /// Where a viewing session's player finds the lesson's playlist.
    package let playlistPath: @Sendable (ViewingSession.ID, Lesson.ID) -> String
    /// Where it finds the lesson's poster; nil for a lesson without one.
    package let posterPath: @Sendable (ViewingSession.ID, Lesson.ID) -> String?
    /// Reads what is here of a lesson that could not be played, and gets anew what is bad; says how many chunks that was.
    package let recheck: @Sendable (Lesson.ID) async -> Int64

    package init(
        programmes: @escaping @Sendable () -> [Programme],
        lesson: @escaping @Sendable (Lesson.ID) -> PlayableLesson?,
        playlistPath: @escaping @Sendable (ViewingSession.ID, Lesson.ID) -> String,
        posterPath: @escaping @Sendable (ViewingSession.ID, Lesson.ID) -> String? = { _, _ in nil },
        recheck: @escaping @Sendable (Lesson.ID) async -> Int64 = { _ in 0 }
    ) {
        self.programmes = programmes
        self.lesson = lesson
        self.playlistPath = playlistPath
        self.posterPath = posterPath
        self.recheck = recheck
    }
}

/// A lesson that can be opened.
package struct PlayableLesson: Hashable, Sendable {
    package let lesson: Lesson.ID
    /// Names the release.
    package let manifest: Digest
    package let durationMs: MediaTime
    /// Thousandths of its bytes that are here and verified.
    package let heldPermille: Int64

    package init(lesson: Lesson.ID, manifest: Digest, durationMs: MediaTime, heldPermille: Int64) {
        self.lesson = lesson
        self.manifest = manifest
        self.durationMs = durationMs
        self.heldPermille = heldPermille
    }
}
