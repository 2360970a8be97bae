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

    /// A stretch of the source that could not be decoded, and for which the release has nothing of its own to show.
    package struct Gap: Hashable, Sendable, Codable {
        package enum Media: String, Hashable, Sendable, Codable {
            case video
            case audio
        }

        /// What is missing.
        package let media: Media
        package let rangeMs: Range<MediaTime>

        package init(media: Media, rangeMs: Range<MediaTime>) {
            self.media = media
            self.rangeMs = rangeMs
        }
    }

    package let lesson: Lesson.ID
    package let createdAtMs: UTCTime
    /// From 0 to the end of the track that ends last.
    package let durationMs: MediaTime
    package let source: Source
    /// Those that renditions play, and their companions, which are in none: captions, storyboard, poster.
    package let tracks: [Track]
    /// Best first.
    package let renditions: [Rendition]
    /// Where the release was made of a damaged source, what is missing, in the order of time; nil where nothing was
    /// repaired.
    package let repairedGaps: [Gap]?
    /// The digest of the options that the release was packaged with: the same source and the same recipe need not be
    /// packaged again. Nil for a release that was published before there were recipes.
    package let recipe: Digest?

    package init(
        lesson: Lesson.ID,
        createdAtMs: UTCTime,
        durationMs: MediaTime,
        source: Source,
        tracks: [Track],
        renditions: [Rendition],
        repairedGaps: [Gap]? = nil,
        recipe: Digest? = nil
    ) {
        self.lesson = lesson
        self.createdAtMs = createdAtMs
        self.durationMs = durationMs
        self.source = source
        self.tracks = tracks
        self.renditions = renditions
        self.repairedGaps = repairedGaps
        self.recipe = recipe
    }

    package func track(_ id: Track.ID) -> Track? {
        self.tracks.first { $0.track == id }
    }

    package var poster: Track? { self.tracks.first(where: \.isPoster) }
    package var storyboard: Track? { self.tracks.first(where: \.isStoryboard) }
    package var captions: [Track] { self.tracks.filter { $0.text != nil } }

    package var sizeBytes: ByteCount {
        self.tracks.reduce(.zero) { $0 + $1.sizeBytes }
    }
}
