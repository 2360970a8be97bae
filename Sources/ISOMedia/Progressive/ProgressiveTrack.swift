/// One track file's part of a `ProgressiveFile`: what its header says, and its samples, segment by segment.
///
/// Memory is bounded by the count of samples: about 12 bytes for each picture where pictures are not shown in the order
/// in which they are decoded, and 4 for every other sample. 12 h of 25 pictures a second with sound have 20 MB.
package struct ProgressiveTrack: Hashable, Sendable {
    /// Why a track file has no part in a progressive file.
    package enum Fault: Error, Hashable, Sendable {
        /// The init segment lacks a box, or its time scale makes no sense.
        case header
        /// This segment does not go on where the one before ended, or says its samples in another way than ours do.
        case segment(Int)
        case tooLong
    }

    /// A segment's samples: where they are, and when the first is shown.
    struct Run: Hashable, Sendable {
        let startTicks: Int64
        let samples: UInt32
        /// In the track file.
        let bytes: Range<Int64>
    }

    /// 12 h with 194 samples a second.
    private static let samplesMax = 1 << 23
    /// 50 days in millionths of a second, so that times of two tracks can be compared without overflow.
    private static let ticksMax: Int64 = 1 << 42

    let header: TrackHeader
    private(set) var runs: [Run] = []
    private(set) var durations = RunLengths()
    private(set) var shifts = RunLengths()
    private(set) var sizes: [UInt32] = []
    /// Numbers of the samples that decoding can start at, from 1.
    private(set) var syncs: [UInt32] = []
    private(set) var endTicks: Int64 = 0

    package init(_ initSegment: InitSegment) throws(Fault) {
        guard let header = TrackHeader(initSegment) else { throw Fault.header }
        self.header = header
    }

    /// Reads the `moof` of each of a track file's segments.
    ///
    /// - Parameters:
    ///   - segments: where they lie in the track file.
    ///   - read: brings bytes of the track file.
    /// - Throws: `Fault`, or what `read` threw.
    package init(
        _ initSegment: InitSegment,
        segments: some Sequence<Range<Int64>>,
        read: (Range<Int64>) throws -> [UInt8]
    ) throws {
        try self.init(initSegment)
        for segment in segments {
            let start = segment.lowerBound
            let head = try read(start..<min(start + Int64(Fragment.headBytes), segment.upperBound))
            guard let box = Fragment.range(inSegment: head), start + Int64(box.upperBound) < segment.upperBound,
                let fragment = Fragment(try read((start + Int64(box.lowerBound))..<(start + Int64(box.upperBound))))
            else { throw Fault.segment(self.runs.count) }
            try self.append(fragment, at: start + Int64(box.lowerBound))
        }
    }

    /// A late start on the lesson's time line, or 0.
    var startTicks: Int64 { self.runs.first?.startTicks ?? 0 }

    var durationTicks: Int64 { self.endTicks - self.startTicks }

    /// Adds the next segment.
    ///
    /// - Parameter offset: of the `moof`, in the track file.
    /// - Throws: `segment`, or `tooLong`; the track is then as it was.
    package mutating func append(_ fragment: Fragment, at offset: Int64) throws(Fault) {
        let number = self.runs.count
        guard fragment.isBaseMoof, fragment.startsWithSync, fragment.presentationTicks == fragment.decodeTicks,
            number == 0 || fragment.decodeTicks == self.endTicks, fragment.dataOffset > 0
        else { throw Fault.segment(number) }
        let end = fragment.decodeTicks + fragment.durationTicks
        guard end <= Self.ticksMax, self.sizes.count + fragment.samples.count <= Self.samplesMax else {
            throw Fault.tooLong
        }
        let start = offset + fragment.dataOffset
        self.runs.append(
            Run(
                startTicks: fragment.decodeTicks,
                samples: UInt32(fragment.samples.count),
                bytes: start..<(start + fragment.mediaBytes)
            )
        )
        for sample in fragment.samples {
            self.durations.append(sample.durationTicks)
            self.shifts.append(sample.shiftTicks)
            self.sizes.append(UInt32(sample.sizeBytes))
            if sample.isSync, self.header.isVideo { self.syncs.append(UInt32(self.sizes.count)) }
        }
        self.endTicks = end
    }
}
