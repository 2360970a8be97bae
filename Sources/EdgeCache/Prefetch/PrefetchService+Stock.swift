import Blobs
package import CourseModel
import Logging
import ProgressAgent
import Synchronization

/// Makes the index and the disk agree.
extension PrefetchService {
    /// Looks at every track file of the shelf that has not been looked at, then plans.
    ///
    /// A file of which the index knows nothing is read and its right chunks are marked: the index may have been lost.
    /// A file that is gone loses its marks.
    func takeStock() async {
        for track in self.keeper.shelf.releases.flatMap(\.manifest.tracks) {
            if Task.isCancelled { return }
            guard self.state.withLock({ $0.inspected.insert(track.blob).inserted }) else { continue }
            do {
                try await self.inspect(track)
            } catch {
                self.logger.warning(
                    "track file not inspected",
                    metadata: ["blob": "\(track.blob)", "error": "\(error)"]
                )
            }
        }
        self.planAgain()
        self.changeSender.yield()
    }

    /// Reads a track file again, because bytes of it were found wrong: what is right stays, the rest is fetched anew.
    package func recheck(_ blob: Digest) throws {
        guard let track = self.state.withLock({ $0.tracks[blob] }) else { return }
        try self.keeper.unmark(track)
        _ = self.state.withLock { $0.inspected.remove(blob) }
        self.shelfChanged()
    }

    /// Fetches one chunk again that was found bad on the disk; all others stay.
    package func fetchAgain(_ address: ChunkAddress, because reason: String) {
        let lesson = self.state.withLock { state in
            state.begun[address] = nil
            return state.tracks.lesson(of: address.blob)
        }
        self.incidents.record(.chunkRotten, about: lesson?.rawValue ?? address.blob.hexadecimal, reason)
        do {
            try self.keeper.unmark(address)
        } catch {
            self.logger.warning("bad chunk not unmarked", metadata: ["chunk": "\(reason)", "error": "\(error)"])
        }
        self.planAgain()
        self.changeSender.yield()
    }

    private func inspect(_ track: Track) async throws {
        let held = self.keeper.shelf.heldChunks(of: track)
        guard let file = try self.keeper.blobs.file(track.blob) else {
            if !held.isEmpty { try self.keeper.unmark(track) }
            return
        }
        let isOfRightSize = file.sizeBytes == track.sizeBytes
        if !isOfRightSize { try self.keeper.unmark(track) }
        if held.isEmpty || !isOfRightSize {
            try await self.markRightChunks(of: track, in: file)
        } else if held.count == track.chunks.count {
            try self.keeper.blobs.complete(track.blob)
        }
        let isWhole = self.keeper.shelf.heldChunks(of: track).count == track.chunks.count
        if !isWhole, self.keeper.blobs.isWhole(track.blob) { try self.keeper.blobs.reopen(track.blob) }
        if !isWhole, isOfRightSize { try self.findBegun(track, in: file) }
    }

    /// Finds chunks that a killed program had begun to write: a file that is being filled reads as zeros where nothing has
    /// come, so what has come of a chunk ends with its last byte that is no zero. Where that is wrong, after a power cut
    /// perhaps, the chunk's digest tells, and it is fetched anew.
    private func findBegun(_ track: Track, in file: BlobFile) throws {
        let held = self.keeper.shelf.heldChunks(of: track)
        for (index, range) in track.chunkRanges.enumerated() where !held.contains(index) && !range.isEmpty {
            guard self.state.withLock({ $0.begun.count }) < Self.begunMax else { return }
            let look = range.lowerBound..<min(range.lowerBound + Self.lookBytes, range.upperBound)
            guard try file.read(look).contains(where: { $0 != 0 }) else { continue }
            let bytes = try file.read(range)
            guard let last = bytes.lastIndex(where: { $0 != 0 }), last + 1 < bytes.count else { continue }
            let assembly = bytes[...last].withUnsafeBytes { RunAssembly(track: track, chunk: index, beginning: $0) }
            let begun = BegunRun(assembly: assembly, source: nil)
            self.state.withLock { $0.begun[ChunkAddress(blob: track.blob, chunk: index)] = begun }
        }
    }

    /// Enough to see whether anything has come of a chunk.
    private static var lookBytes: Int64 { 4_096 }

    private func markRightChunks(of track: Track, in file: BlobFile) async throws {
        let right = await BlobCheck.rightChunks(of: track, in: file)
        guard !right.isEmpty, !Task.isCancelled else { return }
        // What was read may not have reached the disk before the program was killed.
        try file.sync()
        _ = try self.keeper.mark(right, of: track)
        self.logger.info(
            "chunks found again on the disk",
            metadata: ["blob": "\(track.blob)", "chunks": "\(right.count) of \(track.chunks.count)"]
        )
    }
}
