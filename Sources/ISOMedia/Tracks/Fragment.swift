/// What a `moof` says of its samples (ISO/IEC 14496-12 §8.8).
package struct Fragment: Hashable, Sendable {
    package let samples: Int
    /// Decode time of the first sample (`tfdt`).
    package let decodeTicks: Int64
    package let durationTicks: Int64
    /// The earliest time at which a sample is shown.
    package let presentationTicks: Int64
    package let startsWithSync: Bool
    package let isBaseMoof: Bool

    /// - Parameter bytes: the payload of a `moof`.
    /// - Returns: nil unless it has one `traf` with `tfhd`, `tfdt` and one `trun` that says each sample's times.
    package init?(_ bytes: [UInt8]) {
        let tree = BoxTree(bytes: bytes)
        guard let header = tree.payload(of: "traf/tfhd"), let time = tree.payload(of: "traf/tfdt"),
            let run = tree.payload(of: "traf/trun"), let defaults = Defaults(tree, header: header),
            let timeVersion = tree.number32(at: 0, in: time),
            let decode = timeVersion >> 24 == 1 ? tree.number64(at: 4, in: time) : tree.number32(at: 4, in: time),
            let word = tree.number32(at: 0, in: run), let count = tree.number32(at: 4, in: run), count > 0
        else { return nil }
        var offset = 8 + (word & 1 != 0 ? 4 : 0)
        var firstFlags: Int64?
        if word & 4 != 0 {
            guard let flags = tree.number32(at: offset, in: run) else { return nil }
            firstFlags = flags
            offset += 4
        }
        var now = decode
        var earliest = Int64.max
        for index in 0..<Int(count) {
            var duration = defaults.duration
            var shift: Int64 = 0
            for (flag, isKept) in [(Int64(0x100), true), (0x200, false), (0x400, true), (0x800, true)]
            where word & flag != 0 {
                guard let value = tree.number32(at: offset, in: run) else { return nil }
                offset += 4
                guard isKept else { continue }
                switch flag {
                case 0x100: duration = value
                case 0x400: if index == 0, firstFlags == nil { firstFlags = value }
                default: shift = word >> 24 == 0 ? value : Int64(Int32(truncatingIfNeeded: value))
                }
            }
            earliest = min(earliest, now + shift)
            now += duration
        }
        self.samples = Int(count)
        self.decodeTicks = decode
        self.durationTicks = now - decode
        self.presentationTicks = earliest
        self.startsWithSync = (firstFlags ?? defaults.flags) & 0x10000 == 0
        self.isBaseMoof = defaults.isBaseMoof
    }

    /// What `tfhd` says for all samples.
    private struct Defaults {
        let duration: Int64
        let flags: Int64
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
            self.duration = values[8] ?? 0
            self.flags = values[32] ?? 0
            self.isBaseMoof = word & 0x20000 != 0
        }
    }
}
