import CourseModel
import ISOMedia

/// Puts the encoded samples of one track into a track file.
final class EncodedTrack {
    let planned: PlannedTrack
    let encoding: TrackEncoding
    private let language: String
    private let path: String
    private let starts: [Int64]
    private var segments: SegmentAssembly?
    private var endTicks: Int64 = 0

    /// - Parameters:
    ///   - language: ISO 639-2.
    ///   - starts: where segments start, in ticks of the track.
    init(_ planned: PlannedTrack, _ encoding: TrackEncoding, language: String, path: String, starts: [Int64]) {
        self.planned = planned
        self.encoding = encoding
        self.language = language
        self.path = path
        self.starts = starts
    }

    /// - Parameter parameters: of the encoder; asked for once, at the first sample.
    func take(
        _ sample: EncodedSample,
        _ parameters: () throws(PackagingError) -> CodecParameters
    ) throws(PackagingError) {
        let segments = if let segments = self.segments { segments } else { try self.start(try parameters()) }
        self.endTicks = max(self.endTicks, sample.ticks + sample.durationTicks)
        try segments.take(sample.packet, ticks: sample.ticks, isSync: sample.isSync)
    }

    /// - Returns: nil where the encoder gave nothing.
    func finish() throws(PackagingError) -> (file: TrackFile, output: OutputFile)? {
        guard let segments else { return nil }
        return (try segments.finish(at: self.endTicks), segments.writer.file)
    }

    private func start(_ parameters: CodecParameters) throws(PackagingError) -> SegmentAssembly {
        let initSegment = try InitSegmentMuxer.initSegment(
            parameters,
            timescale: self.encoding.timescale,
            language: self.language
        )
        let segments = try SegmentAssembly(
            initSegment,
            video: self.planned.isVideo ? H264Configuration(extradata: parameters.extradata).map { .h264($0) } : nil,
            path: self.path,
            starts: self.starts
        )
        self.segments = segments
        return segments
    }
}
