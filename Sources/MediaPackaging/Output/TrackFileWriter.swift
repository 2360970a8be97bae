import Dispatch
import ISOMedia
import Synchronization

/// Writes a track file under a temporary name: room for the header, the segments, then the header with its `sidx`.
///
/// Segments are written and looked at on another thread, while the next one is made. Nothing of the file is left unless its
/// `file` is kept.
final class TrackFileWriter {
    let file: OutputFile
    private let initSegment: InitSegment
    private let segmentsExpected: Int
    private var references: [SegmentIndex.Reference] = []
    private var earliestPresentationTicks: Int64?

    private let background: Background

    /// - Parameter segments: how many will come at most.
    init(path: String, initSegment: InitSegment, segments: Int) throws(PackagingError) {
        guard segments <= SegmentIndex.referencesMax else { throw PackagingError(.tooLong, "\(segments) segments") }
        let file = try OutputFile(path: path)
        self.file = file
        self.initSegment = initSegment
        self.segmentsExpected = segments
        let headerBytes = Int64(initSegment.bytes.count + SegmentIndex.sizeBytes(references: segments))
        self.background = Background(file, offset: headerBytes)
    }

    deinit {
        // A file that is given up is gone when its writer is.
        self.background.wait()
    }

    /// - Throws: `unfitOutput` for one too many, and what went wrong with those before.
    func append(_ segment: Segment) throws(PackagingError) {
        guard self.references.count < self.segmentsExpected else {
            throw PackagingError(.unfitOutput, "more segments than were found")
        }
        self.earliestPresentationTicks = self.earliestPresentationTicks ?? segment.startTicks
        self.references.append(
            SegmentIndex.Reference(sizeBytes: segment.sizeBytes, durationTicks: segment.durationTicks)
        )
        try self.background.append(segment)
    }

    /// Writes the header.
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
        let (written, sizeBytes) = try self.background.finish()
        // The header is known last and hashed first, so the file is read back.
        return try TrackFile(header: header, written, blob: try self.file.digest(sizeBytes: sizeBytes))
    }

    /// Writes and looks at segments on a thread of its own.
    private final class Background: Sendable {
        private let queue = DispatchQueue(label: "track file", qos: .userInitiated)
        /// One segment waits or is written, for they may be large.
        private let room = DispatchSemaphore(value: 1)
        private let state: Mutex<State>

        init(_ file: OutputFile, offset: Int64) {
            self.state = Mutex(State(file: Handed(file), offset: offset))
        }

        func append(_ segment: Segment) throws(PackagingError) {
            self.room.wait()
            if let failure = self.state.withLock({ $0.failure }) {
                self.room.signal()
                throw failure
            }
            self.queue.async {
                self.state.withLock { $0.append(segment) }
                self.room.signal()
            }
        }

        func wait() {
            self.queue.sync {}
        }

        /// Waits for all.
        func finish() throws(PackagingError) -> (TrackSegments, sizeBytes: Int64) {
            self.wait()
            let state = self.state.withLock { $0 }
            if let failure = state.failure { throw failure }
            return (state.written, state.offset)
        }
    }

    private struct State: Sendable {
        let file: Handed<OutputFile>
        private(set) var offset: Int64
        private(set) var written = TrackSegments()
        private(set) var failure: PackagingError?

        init(file: Handed<OutputFile>, offset: Int64) {
            self.file = file
            self.offset = offset
        }

        mutating func append(_ segment: Segment) {
            do throws(PackagingError) {
                try segment.withPieces { pieces throws(PackagingError) in
                    try self.written.append(pieces)
                    try self.file.value.write(pieces, at: self.offset)
                }
                self.offset += segment.sizeBytes
            } catch {
                self.failure = error
            }
        }
    }
}
