import Blobs
package import CourseModel

/// Compares what the index says of a track file with the file, after a start or when the file is doubted.
package struct TrackInspection: Sendable {
    package struct Finding: Sendable {
        /// So many chunks were right of which the index knew nothing.
        package var foundAgain = 0
        /// Chunks that a killed program had begun.
        package var begun: [RunAssembly] = []
    }

    /// Enough to see whether anything has come of a chunk.
    private static let lookBytes: Int64 = 4_096

    private let keeper: ChunkKeeper

    package init(keeper: ChunkKeeper) {
        self.keeper = keeper
    }

    /// A file of which the index knows nothing is read and its right chunks are marked: the index may have been lost. A file
    /// that is gone, or has another size, loses its marks.
    ///
    /// - Parameter begunMax: how many begun chunks are looked for.
    package func inspect(_ track: Track, begunMax: Int) async throws -> Finding {
        var finding = Finding()
        let held = self.keeper.shelf.heldChunks(of: track)
        guard let file = try self.keeper.blobs.file(track.blob) else {
            if !held.isEmpty { try self.keeper.unmark(track) }
            return finding
        }
        let isOfRightSize = file.sizeBytes == track.sizeBytes
        if !isOfRightSize { try self.keeper.unmark(track) }
        if held.isEmpty || !isOfRightSize {
            finding.foundAgain = try await self.markRightChunks(of: track, in: file)
        } else if held.count == track.chunks.count {
            try self.keeper.blobs.complete(track.blob)
        }
        let isWhole = self.keeper.shelf.heldChunks(of: track).count == track.chunks.count
        if !isWhole, self.keeper.blobs.isWhole(track.blob) { try self.keeper.blobs.reopen(track.blob) }
        if !isWhole, isOfRightSize { finding.begun = try self.begun(of: track, in: file, max: begunMax) }
        return finding
    }

    private func markRightChunks(of track: Track, in file: BlobFile) async throws -> Int {
        let right = await BlobCheck.rightChunks(of: track, in: file)
        guard !right.isEmpty, !Task.isCancelled else { return 0 }
        // What was read may not have reached the disk before the program was killed.
        try file.sync()
        _ = try self.keeper.mark(right, of: track)
        return right.count
    }

    /// Finds chunks that a killed program had begun to write: a file that is being filled reads as zeros where nothing has
    /// come, so what has come of a chunk ends with its last byte that is no zero. Where that is wrong, after a power cut
    /// perhaps, the chunk's digest tells, and it is fetched anew.
    private func begun(of track: Track, in file: BlobFile, max: Int) throws -> [RunAssembly] {
        var begun: [RunAssembly] = []
        let held = self.keeper.shelf.heldChunks(of: track)
        for (index, range) in track.chunkRanges.enumerated() where !held.contains(index) && !range.isEmpty {
            guard begun.count < max else { break }
            let look = range.lowerBound..<min(range.lowerBound + Self.lookBytes, range.upperBound)
            guard try file.read(look).contains(where: { $0 != 0 }) else { continue }
            let bytes = try file.read(range)
            guard let last = bytes.lastIndex(where: { $0 != 0 }), last + 1 < bytes.count else { continue }
            begun.append(bytes[...last].withUnsafeBytes { RunAssembly(track: track, chunk: index, beginning: $0) })
        }
        return begun
    }
}
