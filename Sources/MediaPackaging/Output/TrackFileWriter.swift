import Glibc
import ISOMedia

/// Writes a track file under a temporary name: room for the header, the segments, then the header with its `sidx`.
///
/// Removes what it has written unless `keep` was called.
final class TrackFileWriter {
    /// `styp` for a segment that a `sidx` points at (ISO/IEC 23000-19 §7.3.3.1).
    private static let segmentType: [UInt8] =
        [0, 0, 0, 24] + Array("styp".utf8) + Array("msdh".utf8) + [0, 0, 0, 0] + Array("msdhmsix".utf8)

    let path: String
    private let temporary: String
    private let descriptor: Int32
    private let initSegment: InitSegment
    private let segmentsExpected: Int
    private var offset: Int64
    private var references: [SegmentIndex.Reference] = []
    private var earliestPresentationTicks: Int64?
    private var isKept = false

    /// - Parameter segments: how many will come at most.
    init(path: String, initSegment: InitSegment, segments: Int) throws(PackagingError) {
        guard segments <= SegmentIndex.referencesMax else { throw PackagingError(.tooLong, "\(segments) segments") }
        self.path = path
        self.temporary = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
        self.descriptor = open(self.temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        self.initSegment = initSegment
        self.segmentsExpected = segments
        self.offset = Int64(initSegment.bytes.count + SegmentIndex.sizeBytes(references: segments))
        guard self.descriptor >= 0 else { throw Self.failure() }
    }

    deinit {
        guard self.descriptor >= 0 else { return }
        close(self.descriptor)
        if !self.isKept { unlink(self.temporary) }
    }

    /// - Parameters:
    ///   - fragment: `moof` and `mdat`.
    ///   - startTicks: when its first sample is shown.
    func append(_ fragment: UnsafeRawBufferPointer, startTicks: Int64, durationTicks: Int64) throws(PackagingError) {
        guard self.references.count < self.segmentsExpected else {
            throw PackagingError(.unfitOutput, "more segments than were found")
        }
        try self.write(Self.segmentType)
        try self.write(fragment)
        let size = Int64(Self.segmentType.count + fragment.count)
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
        self.offset = 0
        try self.write(header)
        return try TrackFile(path: self.temporary)
    }

    /// Gives all the files their names, or none of them.
    static func keep(_ writers: [TrackFileWriter]) throws(PackagingError) {
        for (index, writer) in writers.enumerated() {
            guard rename(writer.temporary, writer.path) == 0 else {
                let failure = Self.failure()
                for kept in writers[..<index] { unlink(kept.path) }
                throw failure
            }
            writer.isKept = true
        }
    }

    private func write(_ bytes: [UInt8]) throws(PackagingError) {
        try bytes.withUnsafeBufferPointer { buffer throws(PackagingError) in
            try self.write(UnsafeRawBufferPointer(buffer))
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(PackagingError) {
        var left = bytes
        while let start = left.baseAddress, !left.isEmpty {
            let count = pwrite(self.descriptor, start, left.count, off_t(self.offset))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure() }
            self.offset += Int64(count)
            left = UnsafeRawBufferPointer(rebasing: left[count...])
        }
    }

    private static func failure() -> PackagingError {
        PackagingError(.cannotWrite, String(cString: strerror(errno)))
    }
}
