import CourseModel
import MediaPackaging

/// Puts what packaging made of a video into the document of a release.
enum ReleaseBuilder {
    /// - Parameter recipe: what it was packaged with; nil for a release that nobody publishes.
    static func manifest(
        of packaged: PackagedLesson,
        lesson: Lesson.ID,
        recipe: Digest?,
        at now: UTCTime
    ) -> Manifest {
        Manifest(
            lesson: lesson,
            createdAtMs: now,
            durationMs: packaged.durationMs,
            source: packaged.source,
            tracks: packaged.tracks.map(\.track),
            renditions: packaged.renditions,
            repairedGaps: packaged.gaps,
            recipe: recipe
        )
    }
}
