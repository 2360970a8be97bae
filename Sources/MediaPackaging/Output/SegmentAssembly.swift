/// Groups the samples of one track, copied or encoded, into segments and writes each when it is complete.
final class SegmentAssembly {
    /// Of one segment, which is held in memory.
    private static let segmentBytesMax = 80 << 20

    let writer: TrackFileWriter
    private let muxer: FragmentMuxer
    private var samples: [(packet: Packet, ticks: Int64, isSync: Bool)] = []
    private var sampleBytes = 0
    private var starts: ArraySlice<Int64>

    /// - Parameters:
    ///   - starts: ascending, in ticks; a segment starts at the first sample and at the first sync sample at or after each.
    init(_ muxer: FragmentMuxer, path: String, starts: [Int64]) throws(PackagingError) {
        self.muxer = muxer
        self.writer = try TrackFileWriter(path: path, initSegment: muxer.initSegment, segments: starts.count)
        self.starts = starts.dropFirst()
    }

    /// When the sample that came last is shown.
    private(set) var newestTicks: Int64 = 0

    /// - Parameters:
    ///   - packet: belongs to the assembly from now on.
    ///   - ticks: when it is shown, on the lesson's time line.
    ///   - isSync: decoding can start here, and no sample from here on is shown earlier.
    func take(_ packet: Packet, ticks: Int64, isSync: Bool) throws(PackagingError) {
        if isSync, let next = self.starts.first, ticks >= next {
            try self.writeSegment(until: ticks)
            self.starts = self.starts.drop { $0 <= ticks }
        }
        self.samples.append((packet, ticks, isSync))
        self.newestTicks = ticks
        self.sampleBytes += packet.sizeBytes
        guard self.sampleBytes <= Self.segmentBytesMax else {
            throw PackagingError(.unfitOutput, "a segment of more than \(Self.segmentBytesMax >> 20) MB")
        }
    }

    /// - Parameter endTicks: where the sample that is shown last ends.
    /// - Returns: the file, which has its name only when it is kept (`TrackFileWriter.keep`).
    func finish(at endTicks: Int64) throws(PackagingError) -> TrackFile {
        try self.writeSegment(until: endTicks)
        return try self.writer.finish()
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
        try self.writer.append(
            try self.muxer.fragment(timed),
            startTicks: first.ticks,
            durationTicks: end - first.ticks
        )
        self.samples.removeAll(keepingCapacity: true)
        self.sampleBytes = 0
    }
}
