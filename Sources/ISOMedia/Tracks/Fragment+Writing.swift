/// A fragment that is to be written.
extension Fragment {
    /// `moof`, and the header of the `mdat` in which the samples follow one after the other (ISO/IEC 14496-12 §8.8), as
    /// CMAF has them (ISO/IEC 23000-19 §7.3.2): one `traf` whose offsets count from the `moof`, with `tfdt`.
    ///
    /// What all samples have in common is said once.
    ///
    /// - Parameters:
    ///   - samples: at least one, at most `samplesMax`.
    ///   - sequence: one more than that of the fragment before.
    /// - Returns: nil for another count, and for a number that the boxes have no room for: they have 32 bits for a duration,
    ///   a size, a shift and the size of the `mdat`.
    package static func header(of samples: [Sample], decodeTicks: Int64, sequence: UInt32) -> [UInt8]? {
        guard (1...Self.samplesMax).contains(samples.count), decodeTicks >= 0, samples.allSatisfy(\.fits),
            let mediaBytes = UInt32(exactly: 8 + samples.reduce(0) { $0 + $1.sizeBytes })
        else { return nil }
        let shared = SharedFields(of: samples)
        var writer = BoxWriter()
        writer.box("moof") { writer in
            writer.fullBox("mfhd") { $0.number(sequence) }
            writer.box("traf") { writer in
                writer.fullBox("tfhd", flags: 0x20002 | shared.headerFlags) { writer in
                    writer.number(Self.trackNumber)
                    writer.number(Self.descriptionNumber)
                    for value in [shared.duration, shared.size, shared.flags] {
                        if let value { writer.number(value) }
                    }
                }
                writer.fullBox("tfdt", version: 1) { $0.number(UInt64(bitPattern: decodeTicks)) }
                writer.fullBox("trun", version: 1, flags: 1 | shared.runFlags) { writer in
                    writer.number(UInt32(samples.count))
                    writer.blank(4)
                    if let flags = shared.firstFlags { writer.number(flags) }
                    for sample in samples { shared.write(sample, to: &writer) }
                }
            }
        }
        if let dataOffset = writer.blanks.first { writer.replace(with: UInt32(writer.bytes.count + 8), at: dataOffset) }
        writer.number(mediaBytes)
        writer.raw("mdat".utf8)
        return writer.bytes
    }

    /// The only one of a track file.
    private static let trackNumber: UInt32 = 1
    private static let descriptionNumber: UInt32 = 1

    /// What `tfhd` says for all samples; nil where each says it.
    private struct SharedFields {
        let duration: UInt32?
        let size: UInt32?
        let flags: UInt32?
        /// Of the first sample, where it alone has others.
        let firstFlags: UInt32?
        private let hasShifts: Bool

        init(of samples: [Sample]) {
            let later = samples.dropFirst().map(\.flags)
            self.duration = Self.same(samples.map { UInt32(truncatingIfNeeded: $0.durationTicks) })
            self.size = Self.same(samples.map { UInt32(truncatingIfNeeded: $0.sizeBytes) })
            self.flags = later.isEmpty ? samples.first?.flags : Self.same(later)
            let first = samples.first?.flags
            self.firstFlags = self.flags == nil || self.flags == first ? nil : first
            self.hasShifts = samples.contains { $0.shiftTicks != 0 }
        }

        var headerFlags: UInt32 {
            (self.duration == nil ? 0 : 8) | (self.size == nil ? 0 : 16) | (self.flags == nil ? 0 : 32)
        }

        var runFlags: UInt32 {
            (self.firstFlags == nil ? 0 : 4) | (self.duration == nil ? 0x100 : 0) | (self.size == nil ? 0x200 : 0)
                | (self.flags == nil ? 0x400 : 0) | (self.hasShifts ? 0x800 : 0)
        }

        func write(_ sample: Sample, to writer: inout BoxWriter) {
            if self.duration == nil { writer.number(UInt32(truncatingIfNeeded: sample.durationTicks)) }
            if self.size == nil { writer.number(UInt32(truncatingIfNeeded: sample.sizeBytes)) }
            if self.flags == nil { writer.number(sample.flags) }
            if self.hasShifts { writer.number(Int32(truncatingIfNeeded: sample.shiftTicks)) }
        }

        private static func same(_ values: [UInt32]) -> UInt32? {
            values.allSatisfy { $0 == values.first } ? values.first : nil
        }
    }
}

extension Fragment.Sample {
    fileprivate var fits: Bool {
        UInt32(exactly: self.durationTicks) != nil && UInt32(exactly: self.sizeBytes) != nil
            && Int32(exactly: self.shiftTicks) != nil
    }

    /// ISO/IEC 14496-12 §8.8.3.1: depends on no other sample; or on others, and decoding cannot start at it.
    fileprivate var flags: UInt32 { self.isSync ? 0x0200_0000 : 0x0101_0000 }
}
