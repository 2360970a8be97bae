package import CourseModel

/// The track files made from one source, and what a manifest and a report say of them.
package struct PackagedLesson: Sendable {
    /// Each track and where its file is.
    package let tracks: [(track: Track, path: String)]
    /// Best first.
    package let renditions: [Rendition]
    /// From 0 to the end of the track that ends last.
    package let durationMs: MediaTime
    package let source: Manifest.Source
    /// What could not be decoded of a repaired source; nil for one that was not repaired.
    package let gaps: [Manifest.Gap]?
    package let report: PackagingReport
}
