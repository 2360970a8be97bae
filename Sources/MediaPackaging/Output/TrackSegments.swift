import CourseModel
import Crypto
import ISOMedia

/// The segments of a track file: what their own boxes say, not what was meant to be written.
struct TrackSegments {
    private(set) var chunks: [Chunk] = []
    private(set) var segments: [TrackFile.Segment] = []

    /// - Parameter pieces: `styp`, `moof` and the header of the `mdat`, then the samples.
    /// - Throws: `unfitOutput` unless it starts at a sync sample where the one before ended, and its samples fill it.
    mutating func append(_ pieces: [UnsafeRawBufferPointer]) throws(PackagingError) {
        let found = try Self.read(pieces)
        let expected = self.segments.last.map { $0.decodeTicks + $0.durationTicks } ?? found.decodeTicks
        guard found.isBaseMoof, found.startsWithSync, found.decodeTicks == expected,
            found.presentationTicks == found.decodeTicks
        else {
            throw PackagingError(.unfitOutput, "segment \(self.segments.count): \(found.decodeTicks), \(expected)")
        }
        let duration = found.durationTicks
        self.segments.append(
            TrackFile.Segment(
                decodeTicks: found.decodeTicks,
                durationTicks: duration,
                samples: found.samples.count
            )
        )
        var hash = SHA256()
        for piece in pieces { hash.update(bufferPointer: piece) }
        self.chunks.append(
            Chunk(
                digest: Digest(hash.finalize()),
                sizeBytes: ByteCount(bytes: pieces.reduce(0) { $0 + Int64($1.count) }),
                durationTicks: duration
            )
        )
    }

    private static func read(_ pieces: [UnsafeRawBufferPointer]) throws(PackagingError) -> Fragment {
        let header = pieces.first.map { [UInt8]($0) } ?? []
        guard let range = Fragment.range(inSegment: header), range.upperBound <= header.count,
            let fragment = Fragment(Array(header[range]))
        else { throw PackagingError(.unfitOutput, "a segment without moof") }
        let mediaBytes = pieces.dropFirst().reduce(0) { $0 + Int64($1.count) }
        guard let media = BoxHeader(header[range.upperBound...]), media.type == "mdat",
            media.headerBytes == Int64(header.count - range.upperBound),
            media.sizeBytes == media.headerBytes + mediaBytes, fragment.mediaBytes == mediaBytes,
            fragment.dataOffset == Int64(header.count - range.lowerBound)
        else { throw PackagingError(.unfitOutput, "a segment whose samples do not fill its mdat") }
        return fragment
    }
}
