import CourseModel
import Crypto
import ISOMedia

/// The segments of a track file: what their own boxes say, not what was meant to be written.
struct TrackSegments {
    private(set) var chunks: [Chunk] = []
    private(set) var segments: [TrackFile.Segment] = []

    /// - Parameters:
    ///   - style: a `styp`.
    ///   - fragment: a `moof` and its `mdat`.
    /// - Throws: `unfitOutput` unless it starts at a sync sample where the one before ended, and its samples fill it.
    mutating func append(style: [UInt8], _ fragment: UnsafeRawBufferPointer) throws(PackagingError) {
        let found = try Self.read(fragment)
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
        hash.update(data: style)
        hash.update(bufferPointer: fragment)
        self.chunks.append(
            Chunk(
                digest: Digest(hash.finalize()),
                sizeBytes: ByteCount(bytes: Int64(style.count + fragment.count)),
                durationTicks: duration
            )
        )
    }

    private static func read(_ bytes: UnsafeRawBufferPointer) throws(PackagingError) -> Fragment {
        guard let movie = BoxHeader(bytes.prefix(16)), movie.type == "moof",
            movie.sizeBytes <= Int64(min(bytes.count, Fragment.sizeBytesMax)),
            let fragment = Fragment(Array(bytes[..<Int(movie.sizeBytes)]))
        else { throw PackagingError(.unfitOutput, "a segment without moof") }
        let rest = bytes[Int(movie.sizeBytes)...]
        guard let media = BoxHeader(rest.prefix(16)), media.type == "mdat", media.sizeBytes == Int64(rest.count),
            media.sizeBytes - media.headerBytes == fragment.mediaBytes,
            fragment.dataOffset == movie.sizeBytes + media.headerBytes
        else { throw PackagingError(.unfitOutput, "a segment whose samples do not fill its mdat") }
        return fragment
    }
}
