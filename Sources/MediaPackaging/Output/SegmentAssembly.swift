import ISOMedia

/// Groups the samples of one track, copied or encoded, into segments and writes each when it is complete.
final class SegmentAssembly {
    /// Of one segment, which is held in memory.
    private static let segmentBytesMax = 80 << 20

    let writer: TrackFileWriter
    private let video: VideoConfiguration?
    private var samples: [(packet: Packet, ticks: Int64, isSync: Bool)] = []
    private var sampleBytes = 0
    private var starts: ArraySlice<Int64>
    private var segments: UInt32 = 0

    /// - Parameters:
    ///   - video: how the samples that come are framed; nil for sound.
    ///   - starts: ascending, in ticks; a segment starts at the first sample and at the first sync sample at or after each.
    init(
        _ initSegment: InitSegment,
        video: VideoConfiguration?,
        path: String,
        starts: [Int64]
    ) throws(PackagingError) {
        self.video = video
        self.writer = try TrackFileWriter(path: path, initSegment: initSegment, segments: starts.count)
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
        let packet = try self.video.map { video throws(PackagingError) in try packet.stored(video) } ?? packet
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

    /// Gives the nth sample of the segment the nth time at which a picture of it is shown as its time of decoding. So
    /// decoding and showing a segment begin at the same tick, also where the container does not say when to decode, and no
    /// edit list is needed (`cmf2`, ISO/IEC 23000-19 §7.5.17).
    private func writeSegment(until end: Int64) throws(PackagingError) {
        guard let first = self.samples.first else { return }
        let shown = self.samples.map(\.ticks).sorted()
        let ends = shown.dropFirst() + [end]
        let samples = zip(self.samples, zip(shown, ends)).map { sample, times in
            let fields = Fragment.Sample(
                durationTicks: times.1 - times.0,
                sizeBytes: Int64(sample.packet.sizeBytes),
                shiftTicks: sample.ticks - times.0,
                isSync: sample.isSync
            )
            return (sample.packet, fields)
        }
        self.segments += 1
        try self.writer.append(try Segment(samples, startTicks: first.ticks, sequence: self.segments))
        self.samples.removeAll(keepingCapacity: true)
        self.sampleBytes = 0
    }
}
