import CourseModel
import EdgeCache
import Testing

/// A lesson with one track file of random bytes, cut into chunks of one size.
struct MadeUpLesson: Sendable {
    let bytes: [UInt8]
    let track: Track
    let release: ShelvedRelease

    /// - Parameters:
    ///   - seed: of the bytes.
    ///   - chunks: how many.
    ///   - chunkBytes: the size of each.
    ///   - better: another lesson, whose track is the picture of a better rendition of this one.
    init(_ name: String, seed: UInt64, chunks: Int, chunkBytes: Int, better: MadeUpLesson? = nil) throws {
        var state = seed
        let bytes = (0..<(chunks * chunkBytes)).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        self.bytes = bytes
        self.track = Track(
            track: try #require(Track.ID("audio")),
            codec: "mp4a.40.2",
            language: "zh",
            timescale: 1_000,
            startTicks: 0,
            video: nil,
            audio: Track.Audio(channels: 2, sampleRateHertz: 48_000),
            blob: Digest(of: bytes),
            initSizeBytes: ByteCount(bytes: 1),
            chunks: (0..<chunks).map { index in
                Chunk(
                    digest: Digest(of: bytes[(index * chunkBytes)..<((index + 1) * chunkBytes)]),
                    sizeBytes: ByteCount(bytes: Int64(chunkBytes)),
                    durationTicks: index == 0 ? 0 : 6_000
                )
            },
            peakBitsPerSecond: Bitrate(bitsPerSecond: 1),
            averageBitsPerSecond: Bitrate(bitsPerSecond: 1)
        )
        let manifest = Manifest(
            lesson: try #require(Lesson.ID(name)),
            createdAtMs: .zero,
            durationMs: MediaTime(milliseconds: 6_000),
            source: Manifest.Source(fileName: "a.mp4", sizeBytes: .zero, digest: Digest(of: [])),
            tracks: [self.track] + (try better.map { [try $0.picture] } ?? []),
            renditions: better == nil
                ? []
                : [
                    Rendition(
                        rendition: try #require(Rendition.ID("720p")),
                        tracks: try ["audio", "picture"].map { try #require(Track.ID($0)) }
                    ),
                    Rendition(
                        rendition: try #require(Rendition.ID("audio")),
                        tracks: [try #require(Track.ID("audio"))]
                    ),
                ]
        )
        self.release = ShelvedRelease(digest: Digest(of: Array(name.utf8)), manifest: manifest)
    }

    /// Its track file as the picture of another lesson's better rendition.
    private var picture: Track {
        get throws {
            Track(
                track: try #require(Track.ID("picture")),
                codec: "avc1.64001F",
                language: "und",
                timescale: self.track.timescale,
                startTicks: 0,
                video: Track.Video(widthPixels: 1_280, heightPixels: 720, frameRateMillihertz: 25_000),
                audio: nil,
                blob: self.track.blob,
                initSizeBytes: self.track.initSizeBytes,
                chunks: self.track.chunks,
                peakBitsPerSecond: self.track.peakBitsPerSecond,
                averageBitsPerSecond: self.track.averageBitsPerSecond
            )
        }
    }

    func address(_ chunk: Int) -> ChunkAddress { ChunkAddress(blob: self.track.blob, chunk: chunk) }
}
