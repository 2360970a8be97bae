package import Blobs
package import CourseModel
import Synchronization

/// Makes verified chunks held: the bytes on the disk first, then the mark in the index, then the shelf.
///
/// A crash between two steps costs nothing that was marked before it. The bytes of a held chunk are never written over:
/// what comes twice, over the line and from a disc, may come altered the second time.
package struct ChunkKeeper: Sendable {
    package let blobs: BlobDirectory
    package let index: CacheIndexDatabase
    package let shelf: Shelf
    private let writing = WritingLock()

    package init(blobs: BlobDirectory, index: CacheIndexDatabase, shelf: Shelf) {
        self.blobs = blobs
        self.index = index
        self.shelf = shelf
    }

    /// Writes a piece of a chunk that is not verified yet, unless the chunk is held.
    func write(
        _ bytes: UnsafeRawBufferPointer,
        at offset: Int64,
        of address: ChunkAddress,
        in fill: BlobFill
    ) throws(FileError) {
        let result = self.writing.mutex.withLock { _ -> Result<Void, FileError> in
            Result { () throws(FileError) in
                if !self.shelf.isHeld(address) { try fill.write(bytes, at: offset) }
            }
        }
        try result.get()
    }

    /// Writes and keeps whole chunks.
    ///
    /// - Parameter chunks: verified.
    /// - Returns: whether the track file is whole now.
    func keep(_ chunks: [BroughtChunk], of track: Track, in fill: BlobFill) throws -> Bool {
        try self.writing.mutex.withLock { _ in
            for chunk in chunks {
                try chunk.bytes.withUnsafeBytes { try fill.write($0, at: chunk.offset) }
            }
            return try self.keep(chunks.map(\.index), of: track, in: fill)
        }
    }

    /// - Parameter chunks: verified, their bytes written to `fill`.
    /// - Returns: whether the track file is whole now.
    func keep(_ chunks: [Int], of track: Track, in fill: BlobFill) throws -> Bool {
        try fill.sync()
        return try self.mark(chunks, of: track)
    }

    /// Marks chunks whose bytes are on the disk already.
    ///
    /// - Returns: whether the track file is whole now.
    func mark(_ chunks: some Collection<Int>, of track: Track) throws -> Bool {
        try self.index.markHeld(blob: track.blob, chunks: chunks)
        for chunk in chunks {
            self.shelf.markHeld(ChunkAddress(blob: track.blob, chunk: chunk))
        }
        guard self.shelf.heldChunks(of: track).count == track.chunks.count else { return false }
        try self.blobs.complete(track.blob)
        return true
    }

    /// Takes the mark of one chunk back, and opens its file for filling.
    package func unmark(_ address: ChunkAddress) throws {
        self.shelf.unmarkHeld(address)
        try self.index.unmarkHeld(blob: address.blob, chunk: address.chunk)
        if self.blobs.isWhole(address.blob) { try self.blobs.reopen(address.blob) }
    }

    /// Removes a file, and its marks before.
    func evict(_ blob: Digest) throws {
        try self.index.unmarkHeld(blob: blob)
        self.shelf.unmarkHeld(blob)
        try self.blobs.remove(blob)
    }

    /// Takes the marks of a track file back.
    func unmark(_ track: Track) throws {
        try self.index.unmarkHeld(blob: track.blob)
        self.shelf.unmarkHeld(track.blob)
    }
}

/// Lets one at a time write bytes of chunks.
private final class WritingLock: Sendable {
    let mutex = Mutex(())
}
