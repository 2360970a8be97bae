package import Blobs
package import CourseModel
import Prefetching
package import ProgressAgent

/// Takes what a command reads off a disc, as far as it is the origin's and is wanted.
///
/// The edge never opens a disc by itself: whoever runs the command can read the disc, and the edge needs no right to.
package struct DiscIntake: Sendable {
    private let catalogue: DocumentFile<Catalogue>
    private let originKey: VerifyingKey
    private let blobs: BlobDirectory
    private let shelf: Shelf
    private let stocker: ShelfStocker
    private let prefetch: PrefetchService

    package init(
        catalogue: DocumentFile<Catalogue>,
        originKey: VerifyingKey,
        blobs: BlobDirectory,
        shelf: Shelf,
        stocker: ShelfStocker,
        prefetch: PrefetchService
    ) {
        self.catalogue = catalogue
        self.originKey = originKey
        self.blobs = blobs
        self.shelf = shelf
        self.stocker = stocker
        self.prefetch = prefetch
    }

    /// Takes a catalogue that is not older than the one held, or a manifest or programme that the catalogue lists.
    ///
    /// - Throws: `DocumentError`, `DocumentFileError`, `DiscIntakeError.notListed`, `FileError`.
    package func take(document bytes: [UInt8]) throws {
        do {
            try self.catalogue.accept(try SignedDocument<Catalogue>(verifying: bytes, with: self.originKey))
            return
        } catch DocumentError.wrongType {
            // One of the others, then.
        }
        do {
            _ = try SignedDocument<Manifest>(verifying: bytes, with: self.originKey)
        } catch DocumentError.wrongType {
            _ = try SignedDocument<Programme>(verifying: bytes, with: self.originKey)
        }
        guard self.listedDocuments.contains(Digest(of: bytes)) else { throw DiscIntakeError.notListed }
        _ = try self.blobs.write(bytes)
    }

    /// Puts on the shelf what the documents that were taken list.
    package func restock() async {
        await self.stocker.stockFromDisk()
    }

    /// - Parameter last: the last lesson of the page before; nil for the first page.
    package func wanted(after last: Lesson.ID? = nil) -> WantedStock {
        let releases = self.shelf.releases.filter { release in last.map { $0 < release.manifest.lesson } ?? true }
        return WantedStock(
            documents: last == nil ? self.listedDocuments.filter { !self.blobs.isWhole($0) } : [],
            lessons: releases.lazy.map { (lesson: $0.manifest.lesson, tracks: self.missingTracks(of: $0)) }
        )
    }

    private func missingTracks(of release: ShelvedRelease) -> [WantedStock.WantedTrack] {
        release.manifest.tracks.compactMap { track in
            let held = self.shelf.heldChunks(of: track)
            guard held.count < track.chunks.count else { return nil }
            return WantedStock.WantedTrack(
                manifest: release.digest,
                blob: track.blob,
                missing: track.chunks.missing(held)
            )
        }
    }

    /// Takes consecutive chunks of a track file.
    ///
    /// - Parameter bytes: those of the chunks, the last one whole.
    package func take(_ bytes: [UInt8], fromChunk first: Int, of blob: Digest) throws -> TakenChunks {
        try self.prefetch.take(bytes, fromChunk: first, of: blob, source: .disc)
    }

    private var listedDocuments: [Digest] {
        guard let catalogue = self.catalogue.current else { return [] }
        return catalogue.programmes.map(\.document) + catalogue.releases.map(\.manifest)
    }
}

/// Why something from a disc is not taken.
package enum DiscIntakeError: Error, Hashable, Sendable, CustomStringConvertible {
    case notListed
    case notChunks

    package var description: String {
        switch self {
        case .notListed: "the catalogue does not list this document"
        case .notChunks: "these are not whole chunks of that track file"
        }
    }
}

extension [Chunk] {
    /// The runs of chunks that are not held.
    fileprivate func missing(_ held: Set<Int>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in self.indices where !held.contains(index) {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<(index + 1)
            } else {
                runs.append(index..<(index + 1))
            }
        }
        return runs
    }
}
