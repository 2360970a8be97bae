/// The `sidx` of a track file (ISO/IEC 14496-12 §8.16.3): where its segments are, so that a player can seek by bytes.
package struct SegmentIndex: Hashable, Sendable {
    package struct Reference: Hashable, Sendable {
        package let sizeBytes: Int64
        package let durationTicks: Int64

        package init(sizeBytes: Int64, durationTicks: Int64) {
            self.sizeBytes = sizeBytes
            self.durationTicks = durationTicks
        }
    }

    /// The count is a 16-bit number.
    package static let referencesMax = 65_535

    package let timescale: Int64
    package let earliestPresentationTicks: Int64
    package let references: [Reference]

    package static func sizeBytes(references: Int) -> Int { 40 + 12 * references }

    /// The box; every segment is told to start with a picture or sound that decoding can start at (SAP type 1).
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt32(Self.sizeBytes(references: self.references.count)))
        bytes += Array("sidx".utf8)
        bytes.append(bigEndian: UInt32(1) << 24)
        bytes.append(bigEndian: UInt32(1))
        bytes.append(bigEndian: UInt32(self.timescale))
        bytes.append(bigEndian: UInt64(self.earliestPresentationTicks))
        bytes.append(bigEndian: UInt64(0))
        bytes.append(bigEndian: UInt16(0))
        bytes.append(bigEndian: UInt16(self.references.count))
        for reference in self.references {
            bytes.append(bigEndian: UInt32(reference.sizeBytes) & 0x7fff_ffff)
            bytes.append(bigEndian: UInt32(reference.durationTicks))
            bytes.append(bigEndian: UInt32(0x9000_0000))
        }
        return bytes
    }

    package init(timescale: Int64, earliestPresentationTicks: Int64, references: [Reference]) {
        self.timescale = timescale
        self.earliestPresentationTicks = earliestPresentationTicks
        self.references = references
    }

    /// - Parameter tree: `payload` is that of a `sidx` of version 1.
    /// - Returns: nil for any other.
    package init?(_ tree: BoxTree, payload: Range<Int>) {
        guard tree.number32(at: 0, in: payload) == 1 << 24, let timescale = tree.number32(at: 8, in: payload),
            let earliest = tree.number64(at: 12, in: payload), tree.number64(at: 20, in: payload) == 0,
            let count = tree.number16(at: 30, in: payload), payload.count == 32 + 12 * Int(count)
        else { return nil }
        var references: [Reference] = []
        for index in 0..<Int(count) {
            guard let size = tree.number32(at: 32 + 12 * index, in: payload),
                let duration = tree.number32(at: 36 + 12 * index, in: payload), size < 1 << 31
            else { return nil }
            references.append(Reference(sizeBytes: size, durationTicks: duration))
        }
        self.init(timescale: timescale, earliestPresentationTicks: earliest, references: references)
    }
}
