import CourseModel
import Testing

/// Releases made up for tests of what is written from them.
enum Sample {
    /// Tracks `video-720p`, `video-360p` and `audio`, of which `renditions` lists those that play together.
    static func manifest(renditions: [[String]]) throws -> Manifest {
        let high = Track.Video(widthPixels: 1_280, heightPixels: 720, frameRateMillihertz: 25_000)
        let low = Track.Video(widthPixels: 640, heightPixels: 360, frameRateMillihertz: 29_970)
        let sound = Track.Audio(channels: 2, sampleRateHertz: 48_000)
        let audioDurations: [Int64] = [287_744, 288_768, 1_024]
        return Manifest(
            lesson: try #require(Lesson.ID("l01")),
            createdAtMs: UTCTime(milliseconds: 0),
            durationMs: MediaTime(milliseconds: 12_032),
            source: Manifest.Source(fileName: "l01.mp4", sizeBytes: .zero, digest: Digest(of: [])),
            tracks: [
                try self.track("video-720p", codec: "avc1.64001F", video: high, rates: (1_200_000, 800_000)),
                try self.track("video-360p", codec: "avc1.42C01E", video: low, rates: (400_000, 300_000)),
                try self.track("audio", timescale: 48_000, durations: audioDurations, audio: sound),
            ],
            renditions: try renditions.enumerated().map { index, tracks in
                Rendition(
                    rendition: try #require(Rendition.ID("r\(index)")),
                    tracks: try tracks.map { try #require(Track.ID($0)) }
                )
            }
        )
    }

    /// A track whose header has 900 bytes, 700 of them the init segment, and whose segments have a byte a tick.
    static func track(
        _ id: String,
        codec: String = "mp4a.40.2",
        timescale: Int64 = 1_000,
        durations: [Int64] = [6_000],
        video: Track.Video? = nil,
        audio: Track.Audio? = nil,
        rates: (peak: Int64, average: Int64) = (130_000, 128_000)
    ) throws -> Track {
        let digest = Digest(of: [])
        let header = Chunk(digest: digest, sizeBytes: ByteCount(bytes: 900), durationTicks: 0)
        return Track(
            track: try #require(Track.ID(id)),
            codec: codec,
            language: "zh",
            timescale: timescale,
            startTicks: 0,
            video: video,
            audio: audio,
            blob: digest,
            initSizeBytes: ByteCount(bytes: 700),
            chunks: [header]
                + durations.map { Chunk(digest: digest, sizeBytes: ByteCount(bytes: $0), durationTicks: $0) },
            peakBitsPerSecond: Bitrate(bitsPerSecond: rates.peak),
            averageBitsPerSecond: Bitrate(bitsPerSecond: rates.average)
        )
    }
}
