import CourseModel
import Crypto

/// Writes the track file of a companion: chunks one after the other, each of which is a file of its own to who reads it.
///
/// Nothing of it is left unless its `file` is kept.
final class PlainTrackFile {
    let file: OutputFile
    private let timescale: Int64
    private var chunks: [Chunk] = []
    private var sizeBytes: Int64 = 0
    private var hash = SHA256()

    /// - Parameter timescale: ticks per second of the durations that come.
    init(path: String, timescale: Int64) throws(PackagingError) {
        self.file = try OutputFile(path: path)
        self.timescale = timescale
    }

    /// - Parameter durationTicks: 0 for the first chunk, which stands for the whole; how long a segment lasts after that.
    func append(_ bytes: [UInt8], durationTicks: Int64) throws(PackagingError) {
        try self.file.write(bytes, at: self.sizeBytes)
        self.sizeBytes += Int64(bytes.count)
        self.hash.update(data: bytes)
        self.chunks.append(
            Chunk(
                digest: Digest(of: bytes),
                sizeBytes: ByteCount(bytes: Int64(bytes.count)),
                durationTicks: durationTicks
            )
        )
    }

    /// The captions that were written.
    func track(_ id: Track.ID, language: String, text: Track.Text) -> Track {
        self.track(id, codec: "text/vtt", language: language, text: text)
    }

    /// The storyboard or poster that was written.
    func track(_ id: Track.ID, images: Track.Images) -> Track {
        self.track(id, codec: "image/jpeg", language: LanguageTag.unknown, images: images)
    }

    private func track(
        _ id: Track.ID,
        codec: String,
        language: String,
        text: Track.Text? = nil,
        images: Track.Images? = nil
    ) -> Track {
        let segments = self.chunks.dropFirst()
        let longest = segments.map(\.durationTicks).max() ?? 0
        let rates = SegmentRates(
            segments,
            timescale: self.timescale,
            targetDurationSeconds: max(1, (2 * longest + self.timescale) / (2 * self.timescale))
        )
        return Track(
            track: id,
            codec: codec,
            language: language,
            timescale: self.timescale,
            startTicks: 0,
            text: text,
            images: images,
            blob: CourseModel.Digest(self.hash.finalize()),
            initSizeBytes: .zero,
            chunks: self.chunks,
            peakBitsPerSecond: rates.peak,
            averageBitsPerSecond: rates.average
        )
    }
}
