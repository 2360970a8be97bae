/// What a `moof` says of its samples (ISO/IEC 14496-12 §8.8).
package struct Fragment: Hashable, Sendable {
    package struct Sample: Hashable, Sendable {
        package let durationTicks: Int64
        package let sizeBytes: Int64
        /// From when it is decoded to when it is shown.
        package let shiftTicks: Int64
        /// Decoding can start here.
        package let isSync: Bool

        package init(durationTicks: Int64, sizeBytes: Int64, shiftTicks: Int64, isSync: Bool) {
            self.durationTicks = durationTicks
            self.sizeBytes = sizeBytes
            self.shiftTicks = shiftTicks
            self.isSync = isSync
        }
    }

    /// A segment of a minute at 240 pictures a second has 14,400.
    package static let samplesMax = 1 << 16
    /// Sums of times stay far below what 64 bits hold.
    private static let ticksMax: Int64 = 1 << 60
    /// So much of a segment's start tells where its `moof` is.
    package static let headBytes = 64
    /// `moof` of a minute of 240 pictures a second has less than 300 kB.
    package static let sizeBytesMax = 4 << 20

    /// At least one.
    package let samples: [Sample]
    /// Decode time of the first sample (`tfdt`).
    package let decodeTicks: Int64
    /// From the first byte of the `moof` to that of the first sample; the others follow without gaps.
    package let dataOffset: Int64
    package let isBaseMoof: Bool

    package var durationTicks: Int64 { self.samples.reduce(0) { $0 + $1.durationTicks } }
    package var mediaBytes: Int64 { self.samples.reduce(0) { $0 + $1.sizeBytes } }
    package var startsWithSync: Bool { self.samples.first?.isSync ?? false }

    /// The earliest time at which a sample is shown.
    package var presentationTicks: Int64 {
        var now = self.decodeTicks
        var earliest = Int64.max
        for sample in self.samples {
            earliest = min(earliest, now + sample.shiftTicks)
            now += sample.durationTicks
        }
        return earliest
    }

    /// - Parameter bytes: a `moof`.
    /// - Returns: nil unless it has one `traf` with `tfhd`, `tfdt` and one `trun`, which say duration, size and flags of
    ///   each sample and where the first is, and leave nothing to the `trex` of the file.
    package init?(_ bytes: [UInt8]) {
        let tree = BoxTree(bytes: bytes)
        guard let header = tree.payload(of: "moof/traf/tfhd"), let time = tree.payload(of: "moof/traf/tfdt"),
            let run = tree.payload(of: "moof/traf/trun"), let defaults = Defaults(tree, header: header),
            let timeVersion = tree.number32(at: 0, in: time),
            let decode = timeVersion >> 24 == 1 ? tree.number64(at: 4, in: time) : tree.number32(at: 4, in: time),
            decode <= Self.ticksMax, let table = SampleTable(tree, run: run), let samples = table.samples(defaults)
        else { return nil }
        self.samples = samples
        self.decodeTicks = decode
        self.dataOffset = table.dataOffset
        self.isBaseMoof = defaults.isBaseMoof
    }

    /// Where the `moof` of a segment is: before it is a `styp` at most.
    ///
    /// - Parameter head: the first `headBytes` of a segment, or all of a shorter one.
    /// - Returns: its range, from the start of the segment; nil where there is none, or it is too large.
    package static func range(inSegment head: [UInt8]) -> Range<Int>? {
        var start = 0
        while let box = BoxHeader(head.dropFirst(start)), box.sizeBytes <= Int64(Self.sizeBytesMax) {
            let end = start + Int(box.sizeBytes)
            if box.type == "moof" { return start..<end }
            guard box.type == "styp", start == 0 else { return nil }
            start = end
        }
        return nil
    }

    /// What `tfhd` says for all samples.
    private struct Defaults {
        let duration: Int64?
        let size: Int64?
        let flags: Int64?
        let isBaseMoof: Bool

        init?(_ tree: BoxTree, header: Range<Int>) {
            guard let word = tree.number32(at: 0, in: header) else { return nil }
            var offset = 8 + (word & 1 != 0 ? 8 : 0) + (word & 2 != 0 ? 4 : 0)
            var values: [Int64: Int64] = [:]
            for flag in [Int64(8), 16, 32] where word & flag != 0 {
                guard let value = tree.number32(at: offset, in: header) else { return nil }
                values[flag] = value
                offset += 4
            }
            self.duration = values[8]
            self.size = values[16]
            self.flags = values[32]
            self.isBaseMoof = word & 0x20000 != 0
        }
    }

    /// A `trun`.
    private struct SampleTable {
        let dataOffset: Int64
        private let tree: BoxTree
        private let run: Range<Int>
        private let word: Int64
        private let count: Int
        private let firstFlags: Int64?
        private let start: Int

        init?(_ tree: BoxTree, run: Range<Int>) {
            guard let word = tree.number32(at: 0, in: run), let count = tree.number32(at: 4, in: run),
                (1...Int64(Fragment.samplesMax)).contains(count), word & 1 != 0,
                let dataOffset = tree.number32(at: 8, in: run)
            else { return nil }
            self.dataOffset = Int64(Int32(truncatingIfNeeded: dataOffset))
            self.tree = tree
            self.run = run
            self.word = word
            self.count = Int(count)
            self.firstFlags = word & 4 != 0 ? tree.number32(at: 12, in: run) : nil
            self.start = 12 + (word & 4 != 0 ? 4 : 0)
            let entryBytes = 4 * (word >> 8 & 15).nonzeroBitCount
            guard run.count == self.start + entryBytes * self.count else { return nil }
        }

        /// - Returns: nil where neither the table nor the defaults say a sample's duration, size or flags.
        func samples(_ defaults: Defaults) -> [Sample]? {
            var samples: [Sample] = []
            samples.reserveCapacity(self.count)
            var offset = self.start
            func field(_ flag: Int64) -> Int64? {
                guard self.word & flag != 0 else { return nil }
                defer { offset += 4 }
                return self.tree.number32(at: offset, in: self.run)
            }
            for index in 0..<self.count {
                guard let duration = field(0x100) ?? defaults.duration, let size = field(0x200) ?? defaults.size,
                    let flags = field(0x400) ?? (index == 0 ? self.firstFlags : nil) ?? defaults.flags
                else { return nil }
                let shift = field(0x800) ?? 0
                samples.append(
                    Sample(
                        durationTicks: duration,
                        sizeBytes: size,
                        shiftTicks: self.word >> 24 == 0 ? shift : Int64(Int32(truncatingIfNeeded: shift)),
                        isSync: flags & 0x10000 == 0
                    )
                )
            }
            return samples
        }
    }
}
