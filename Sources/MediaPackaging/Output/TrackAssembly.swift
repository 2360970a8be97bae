import CLibAV
import CourseModel
import ISOMedia

/// Copies the samples of one stream into a track file.
final class TrackAssembly {
    let segments: SegmentAssembly
    private let findings: StreamFindings
    private let samples: Int64
    private var clock: AudioClock?

    /// - Parameters:
    ///   - input: the stream that was surveyed.
    ///   - starts: where segments start, in ticks of the track.
    init(
        _ findings: StreamFindings,
        _ input: UnsafeMutablePointer<AVStream>,
        starts: [Int64],
        path: String
    ) throws(PackagingError) {
        guard let copy = findings.copy else { throw PackagingError(.unfitOutput, "a stream that cannot be copied") }
        let parameters = try CodecParameters(input.pointee.codecpar)
        if case .aac(let configuration) = findings.stream.copying {
            try parameters.setMissingExtradata(configuration.bytes)
        }
        let initSegment = try InitSegmentMuxer.initSegment(
            parameters,
            timescale: findings.stream.timescale,
            language: findings.stream.language,
            displayMatrix: SourceStream.displayMatrix(of: input)
        )
        self.segments = try SegmentAssembly(initSegment, video: findings.stream.video, path: path, starts: starts)
        self.findings = findings
        self.samples = copy.samples
        self.clock = findings.stream.isVideo ? nil : AudioClock(findings.stream)
    }

    func take(_ packet: Packet) throws(PackagingError) {
        let (ticks, isSync) = try self.place(packet)
        // A broadcast's first pictures, before one that decoding can start at.
        if self.findings.stream.isVideo, ticks < self.findings.firstTicks { return }
        try self.segments.take(packet, ticks: ticks, isSync: isSync)
    }

    /// The end of the source.
    func finish() throws(PackagingError) -> TrackFile {
        let file = try self.segments.finish(at: self.findings.endTicks)
        let samples = file.segments.reduce(0) { $0 + Int64($1.samples) }
        guard samples == self.samples, file.startTicks == self.findings.firstTicks,
            file.endTicks == self.findings.endTicks
        else {
            throw PackagingError(.unfitOutput, "\(samples) of \(self.samples) samples")
        }
        return file
    }

    private func place(_ packet: Packet) throws(PackagingError) -> (ticks: Int64, isSync: Bool) {
        let stream = self.findings.stream
        let told = packet.presentation.map { stream.ticks($0) }
        switch stream.copying {
        case .video(let configuration):
            guard let told else { throw PackagingError(.changedMeanwhile) }
            let isIDR = AccessUnit(packet.bytes, of: configuration).isIDR
            return (told - self.findings.originTicks, isIDR)
        case .aac(let configuration):
            guard let placed = self.clock?.place(told) else { throw PackagingError(.changedMeanwhile) }
            if stream.hasADTSHeaders {
                guard let count = configuration.adtsHeaderBytes(packet.bytes) else {
                    throw PackagingError(.changedMeanwhile)
                }
                packet.dropFirst(count)
            }
            return (placed - self.findings.originTicks, true)
        case nil: throw PackagingError(.unfitOutput, "a stream that cannot be copied")
        }
    }
}
