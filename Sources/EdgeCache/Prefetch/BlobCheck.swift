import Blobs
import CourseModel

/// Finds out from the bytes on the disk which chunks of a track file are right.
enum BlobCheck {
    /// Reads and hashes the whole file; gives way to others after every chunk.
    ///
    /// - Returns: indices of the chunks that are what their digests name; a chunk that cannot be read is not.
    static func rightChunks(of track: Track, in file: BlobFile) async -> Set<Int> {
        var right: Set<Int> = []
        for (index, range) in track.chunkRanges.enumerated() {
            if Task.isCancelled { break }
            if file.rightBytes(of: track.chunks[index], at: range) != nil { right.insert(index) }
            await Task.yield()
        }
        return right
    }
}

extension BlobFile {
    /// The bytes of a chunk; nil where they cannot be read, or are not what its digest names.
    func rightBytes(of chunk: Chunk, at range: Range<Int64>) -> [UInt8]? {
        guard range.upperBound <= self.sizeBytes.bytes, let bytes = try? self.read(range),
            Digest(of: bytes) == chunk.digest
        else { return nil }
        return bytes
    }
}
