import ISOMedia

/// Writes a track file under a temporary name: room for the header, the segments, then the header with its `sidx`.
///
/// Nothing of it is left unless its `file` is kept.
final class TrackFileWriter {
    /// `styp` for a segment that a `sidx` points at (ISO/IEC 23000-19 §7.3.3.1).
    private static let segmentType: [UInt8] =
        [0, 0, 0, 24] + Array("styp".utf8) + Array("msdh".utf8) + [0, 0, 0, 0] + Array("msdhmsix".utf8)

    let file: OutputFile
    private let initSegment: InitSegment
    private let segmentsExpected: Int
    private var offset: Int64
    private var references: [SegmentIndex.Reference] = []
    private var earliestPresentationTicks: Int64?

    /// - Parameter segments: how many will come at most.
    init(path: String, initSegment: InitSegment, segments: Int) throws(PackagingError) {
        guard segments <= SegmentIndex.referencesMax else { throw PackagingError(.tooLong, "\(segments) segments") }
        self.file = try OutputFile(path: path)
        self.initSegment = initSegment
        self.segmentsExpected = segments
        self.offset = Int64(initSegment.bytes.count + SegmentIndex.sizeBytes(references: segments))
    }

    /// - Parameters:
    ///   - fragment: `moof` and `mdat`.
    ///   - startTicks: when its first sample is shown.
    func append(_ fragment: UnsafeRawBufferPointer, startTicks: Int64, durationTicks: Int64) throws(PackagingError) {
        guard self.references.count < self.segmentsExpected else {
            throw PackagingError(.unfitOutput, "more segments than were found")
        }
        try self.file.write(Self.segmentType, at: self.offset)
        try self.file.write(fragment, at: self.offset + Int64(Self.segmentType.count))
        let size = Int64(Self.segmentType.count + fragment.count)
        self.offset += size
        self.earliestPresentationTicks = self.earliestPresentationTicks ?? startTicks
        self.references.append(SegmentIndex.Reference(sizeBytes: size, durationTicks: durationTicks))
    }

    /// Writes the header and reads the file back.
    func finish() throws(PackagingError) -> TrackFile {
        let index = SegmentIndex(
            timescale: self.initSegment.timescale,
            earliestPresentationTicks: self.earliestPresentationTicks ?? 0,
            references: self.references
        )
        var header = self.initSegment.bytes
        let unused = 12 * (self.segmentsExpected - self.references.count)
        if unused > 0 {
            // A track that pauses for a whole segment has fewer of them; the room left over is a free box.
            header.append(bigEndian: UInt32(unused))
            header += Array("free".utf8) + [UInt8](repeating: 0, count: unused - 8)
        }
        header += index.bytes
        try self.file.write(header, at: 0)
        return try TrackFile(path: self.file.temporaryPath)
    }
}
