package import CourseModel
package import MediaPackaging

/// Puts what packaging made of a video into the document of a release.
package enum ReleaseBuilder {
    package static func manifest(of packaged: PackagedLesson, lesson: Lesson.ID, at now: UTCTime) -> Manifest {
        Manifest(
            lesson: lesson,
            createdAtMs: now,
            durationMs: packaged.durationMs,
            source: packaged.source,
            tracks: packaged.tracks.map(\.track),
            renditions: packaged.renditions,
            repairedGaps: packaged.gaps
        )
    }
}
