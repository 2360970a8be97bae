package import CourseModel
import ISOMedia

/// A complete track file: what its own boxes say, not what was meant to be written.
package struct TrackFile {
    /// One segment (`styp`, `moof`, `mdat`).
    package struct Segment: Hashable, Sendable {
        package let decodeTicks: Int64
        package let durationTicks: Int64
        package let samples: Int
    }

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

    /// - Parameters:
    ///   - header: all that is before the first segment.
    ///   - blob: of the whole file.
    /// - Throws: `unfitOutput` unless the header has one `sidx` that tells the truth about the segments.
    init(header: [UInt8], _ written: TrackSegments, blob: CourseModel.Digest) throws(PackagingError) {
        let (start, index) = try Self.read(header)
        let found = written.chunks.map {
            SegmentIndex.Reference(sizeBytes: $0.sizeBytes.bytes, durationTicks: $0.durationTicks)
        }
        guard let first = written.segments.first, index.timescale == start.timescale,
            index.earliestPresentationTicks == first.decodeTicks, index.references == found
        else { throw PackagingError(.unfitOutput, "segment index") }
        self.blob = blob
        self.codec = start.codec
        self.timescale = start.timescale
        self.initSizeBytes = ByteCount(bytes: Int64(start.bytes.count))
        let size = ByteCount(bytes: Int64(header.count))
        self.chunks = [Chunk(digest: Digest(of: header), sizeBytes: size, durationTicks: 0)] + written.chunks
        self.segments = written.segments
    }

    private static func read(_ header: [UInt8]) throws(PackagingError) -> (InitSegment, SegmentIndex) {
        let tree = BoxTree(bytes: header)
        let boxes = tree.boxes(in: header.indices) ?? []
        let types = boxes.map(\.type).filter { $0 != "free" }
        guard types == ["ftyp", "moov", "sidx"], boxes[1].type == "moov", let last = boxes.last, last.type == "sidx",
            let index = SegmentIndex(tree, payload: last.payload)
        else { throw PackagingError(.unfitOutput, "a header of \(types.joined(separator: ", "))") }
        return (try InitSegment(output: Array(header[..<boxes[1].payload.upperBound])), index)
    }
}
