import Blobs
import CourseModel
import Dispatch
import HTTPServing
import Hummingbird
import ISOMedia
import Synchronization

/// The plain MP4 files of lessons that are held whole (decision 17): for old players, and for saving to a disk.
///
/// Nothing is stored: the header is made of the track files when it is first asked for and kept in memory for a while;
/// what follows it is sent from the track files.
final class ProgressiveLessons: Sendable {
    /// A file that is derived from some track files.
    private final class Derived: Sendable {
        let tracks: [Track]
        let file: ProgressiveFile
        let representation: Representation

        init(_ tracks: [Track], _ file: ProgressiveFile) {
            self.tracks = tracks
            self.file = file
            // The same tracks make the same file, as long as its making does not change.
            let name = "progressive 1 " + tracks.map { "\($0.blob)" }.joined(separator: " ")
            self.representation = Representation(
                sizeBytes: file.sizeBytes,
                entityTag: "\"\(Digest(of: Array(name.utf8)))\"",
                contentType: ReleaseResource.progressive.contentType,
                cacheControl: LabCaching.playlist
            )
        }
    }

    private struct Making {
        let blobs: [Digest]
        let task: Task<Derived?, Never>
    }

    /// A lesson of 45 minutes has a header of 1.5 MB; the longest have 20 MB.
    private static let keptMax = 4
    /// What is looked up at once of a file with hundreds of extents.
    private static let windowBytes: Int64 = 4 << 20

    private let shelf: Shelf
    private let media: LabMedia
    /// Newest last.
    private let made = Mutex<[Making]>([])

    init(shelf: Shelf, media: LabMedia) {
        self.shelf = shelf
        self.media = media
    }

    func answer(_ play: LabPlay, _ request: DirectRequest) -> DirectOutcome {
        guard let tracks = self.tracks(of: play.release.manifest) else {
            return .answer(DirectAnswer(Self.notComplete, isHead: request.content.isHead))
        }
        return .later {
            guard let derived = await self.derived(tracks) else {
                return DirectAnswer(Self.notComplete, isHead: request.content.isHead)
            }
            return self.answer(derived, play, request)
        }
    }

    /// Those of the best rendition that is here whole.
    private func tracks(of manifest: Manifest) -> [Track]? {
        self.shelf.playable(of: manifest).lazy.map { rendition in
            manifest.tracks.filter { rendition.tracks.contains($0.track) }
        }.first { self.shelf.isHeld($0) }
    }

    private func answer(_ derived: Derived, _ play: LabPlay, _ request: DirectRequest) -> DirectAnswer {
        let note = self.media.note
        return DirectAnswer(
            derived.representation.answer(to: request.content),
            isHead: request.content.isHead,
            sent: { mark, range in note(play.token, derived.tracks[mark], range) },
            content: { [.composed(self.window(of: derived, $0))] }
        )
    }

    /// The pieces of the first bytes of a range, and one for the rest.
    private func window(of derived: Derived, _ range: Range<Int64>) -> @Sendable () -> [BodyPiece] {
        {
            let end = min(range.upperBound, range.lowerBound + Self.windowBytes)
            // What was held when the answer began may have been found rotten since, or be cut off.
            guard let files = self.files(of: derived) else { return [.awaited { nil }] }
            let pieces: [BodyPiece] = derived.file.pieces(in: range.lowerBound..<end).map { piece in
                switch piece {
                case .header(let range): .bytes(Array(derived.file.header[range]))
                case .media(let extent): .file(files[extent.track], extent.range, mark: extent.track)
                }
            }
            return end == range.upperBound
                ? pieces : pieces + [.composed(self.window(of: derived, end..<range.upperBound))]
        }
    }

    private func files(of derived: Derived) -> [BlobFile]? {
        var files: [BlobFile] = []
        for track in derived.tracks {
            guard case .file(let file)? = try? self.media.files.file(track.blob, upTo: track.sizeBytes.bytes) else {
                self.media.giveUp(beyond: 0, of: track, track.chunkRanges)
                return nil
            }
            files.append(file)
        }
        return self.shelf.isHeld(derived.tracks) ? files : nil
    }

    private static let notComplete = Problem(
        .notFound,
        "lesson-not-complete",
        "This lesson is not wholly at the school yet: play it by its playlist, or come back later.",
        headers: [.retryAfter: "60"]
    )
}

// MARK: - Making

extension ProgressiveLessons {
    private func derived(_ tracks: [Track]) async -> Derived? {
        let blobs = tracks.map(\.blob)
        let task = self.made.withLock { made in
            if let known = made.first(where: { $0.blobs == blobs }) { return known.task }
            // Not the asker's: others may wait for the same, and it is short.
            let task = Task { await self.make(tracks) }
            made = Array((made + [Making(blobs: blobs, task: task)]).suffix(Self.keptMax))
            return task
        }
        guard let derived = await task.value else {
            self.made.withLock { made in made.removeAll { $0.blobs == blobs } }
            return nil
        }
        return derived
    }

    /// Reads on a thread that may wait for the disk.
    private func make(_ tracks: [Track]) async -> Derived? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let parts = tracks.compactMap { self.part($0) }
                let file = parts.count == tracks.count ? ProgressiveFile(parts) : nil
                continuation.resume(returning: file.map { Derived(tracks, $0) })
            }
        }
    }

    private func part(_ track: Track) -> ProgressiveTrack? {
        guard case .file(let file)? = try? self.media.files.file(track.blob, upTo: track.sizeBytes.bytes) else {
            self.media.giveUp(beyond: 0, of: track, track.chunkRanges)
            return nil
        }
        guard let opening = try? InitSegment(file.read(0..<track.initSizeBytes.bytes)) else { return nil }
        return try? ProgressiveTrack(opening, segments: track.chunkRanges.dropFirst()) { try file.read($0) }
    }
}
