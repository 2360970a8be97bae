package import CourseModel
import Crypto
import ISOMedia

/// A track file as it is on the disk: read from its own boxes, not from what was meant to be written.
package struct TrackFile {
    /// One segment (`styp`, `moof`, `mdat`).
    package struct Segment: Hashable, Sendable {
        package let decodeTicks: Int64
        package let durationTicks: Int64
        package let samples: Int
    }

    /// `ftyp`, `moov` and `sidx` of 12 h in 6-second segments have less than 200 kB.
    private static let headerBytesMax: Int64 = 4 << 20
    private static let fragmentBytesMax = Int64(Fragment.sizeBytesMax)
    private static let pieceBytes: Int64 = 1 << 20

    package let blob: CourseModel.Digest
    /// RFC 6381.
    package let codec: String
    package let timescale: Int64
    package let initSizeBytes: ByteCount
    /// The header first.
    package let chunks: [Chunk]
    package let segments: [Segment]

    package var startTicks: Int64 { self.segments.first?.decodeTicks ?? 0 }
    package var endTicks: Int64 { self.segments.last.map { $0.decodeTicks + $0.durationTicks } ?? 0 }

    /// Reads the whole file once.
    ///
    /// - Throws: `unfitOutput` unless it is a header with one `sidx` that tells the truth, and then segments that each
    ///   start at a sync sample where the one before ended.
    package init(path: String) throws(PackagingError) {
        var reader = Reader(file: try SourceFile(path: path))
        let (header, index) = try Self.readHeader(&reader)
        var chunks = [Chunk(digest: reader.chunkDigest(), sizeBytes: reader.chunkSizeBytes(), durationTicks: 0)]
        var segments: [Segment] = []
        while !reader.isAtEnd {
            let fragment = try Self.readSegment(&reader)
            let expected = segments.last.map { $0.decodeTicks + $0.durationTicks } ?? index.earliestPresentationTicks
            guard fragment.isBaseMoof, fragment.startsWithSync, fragment.decodeTicks == expected,
                fragment.presentationTicks == fragment.decodeTicks
            else {
                throw PackagingError(.unfitOutput, "segment \(segments.count): \(fragment.decodeTicks), \(expected)")
            }
            segments.append(
                Segment(
                    decodeTicks: fragment.decodeTicks,
                    durationTicks: fragment.durationTicks,
                    samples: fragment.samples.count
                )
            )
            chunks.append(
                Chunk(
                    digest: reader.chunkDigest(),
                    sizeBytes: reader.chunkSizeBytes(),
                    durationTicks: fragment.durationTicks
                )
            )
        }
        let found = chunks.dropFirst().map {
            SegmentIndex.Reference(sizeBytes: $0.sizeBytes.bytes, durationTicks: $0.durationTicks)
        }
        guard !segments.isEmpty, index.timescale == header.timescale, index.references == found else {
            throw PackagingError(.unfitOutput, "segment index")
        }
        self.blob = reader.fileDigest()
        self.codec = header.codec
        self.timescale = header.timescale
        self.initSizeBytes = ByteCount(bytes: Int64(header.bytes.count))
        self.chunks = chunks
        self.segments = segments
    }

    private static func readHeader(_ reader: inout Reader) throws(PackagingError) -> (InitSegment, SegmentIndex) {
        var initBytes: [UInt8] = []
        for type in ["ftyp", "moov"] {
            let box = try reader.box(sizeMax: Self.headerBytesMax)
            guard box.type == type else { throw PackagingError(.unfitOutput, "\(box.type) instead of \(type)") }
            initBytes += box.bytes
        }
        var box = try reader.box(sizeMax: Self.headerBytesMax)
        if box.type == "free" { box = try reader.box(sizeMax: Self.headerBytesMax) }
        guard box.type == "sidx", let index = SegmentIndex(BoxTree(bytes: box.bytes), payload: 8..<box.bytes.count)
        else {
            throw PackagingError(.unfitOutput, "\(box.type) instead of sidx")
        }
        return (try InitSegment(output: initBytes), index)
    }

    private static func readSegment(_ reader: inout Reader) throws(PackagingError) -> Fragment {
        let style = try reader.box(sizeMax: Self.fragmentBytesMax)
        let movie = try reader.box(sizeMax: Self.fragmentBytesMax)
        guard style.type == "styp", movie.type == "moof", let fragment = Fragment(movie.bytes)
        else { throw PackagingError(.unfitOutput, "a segment without styp and moof") }
        let media = try reader.skipBox()
        guard media.type == "mdat", media.sizeBytes - media.headerBytes == fragment.mediaBytes,
            fragment.dataOffset == Int64(movie.bytes.count) + media.headerBytes
        else { throw PackagingError(.unfitOutput, "a segment whose samples do not fill its mdat") }
        return fragment
    }

    /// Reads boxes one after the other and hashes all that it reads, for the file and for the chunk that it is in.
    private struct Reader {
        let file: SourceFile
        private var offset: Int64 = 0
        private var chunkStart: Int64 = 0
        private var fileHash = SHA256()
        private var chunkHash = SHA256()

        init(file: SourceFile) {
            self.file = file
        }

        var isAtEnd: Bool { self.offset >= self.file.sizeBytes }

        mutating func box(sizeMax: Int64) throws(PackagingError) -> (type: String, bytes: [UInt8]) {
            let header = try self.header()
            guard header.sizeBytes <= sizeMax else { throw PackagingError(.unfitOutput, "a \(header.type) too large") }
            return (header.type, try self.take(header.sizeBytes))
        }

        mutating func skipBox() throws(PackagingError) -> BoxHeader {
            let header = try self.header()
            var left = header.sizeBytes
            while left > 0 {
                left -= Int64(try self.take(min(left, TrackFile.pieceBytes)).count)
            }
            return header
        }

        mutating func chunkSizeBytes() -> ByteCount {
            defer { self.chunkStart = self.offset }
            return ByteCount(bytes: self.offset - self.chunkStart)
        }

        mutating func chunkDigest() -> CourseModel.Digest {
            defer { self.chunkHash = SHA256() }
            return CourseModel.Digest(self.chunkHash.finalize())
        }

        func fileDigest() -> CourseModel.Digest { CourseModel.Digest(self.fileHash.finalize()) }

        private func header() throws(PackagingError) -> BoxHeader {
            let left = self.file.sizeBytes - self.offset
            guard left >= 8, let header = BoxHeader(try self.file.read(at: self.offset, count: Int(min(16, left)))),
                header.sizeBytes <= left
            else { throw PackagingError(.unfitOutput, "no box at byte \(self.offset)") }
            return header
        }

        private mutating func take(_ count: Int64) throws(PackagingError) -> [UInt8] {
            let bytes = try self.file.read(at: self.offset, count: Int(count))
            self.offset += count
            self.fileHash.update(data: bytes)
            self.chunkHash.update(data: bytes)
            return bytes
        }
    }
}
