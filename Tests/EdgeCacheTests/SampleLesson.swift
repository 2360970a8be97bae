import Blobs
import CourseModel
import EdgeCache
import Testing

/// A lesson of two tracks, and their companions where they are asked for, whose bytes are made up but real: what the
/// manifest says of them is so.
struct SampleLesson {
    /// The bytes of each track file, by track.
    let files: [Track.ID: [UInt8]]
    let release: ShelvedRelease

    var manifest: Manifest { self.release.manifest }

    /// - Parameters:
    ///   - seed: makes another lesson's bytes, or another version's.
    ///   - hasCompanions: with captions, a storyboard and a poster.
    ///   - hasLow: with a second rendition, of another picture and the same sound.
    ///   - segments: of each track but a poster.
    init(
        _ lesson: String,
        seed: UInt8 = 0,
        hasCompanions: Bool = false,
        hasLow: Bool = false,
        segments: Int = 3
    ) throws {
        var files: [Track.ID: [UInt8]] = [:]
        var tracks: [Track] = []
        let names = Self.names.prefix(hasCompanions ? 5 : 2) + (hasLow ? ["low"] : [])
        for (index, name) in names.enumerated() {
            let id = try #require(Track.ID(name))
            let sizes = [900, 4_000, 3_000, 5_001] + Array(repeating: 100, count: max(0, segments - 3))
            let chunks = sizes.prefix(name == "poster" ? 1 : 1 + segments).enumerated().map { number, size in
                (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number &* 7 &+ index &* 3 &+ Int(seed)) }
            }
            files[id] = chunks.flatMap { $0 }
            tracks.append(Self.track(id, chunks: chunks, name: name))
        }
        let renditions = (hasLow ? ["video", "low"] : ["video"]).enumerated().compactMap { index, picture in
            Rendition.ID("r\(index)").map { id in
                Rendition(
                    rendition: id,
                    tracks: tracks.map(\.track).filter { [picture, "audio"].contains($0.rawValue) }
                )
            }
        }
        let manifest = Manifest(
            lesson: try #require(Lesson.ID(lesson)),
            createdAtMs: UTCTime(milliseconds: 1),
            durationMs: MediaTime(milliseconds: 18_000),
            source: Manifest.Source(fileName: "\(lesson).mp4", sizeBytes: .zero, digest: Digest(of: [seed])),
            tracks: tracks,
            renditions: renditions
        )
        self.files = files
        self.release = ShelvedRelease(
            digest: Digest(of: try CanonicalJSON.encode(manifest)),
            manifest: manifest
        )
    }

    private static let names = ["video", "audio", "captions-zh", "storyboard", "poster"]

    func track(_ name: String) throws -> Track {
        try #require(self.manifest.tracks.first { $0.track.rawValue == name })
    }

    func bytes(of name: String, _ range: Range<Int64>) throws -> [UInt8] {
        let file = try #require(self.files[try self.track(name).track])
        return Array(file[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    /// Puts one chunk on the disk, as the prefetch does, and marks it held.
    func arrive(_ chunk: Int, of name: String, in blobs: BlobDirectory, shelf: Shelf) throws {
        let track = try self.track(name)
        let range = track.chunkRanges[chunk]
        let fill = try blobs.fill(track.blob, sizeBytes: track.sizeBytes)
        try self.bytes(of: name, range).withUnsafeBytes { try fill.write($0, at: range.lowerBound) }
        try fill.sync()
        shelf.markHeld(ChunkAddress(blob: track.blob, chunk: chunk))
    }

    private static func track(_ id: Track.ID, chunks: [[UInt8]], name: String) -> Track {
        let images = Track.Images(
            widthPixels: 160,
            heightPixels: 90,
            columns: 1,
            rows: 1,
            intervalTicks: name == "poster" ? 0 : 6_000
        )
        let isVideo = ["video", "low"].contains(name)
        return Track(
            track: id,
            codec: isVideo ? "avc1.42C01E" : "mp4a.40.2",
            language: "zh",
            timescale: 1_000,
            startTicks: 0,
            video: isVideo ? .init(widthPixels: 640, heightPixels: 360, frameRateMillihertz: 25_000) : nil,
            audio: name == "audio" ? .init(channels: 2, sampleRateHertz: 48_000) : nil,
            text: name == "captions-zh" ? .init(cues: 3) : nil,
            images: ["storyboard", "poster"].contains(name) ? images : nil,
            blob: Digest(of: chunks.flatMap { $0 }),
            initSizeBytes: ByteCount(bytes: 700),
            chunks: chunks.enumerated().map { number, bytes in
                Chunk(
                    digest: Digest(of: bytes),
                    sizeBytes: ByteCount(bytes: Int64(bytes.count)),
                    durationTicks: number == 0 ? 0 : 6_000
                )
            },
            peakBitsPerSecond: Bitrate(bitsPerSecond: 8_000),
            averageBitsPerSecond: Bitrate(bitsPerSecond: 5_000)
        )
    }
}
