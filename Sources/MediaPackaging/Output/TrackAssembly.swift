import CLibAV
import CourseModel
import ISOMedia

/// Copies the samples of one stream into a track file.
final class TrackAssembly {
    let findings: SourceSurvey.Findings
    let segments: SegmentAssembly
    private var clock: AudioClock?

    init(_ findings: SourceSurvey.Findings, source: MediaSource, path: String) throws(PackagingError) {
        guard let input = source.stream(findings.stream.index) else { throw PackagingError(.changedMeanwhile) }
        let parameters = try CodecParameters(input.pointee.codecpar)
        if case .audio(let configuration) = findings.stream.format {
            try parameters.setMissingExtradata(configuration.bytes)
        }
        self.findings = findings
        let muxer = try FragmentMuxer(
            parameters,
            timescale: findings.stream.timescale,
            language: findings.stream.language,
            displayMatrix: SourceStream.displayMatrix(of: input)
        )
        self.segments = try SegmentAssembly(muxer, path: path, starts: findings.starts)
        self.clock = findings.stream.isVideo ? nil : AudioClock(findings.stream)
    }

    /// How far it has come on the lesson's time line, in milliseconds.
    var positionMs: Int64 { self.findings.stream.mediaTime(self.segments.newestTicks).milliseconds }

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
        guard samples == self.findings.samples, file.startTicks == self.findings.firstTicks,
            file.endTicks == self.findings.endTicks
        else {
            throw PackagingError(.unfitOutput, "\(samples) of \(self.findings.samples) samples")
        }
        return file
    }

    private func place(_ packet: Packet) throws(PackagingError) -> (ticks: Int64, isSync: Bool) {
        let stream = self.findings.stream
        let told = packet.presentation.map { stream.ticks($0) }
        switch stream.format {
        case .video(let configuration, _):
            guard let told else { throw PackagingError(.changedMeanwhile) }
            return (told - self.findings.originTicks, AccessUnit(packet.bytes, of: configuration).isIDR)
        case .audio(let configuration):
            guard let placed = try self.clock?.place(told) else { throw PackagingError(.changedMeanwhile) }
            if stream.hasADTSHeaders {
                guard let count = configuration.adtsHeaderBytes(packet.bytes) else {
                    throw PackagingError(.changedMeanwhile)
                }
                packet.dropFirst(count)
            }
            return (placed - self.findings.originTicks, true)
        }
    }
}
