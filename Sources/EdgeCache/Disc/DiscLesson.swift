package import CourseModel

/// A lesson as it goes on a disc: its manifest, the tracks of one rendition, and their companions.
package struct DiscLesson: Hashable, Sendable {
    /// File systems of discs and sticks give a file whole clusters of at most this size.
    private static let clusterBytes: Int64 = 64 << 10

    package let release: ShelvedRelease
    package let manifestSizeBytes: ByteCount
    /// Nil where the release has none.
    package let rendition: Rendition.ID?

    package init(release: ShelvedRelease, manifestSizeBytes: ByteCount, rendition: Rendition.ID?) {
        self.release = release
        self.manifestSizeBytes = manifestSizeBytes
        self.rendition = rendition
    }

    package var lesson: Lesson.ID { self.release.manifest.lesson }
    package var tracks: [Track] { self.release.manifest.tracks(playing: self.rendition) }
    package var sizeBytes: ByteCount { self.tracks.reduce(.zero) { $0 + $1.sizeBytes } }

    /// What it takes of a disc.
    package var roomBytes: ByteCount {
        Self.room(for: self.manifestSizeBytes) + self.tracks.reduce(.zero) { $0 + Self.room(for: $1.sizeBytes) }
    }

    /// What a file takes of a disc.
    package static func room(for size: ByteCount) -> ByteCount {
        ByteCount(bytes: (size.bytes + Self.clusterBytes - 1) / Self.clusterBytes * Self.clusterBytes)
    }
}
