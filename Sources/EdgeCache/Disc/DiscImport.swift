import Blobs
package import CourseModel

/// Brings to the running edge what it wants of a disc.
///
/// The disc may be damaged, older or of another province: what cannot be read is passed over, the edge verifies the rest.
/// It can be cut off anywhere and run again: what the edge holds is not read a second time.
package struct DiscImport: Sendable {
    /// What is read and brought at once: little enough to be held in memory, enough that a disk that must sync does not
    /// do it for every chunk.
    private static let runBytesMax: Int64 = 4 << 20

    private let disc: DiscFolder
    private let control: EdgeControl

    package init(disc: DiscFolder, control: EdgeControl) {
        self.disc = disc
        self.control = control
    }

    /// - Parameter progress: told how many of the bytes that are to be looked at have been.
    /// - Throws: `DiscImportError.noDisc`; `EdgeControlError`, such as a full disk; `FileError`.
    package func run(progress: (_ done: ByteCount, _ all: ByteCount) -> Void) async throws -> DiscImportResult {
        guard let catalogue = try self.disc.catalogueBytes() else { throw DiscImportError.noDisc(self.disc.path) }
        var result = DiscImportResult(folder: self.disc.path)
        result.catalogueRefusal = try await self.control.offer(document: catalogue)
        try await self.bringDocuments(&result)
        let finds = try await self.finds()
        let all = finds.reduce(ByteCount.zero) { $0 + $1.sizeBytes }
        var done = ByteCount.zero
        progress(done, all)
        for find in finds {
            for run in find.runs(bytesMax: Self.runBytesMax) {
                try await self.bring(run, of: find.track, &result)
                done += find.size(of: run)
                progress(done, all)
            }
        }
        return result
    }

    /// The documents that the edge lists and lacks, as far as they are on the disc.
    private func bringDocuments(_ result: inout DiscImportResult) async throws {
        for digest in try await self.control.wanted().documents {
            guard let bytes = self.disc.document(Manifest.self, digest) else { continue }
            if try await self.control.offer(document: bytes) == nil {
                result.documents += 1
            } else {
                result.refusedDocuments += 1
            }
        }
        try await self.control.restock()
    }

    /// The track files on the disc of which the edge wants something.
    private func finds() async throws -> [Find] {
        var finds: [Find] = []
        var page = try await self.control.wanted()
        finds += self.finds(page.tracks)
        while let last = page.next {
            page = try await self.control.wanted(after: last)
            finds += self.finds(page.tracks)
        }
        return finds
    }

    private func finds(_ tracks: [WantedStock.WantedTrack]) -> [Find] {
        var manifests: [Digest: Manifest] = [:]
        var finds: [Find] = []
        for wanted in tracks {
            guard let file = try? self.disc.blobs.file(wanted.blob) else { continue }
            if manifests[wanted.manifest] == nil {
                // Verified by its name: the edge has said that it is the manifest.
                manifests[wanted.manifest] = self.disc.document(Manifest.self, wanted.manifest)
                    .flatMap { try? SignedDocument<Manifest>.unverifiedPayload(in: $0) }
            }
            guard let track = manifests[wanted.manifest]?.tracks.first(where: { $0.blob == wanted.blob }) else {
                continue
            }
            finds.append(Find(track: track, file: file, missing: wanted.missing))
        }
        return finds
    }

    private func bring(_ run: Find.Run, of track: Track, _ result: inout DiscImportResult) async throws {
        // A run with a chunk that cannot be read is brought chunk by chunk.
        guard let bytes = try? run.file.read(run.bytes) else {
            guard run.chunks.count > 1 else {
                result.unreadableChunks += 1
                return
            }
            for chunk in run.chunks {
                let range = track.chunkRanges[chunk]
                let single = Find.Run(file: run.file, chunks: chunk..<(chunk + 1), bytes: range)
                try await self.bring(single, of: track, &result)
            }
            return
        }
        let taken: TakenChunks
        do {
            taken = try await self.control.bring(bytes, fromChunk: run.chunks.lowerBound, of: track.blob)
        } catch EdgeControlError.refused(type: "unknown-chunk", _) {
            // A newer catalogue has come meanwhile.
            return
        }
        result.takenChunks += taken.held.count
        result.takenBytes += taken.held.reduce(ByteCount.zero) { $0 + track.chunks[$1].sizeBytes }
        result.wrongChunks += taken.wrong.count
    }
}

/// A track file on the disc of which the edge wants something.
private struct Find {
    struct Run {
        let file: BlobFile
        let chunks: Range<Int>
        /// Where they lie in the file.
        let bytes: Range<Int64>
    }

    let track: Track
    let file: BlobFile
    /// Within the track's chunks, or the edge and the disc do not speak of the same file.
    let missing: [Range<Int>]

    var sizeBytes: ByteCount {
        self.runs(bytesMax: .max).reduce(.zero) { $0 + self.size(of: $1) }
    }

    func size(of run: Run) -> ByteCount {
        ByteCount(bytes: run.bytes.upperBound - run.bytes.lowerBound)
    }

    /// What is missing in pieces of so many bytes, or of one chunk where that is larger.
    func runs(bytesMax: Int64) -> [Run] {
        let places = self.track.chunkRanges
        var runs: [Run] = []
        for missing in self.missing {
            var run: Run?
            for chunk in missing.clamped(to: places.indices) {
                let end = places[chunk].upperBound
                if let begun = run, end - begun.bytes.lowerBound <= bytesMax {
                    let chunks = begun.chunks.lowerBound..<(chunk + 1)
                    run = Run(file: self.file, chunks: chunks, bytes: begun.bytes.lowerBound..<end)
                } else {
                    if let run { runs.append(run) }
                    run = Run(file: self.file, chunks: chunk..<(chunk + 1), bytes: places[chunk])
                }
            }
            if let run { runs.append(run) }
        }
        return runs
    }
}
