import CourseModel
import ISOMedia

/// Gathers the samples of one track into segments and writes each when it is complete.
final class TrackAssembly {
    /// Of one segment, which is held in memory.
    private static let segmentBytesMax = 80 << 20

    let findings: SourceSurvey.Findings
    let writer: TrackFileWriter
    private let muxer: FragmentMuxer
    private var clock: AudioClock?
    private var samples: [(packet: Packet, ticks: Int64, isSync: Bool)] = []
    private var sampleBytes = 0
    private var starts: ArraySlice<Int64>

    init(_ findings: SourceSurvey.Findings, source: MediaSource, path: String) throws(PackagingError) {
        guard let input = source.stream(findings.stream.index) else { throw PackagingError(.changedMeanwhile) }
        self.findings = findings
        self.muxer = try FragmentMuxer(findings.stream, input: input)
        self.writer = try TrackFileWriter(
            path: path,
            initSegment: self.muxer.initSegment,
            segments: findings.starts.count
        )
        self.clock = findings.stream.isVideo ? nil : AudioClock(findings.stream)
        self.starts = findings.starts.dropFirst()
    }

    /// How far it has come on the lesson's time line, in milliseconds.
    var positionMs: Int64 { self.findings.stream.mediaTime(self.samples.last?.ticks ?? 0).milliseconds }

    func take(_ packet: Packet) throws(PackagingError) {
        let (ticks, isSync) = try self.place(packet)
        // A broadcast's first pictures, before one that decoding can start at.
        if self.findings.stream.isVideo, ticks < self.findings.firstTicks { return }
        if isSync, let next = self.starts.first, ticks >= next {
            try self.writeSegment(until: ticks)
            self.starts = self.starts.drop { $0 <= ticks }
        }
        self.samples.append((packet, ticks, isSync))
        self.sampleBytes += packet.sizeBytes
        guard self.sampleBytes <= Self.segmentBytesMax else { throw PackagingError(.changedMeanwhile) }
    }

    /// The end of the source.
    func finish() throws(PackagingError) -> TrackFile {
        try self.writeSegment(until: self.findings.endTicks)
        let file = try self.writer.finish()
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

    private func writeSegment(until end: Int64) throws(PackagingError) {
        guard let first = self.samples.first else { return }
        let shown = self.samples.map(\.ticks).sorted()
        let ends = shown.dropFirst() + [end]
        let timed = zip(self.samples, zip(shown, ends)).map { sample, times in
            TimedSample(
                packet: sample.packet,
                decodeTicks: times.0,
                presentationTicks: sample.ticks,
                durationTicks: times.1 - times.0,
                isSync: sample.isSync
            )
        }
        try self.muxer.fragment(timed) { bytes throws(PackagingError) in
            try self.writer.append(bytes, startTicks: first.ticks, durationTicks: end - first.ticks)
        }
        self.samples.removeAll(keepingCapacity: true)
        self.sampleBytes = 0
    }
}
