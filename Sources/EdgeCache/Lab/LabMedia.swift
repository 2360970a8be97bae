import Blobs
import CourseModel
import HTTPServing
import Hummingbird

/// Bytes of track files for the lab: those that are held at once, those that are not once they have come.
struct LabMedia: Sendable {
    let shelf: Shelf
    let files: OpenBlobs
    let wait: ChunkWait
    let fetchAgain: @Sendable (ChunkAddress, _ reason: String) -> Void
    let note: @Sendable (PlaybackToken, Track, Range<Int64>) -> Void

    func answer(_ file: LabFile, for token: PlaybackToken, _ request: DirectRequest) -> DirectOutcome {
        let content = request.content
        let selection = content.isPlain ? ByteSelection.whole : file.representation.selection(for: content)
        // HEAD, and what has no bytes of the file, needs none to be here.
        guard !content.isHead, let first = selection.ranges(of: file.representation.sizeBytes).first else {
            return .answer(DirectAnswer(file.representation.answer(selection), isHead: true) { _ in [] })
        }
        let chunk = file.chunk(at: file.region.lowerBound + first.lowerBound)
        if self.wait.isHeldNow(ChunkAddress(blob: file.track.blob, chunk: chunk), for: token.session),
            let opened = self.opened(file.track, file.chunkRanges[chunk], chunk)
        {
            return .answer(self.answer(file, selection, for: token, from: opened))
        }
        return .later {
            guard let opened = await self.brought(chunk, of: file, for: token) else { return Self.notHeld }
            return self.answer(file, selection, for: token, from: opened)
        }
    }

    private func answer(
        _ file: LabFile,
        _ selection: ByteSelection,
        for token: PlaybackToken,
        from opened: BlobFile
    ) -> DirectAnswer {
        let (note, track) = (self.note, file.track)
        let sent: @Sendable (Int, Range<Int64>) -> Void = { _, range in note(token, track, range) }
        if selection == .whole {
            let pieces = self.pieces(file, file.region, for: token, from: opened)
            return DirectAnswer(status: 200, head: file.head, body: pieces, sent: sent)
        }
        return DirectAnswer(file.representation.answer(selection), isHead: false, sent: sent) { range in
            let start = file.region.lowerBound
            return self.pieces(file, (start + range.lowerBound)..<(start + range.upperBound), for: token, from: opened)
        }
    }

    /// The bytes of a range of the track file: as far as they are held now, and the rest when they come.
    private func pieces(
        _ file: LabFile,
        _ range: Range<Int64>,
        for token: PlaybackToken,
        from opened: BlobFile
    ) -> [BodyPiece] {
        let first = file.chunk(at: range.lowerBound)
        guard range.upperBound > file.chunkRanges[first].upperBound else { return [.file(opened, range, mark: 0)] }
        let held = self.shelf.heldChunks(of: file.track)
        let next = file.chunkRanges[first...].indices.first { index in
            index > first && !held.contains(index) && file.chunkRanges[index].lowerBound < range.upperBound
        }
        guard let next else { return [.file(opened, range, mark: 0)] }
        let end = file.chunkRanges[next].lowerBound
        return [
            .file(opened, range.lowerBound..<end, mark: 0),
            .awaited {
                guard let opened = await self.brought(next, of: file, for: token) else { return nil }
                return self.pieces(file, end..<range.upperBound, for: token, from: opened)
            },
        ]
    }

    /// The track file, once a chunk of it is held.
    private func brought(_ chunk: Int, of file: LabFile, for token: PlaybackToken) async -> BlobFile? {
        let address = ChunkAddress(blob: file.track.blob, chunk: chunk)
        // Once more where the file turns out to end before what was held of it.
        for _ in 0..<2 {
            guard await self.wait.isHeld(address, for: token.session) else { return nil }
            if let opened = self.opened(file.track, file.chunkRanges[chunk], chunk) { return opened }
            self.giveUp(beyond: file.chunkRanges[chunk].lowerBound, of: file.track, file.chunkRanges)
        }
        return nil
    }

    /// The track file, where a chunk of it is held and there.
    private func opened(_ track: Track, _ range: Range<Int64>, _ chunk: Int) -> BlobFile? {
        guard case .file(let file)? = try? self.files.file(track.blob, upTo: range.upperBound),
            // Asked after the file is open: it is the one that has the chunk.
            self.shelf.isHeld(ChunkAddress(blob: track.blob, chunk: chunk))
        else { return nil }
        return file
    }

    /// Takes back that chunks are held which the file has not, and has them fetched again.
    func giveUp(beyond offset: Int64, of track: Track, _ ranges: [Range<Int64>]) {
        let size: Int64
        switch try? self.files.file(track.blob, upTo: ranges.last?.upperBound ?? 0) {
        case .file: return
        case .cutOff(let sizeBytes): size = sizeBytes
        case .absent: size = 0
        case nil: size = offset
        }
        let held = self.shelf.heldChunks(of: track)
        let gone = ranges.indices.filter { held.contains($0) && ranges[$0].upperBound > size }
        // All at once and first: as soon as one is filled again, the file has its full size.
        self.shelf.unmarkHeld(gone, of: track.blob)
        for chunk in gone.reversed() {
            self.fetchAgain(
                ChunkAddress(blob: track.blob, chunk: chunk),
                "chunk \(chunk) of track \(track.track) is cut off on the disk"
            )
        }
    }

    static let notHeld = DirectAnswer(
        Problem(
            .serviceUnavailable,
            "chunk-not-held",
            "This part of the lesson has not arrived at the school yet.",
            headers: [.retryAfter: "5"]
        )
    )
}
