import CourseModel
import Testing

/// Releases made up for tests of what is written from them.
enum Sample {
    /// Tracks `video-720p`, `video-360p` and `audio`, of which `renditions` lists those that play together.
    static func manifest(renditions: [[String]], companions: [Track] = []) throws -> Manifest {
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
            ] + companions,
            renditions: try renditions.enumerated().map { index, tracks in
                Rendition(
                    rendition: try #require(Rendition.ID("r\(index)")),
                    tracks: try tracks.map { try #require(Track.ID($0)) }
                )
            }
        )
    }

    /// Captions of two segments.
    static func captions(_ id: String, language: String, rate: Int64 = 500) throws -> Track {
        try self.track(
            id,
            codec: "text/vtt",
            language: language,
            durations: [6_000, 3_500],
            text: Track.Text(cues: 7),
            rates: (rate, rate / 2)
        )
    }

    /// A storyboard of two sheets of 5 x 4 pictures.
    static func storyboard() throws -> Track {
        let images = Track.Images(widthPixels: 160, heightPixels: 90, columns: 5, rows: 4, intervalTicks: 5_000)
        return try self.track("storyboard", codec: "image/jpeg", durations: [100_000, 35_000], images: images)
    }

    static func poster() throws -> Track {
        let images = Track.Images(widthPixels: 640, heightPixels: 360, columns: 1, rows: 1, intervalTicks: 0)
        return try self.track("poster", codec: "image/jpeg", durations: [], images: images)
    }

    /// A track whose header has 900 bytes, 700 of them the init segment, and whose segments have a byte a tick.
    static func track(
        _ id: String,
        codec: String = "mp4a.40.2",
        language: String = "zh",
        timescale: Int64 = 1_000,
        durations: [Int64] = [6_000],
        video: Track.Video? = nil,
        audio: Track.Audio? = nil,
        text: Track.Text? = nil,
        images: Track.Images? = nil,
        rates: (peak: Int64, average: Int64) = (130_000, 128_000)
    ) throws -> Track {
        let digest = Digest(of: [])
        let header = Chunk(digest: digest, sizeBytes: ByteCount(bytes: 900), durationTicks: 0)
        return Track(
            track: try #require(Track.ID(id)),
            codec: codec,
            language: language,
            timescale: timescale,
            startTicks: 0,
            video: video,
            audio: audio,
            text: text,
            images: images,
            blob: digest,
            initSizeBytes: text == nil && images == nil ? ByteCount(bytes: 700) : .zero,
            chunks: [header]
                + durations.map { Chunk(digest: digest, sizeBytes: ByteCount(bytes: $0), durationTicks: $0) },
            peakBitsPerSecond: Bitrate(bitsPerSecond: rates.peak),
            averageBitsPerSecond: Bitrate(bitsPerSecond: rates.average)
        )
    }
}
