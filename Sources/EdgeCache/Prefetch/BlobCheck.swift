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
            if range.upperBound <= file.sizeBytes.bytes, let bytes = try? file.read(range),
                Digest(of: bytes) == track.chunks[index].digest
            {
                right.insert(index)
            }
            await Task.yield()
        }
        return right
    }
}
