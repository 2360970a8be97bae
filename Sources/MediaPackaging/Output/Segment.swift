import ISOMedia

/// A segment that is to be written: `styp`, `moof` and `mdat` (ISO/IEC 23000-19 §7.3.3.1). Its samples stay where the
/// demuxer or encoder put them until they are in the file.
struct Segment: Sendable {
    /// For a segment that a `sidx` points at.
    private static let style: [UInt8] =
        [0, 0, 0, 24] + Array("styp".utf8) + Array("msdh".utf8) + [0, 0, 0, 0] + Array("msdhmsix".utf8)

    let sizeBytes: Int64
    let startTicks: Int64
    let durationTicks: Int64
    /// All that is before the first sample.
    private let header: [UInt8]
    /// The samples, which nobody changes any more.
    private let packets: Handed<[Packet]>

    /// - Parameters:
    ///   - samples: in the order in which they are decoded; together they last from the start of the first to that of the
    ///     next segment.
    ///   - sequence: one more than that of the segment before.
    /// - Throws: `unfitOutput` for one that has no place in the boxes.
    init(
        _ samples: [(packet: Packet, fields: Fragment.Sample)],
        startTicks: Int64,
        sequence: UInt32
    ) throws(PackagingError) {
        let fields = samples.map(\.fields)
        guard let header = Fragment.header(of: fields, decodeTicks: startTicks, sequence: sequence) else {
            throw PackagingError(.unfitOutput, "a segment of \(samples.count) samples, \(startTicks)")
        }
        self.header = Self.style + header
        self.packets = Handed(samples.map(\.packet))
        self.startTicks = startTicks
        self.durationTicks = fields.reduce(0) { $0 + $1.durationTicks }
        self.sizeBytes = fields.reduce(Int64(self.header.count)) { $0 + $1.sizeBytes }
    }

    /// Calls `body` with its bytes, in pieces, the first of which ends where the samples begin.
    func withPieces<Result>(
        _ body: ([UnsafeRawBufferPointer]) throws(PackagingError) -> Result
    ) throws(PackagingError) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try self.header.withUnsafeBufferPointer { header throws(PackagingError) in
            try body([UnsafeRawBufferPointer(header)] + self.packets.value.map(\.bytes))
        }
    }
}
