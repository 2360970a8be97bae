import Blobs
import CourseModel

/// Makes verified chunks held: the bytes on the disk first, then the mark in the index, then the shelf.
///
/// A crash between two steps costs nothing that was marked before it.
struct ChunkKeeper: Sendable {
    let blobs: BlobDirectory
    let index: CacheIndexDatabase
    let shelf: Shelf

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
    func unmark(_ address: ChunkAddress) throws {
        self.shelf.unmarkHeld(address)
        try self.index.unmarkHeld(blob: address.blob, chunk: address.chunk)
        if self.blobs.isWhole(address.blob) { try self.blobs.reopen(address.blob) }
    }

    /// Takes the marks of a track file back.
    func unmark(_ track: Track) throws {
        try self.index.unmarkHeld(blob: track.blob)
        self.shelf.unmarkHeld(track.blob)
    }
}
