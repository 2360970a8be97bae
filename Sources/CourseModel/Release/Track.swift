/// One track file of a release, named by its digest: a single CMAF track (ISO/IEC 23000-19) with one `sidx`, or a
/// *companion* of the picture and sound: captions, a storyboard or a poster.
///
/// Exactly one of `video`, `audio`, `text` and `images` is there.
package struct Track: Hashable, Sendable, Codable {
    package typealias ID = Identifier<Track>

    /// What only a video track has.
    package struct Video: Hashable, Sendable, Codable {
        /// As displayed, after rotation.
        package let widthPixels: Int
        package let heightPixels: Int
        /// Frames per thousand seconds, averaged over the track.
        package let frameRateMillihertz: Int

        package init(widthPixels: Int, heightPixels: Int, frameRateMillihertz: Int) {
            self.widthPixels = widthPixels
            self.heightPixels = heightPixels
            self.frameRateMillihertz = frameRateMillihertz
        }
    }

    /// What only an audio track has.
    package struct Audio: Hashable, Sendable, Codable {
        package let channels: Int
        package let sampleRateHertz: Int

        package init(channels: Int, sampleRateHertz: Int) {
            self.channels = channels
            self.sampleRateHertz = sampleRateHertz
        }
    }

    /// What only a captions track has: WebVTT.
    package struct Text: Hashable, Sendable, Codable {
        /// Over the whole lesson.
        package let cues: Int

        package init(cues: Int) {
            self.cues = cues
        }
    }

    /// What only a track of still pictures has: the sheets of a storyboard, or a poster.
    package struct Images: Hashable, Sendable, Codable {
        /// Of one picture, as displayed.
        package let widthPixels: Int
        package let heightPixels: Int
        /// How many pictures a sheet has beside each other, and below each other; the last sheet may have fewer in use.
        package let columns: Int
        package let rows: Int
        /// How long each picture stands for, in ticks; 0 for a poster, which stands for the whole lesson.
        package let intervalTicks: Int64

        package init(widthPixels: Int, heightPixels: Int, columns: Int, rows: Int, intervalTicks: Int64) {
            self.widthPixels = widthPixels
            self.heightPixels = heightPixels
            self.columns = columns
            self.rows = rows
            self.intervalTicks = intervalTicks
        }
    }

    package let track: ID
    /// RFC 6381, read from the decoder configuration, e.g. `avc1.64001F` or `mp4a.40.2`; of a companion the media type,
    /// `text/vtt` or `image/jpeg`.
    package let codec: String
    /// BCP 47; `und` where it is not known.
    package let language: String
    /// Ticks per second of every time of this track.
    package let timescale: Int64
    /// Decode time of the first sample (`tfdt`), in ticks: a late start is told here, never by an edit list.
    package let startTicks: Int64
    package let video: Video?
    package let audio: Audio?
    package let text: Text?
    package let images: Images?
    /// The track file.
    package let blob: Digest
    /// `ftyp` and `moov`, the first bytes of the track file: what a decoder needs before any segment; 0 for a companion.
    package let initSizeBytes: ByteCount
    /// In file order and without gaps; the header first.
    package let chunks: [Chunk]
    /// Highest rate over any run of segments between half and one and a half target durations (RFC 8216 §4.3.4.2).
    package let peakBitsPerSecond: Bitrate
    package let averageBitsPerSecond: Bitrate

    package init(
        track: ID,
        codec: String,
        language: String,
        timescale: Int64,
        startTicks: Int64,
        video: Video? = nil,
        audio: Audio? = nil,
        text: Text? = nil,
        images: Images? = nil,
        blob: Digest,
        initSizeBytes: ByteCount,
        chunks: [Chunk],
        peakBitsPerSecond: Bitrate,
        averageBitsPerSecond: Bitrate
    ) {
        self.track = track
        self.codec = codec
        self.language = language
        self.timescale = timescale
        self.startTicks = startTicks
        self.video = video
        self.audio = audio
        self.text = text
        self.images = images
        self.blob = blob
        self.initSizeBytes = initSizeBytes
        self.chunks = chunks
        self.peakBitsPerSecond = peakBitsPerSecond
        self.averageBitsPerSecond = averageBitsPerSecond
    }

    /// Picture or sound, which a rendition plays; false for a companion, and for a kind that this version does not know.
    package var isMedia: Bool { self.video != nil || self.audio != nil }
    package var isStoryboard: Bool { self.images.map { $0.intervalTicks > 0 } ?? false }
    package var isPoster: Bool { self.images.map { $0.intervalTicks == 0 } ?? false }

    package var sizeBytes: ByteCount {
        self.chunks.reduce(.zero) { $0 + $1.sizeBytes }
    }

    /// How long all segments play, in ticks.
    package var durationTicks: Int64 {
        self.chunks.reduce(0) { $0 + $1.durationTicks }
    }

    /// Where each chunk lies in the track file, in bytes, in the order of `chunks`.
    package var chunkRanges: [Range<Int64>] {
        var start: Int64 = 0
        return self.chunks.map { chunk in
            defer { start += chunk.sizeBytes.bytes }
            return start..<(start + chunk.sizeBytes.bytes)
        }
    }

    /// The chunks that bytes of the track file lie in.
    package func chunks(of bytes: Range<Int64>) -> Range<Int> {
        let ranges = self.chunkRanges
        let first = ranges.firstIndex { $0.upperBound > bytes.lowerBound } ?? ranges.endIndex
        return first..<(ranges[first...].firstIndex { $0.lowerBound >= bytes.upperBound } ?? ranges.endIndex)
    }

    /// Where each segment lies on the lesson's time line, in milliseconds rounded down; segment `n` is chunk `n + 1`.
    package var segmentTimes: [Range<MediaTime>] {
        var ticks = self.startTicks
        return self.chunks.dropFirst().map { chunk in
            let start = MediaTime(milliseconds: ticks * 1000 / self.timescale)
            ticks += chunk.durationTicks
            return start..<MediaTime(milliseconds: ticks * 1000 / self.timescale)
        }
    }
}
