/// The document of a release: an immutable version of a lesson, with every byte of it named by digest.
package struct Manifest: DocumentPayload {
    package static let documentType = "manifest"
    /// 12 hours in 6-second segments of four renditions, at 110 bytes a chunk, with room to spare.
    package static let sizeMax = 8 << 20

    /// The file that the release was made from.
    package struct Source: Hashable, Sendable, Codable {
        package let fileName: String
        package let sizeBytes: ByteCount
        package let digest: Digest

        package init(fileName: String, sizeBytes: ByteCount, digest: Digest) {
            self.fileName = fileName
            self.sizeBytes = sizeBytes
            self.digest = digest
        }
    }

    package let lesson: Lesson.ID
    package let createdAtMs: UTCTime
    /// From 0 to the end of the track that ends last.
    package let durationMs: MediaTime
    package let source: Source
    package let tracks: [Track]
    /// Best first.
    package let renditions: [Rendition]

    package init(
        lesson: Lesson.ID,
        createdAtMs: UTCTime,
        durationMs: MediaTime,
        source: Source,
        tracks: [Track],
        renditions: [Rendition]
    ) {
        self.lesson = lesson
        self.createdAtMs = createdAtMs
        self.durationMs = durationMs
        self.source = source
        self.tracks = tracks
        self.renditions = renditions
    }

    package func track(_ id: Track.ID) -> Track? {
        self.tracks.first { $0.track == id }
    }

    package var sizeBytes: ByteCount {
        self.tracks.reduce(.zero) { $0 + $1.sizeBytes }
    }
}
