package import Blobs
package import CourseModel
package import HTTPServing
import Hummingbird

/// Serves a lesson's playlists, segments, captions, still pictures and whole files to the computer lab, under a playback
/// token.
///
/// Only what the token's lesson consists of can be read here, and only bytes that were verified: a chunk that is not
/// held yet is fetched in the foreground while the request waits. A file that ends before what is held of it is not
/// believed: what lies beyond is fetched again.
package struct LabController: Sendable {
    private struct FileKey: Hashable, Sendable {
        let release: Digest
        let path: String
    }

    private static let prefix = "/play/"
    /// A lesson of 45 minutes has some 900 segments.
    private static let filesMax = 4_096
    private static let documentsMax = 256

    private let addresses: PlaylistAddress
    private let shelf: Shelf
    private let media: LabMedia
    private let progressive: ProgressiveLessons
    private let files = LabTable<FileKey, LabFile>(countMax: LabController.filesMax)
    private let documents = LabTable<LabDocument.Key, LabDocument>(countMax: LabController.documentsMax)

    /// - Parameters:
    ///   - fetchAgain: told of each chunk that was held and is gone from its file.
    ///   - note: told, once for each stretch of a track file, what of it was handed to the socket of a session.
    package init(
        addresses: PlaylistAddress,
        shelf: Shelf,
        blobs: BlobDirectory,
        wait: ChunkWait,
        fetchAgain: @escaping @Sendable (ChunkAddress, _ reason: String) -> Void,
        note: @escaping @Sendable (PlaybackToken, Track, Range<Int64>) -> Void
    ) {
        self.addresses = addresses
        self.shelf = shelf
        let files = OpenBlobs(blobs)
        self.media = LabMedia(shelf: shelf, files: files, wait: wait, fetchAgain: fetchAgain, note: note)
        self.progressive = ProgressiveLessons(shelf: shelf, media: self.media)
    }

    package var route: DirectRoute {
        DirectRoute(prefix: Self.prefix, name: "/play/{token}/**") { self.answer($0, &$1) }
    }

    private func answer(_ request: DirectRequest, _ memory: inout ConnectionMemory) -> DirectOutcome {
        let isHead = request.content.isHead
        guard let play = self.play(request, &memory) else {
            return .answer(DirectAnswer(Self.forbidden, isHead: isHead))
        }
        guard let path = request.tail(after: play.prefix.utf8.count) else {
            return .answer(DirectAnswer(Self.nothingHere, isHead: isHead))
        }
        let manifest = play.release.manifest
        let file = self.files.value(FileKey(release: play.release.digest, path: path)) {
            ReleaseResource(path: path).flatMap { LabFile($0, of: manifest) }
        }
        if let file { return self.media.answer(file, for: play.token, request) }
        guard let resource = ReleaseResource(path: path) else {
            return .answer(DirectAnswer(Self.nothingHere, isHead: isHead))
        }
        if resource == .progressive { return self.progressive.answer(play, request) }
        let document = self.document(resource, of: play.release)
        return .answer(document?.answer(to: request) ?? DirectAnswer(Self.nothingHere, isHead: isHead))
    }

    /// What a request plays; a connection plays the same mostly.
    private func play(_ request: DirectRequest, _ memory: inout ConnectionMemory) -> LabPlay? {
        if let known = memory.value as? LabPlay, request.path.hasPrefix(known.prefix) {
            return self.addresses.isGood(known.token) ? known : nil
        }
        let text = request.path.dropFirst(Self.prefix.count).prefix { $0 != "/" }
        guard let token = self.addresses.token(text),
            let release = self.shelf.release(token.manifest, of: token.lesson)
        else { return nil }
        let play = LabPlay(prefix: "\(Self.prefix)\(text)/", token: token, release: release)
        memory.value = play
        return request.path.hasPrefix(play.prefix) ? play : nil
    }

    private func document(_ resource: ReleaseResource, of release: ShelvedRelease) -> LabDocument? {
        let renditions = self.shelf.playable(of: release.manifest)
        let key = LabDocument.Key(
            release: release.digest,
            resource: resource,
            renditions: renditions.map(\.rendition)
        )
        return self.documents.value(key) {
            resource.document(of: release.manifest.with(renditions: renditions)).map {
                LabDocument($0, contentType: resource.contentType)
            }
        }
    }

    private static let forbidden = Problem(
        .forbidden,
        "playback-token",
        "This address is not valid any more: open the lesson again."
    )

    static let nothingHere = Problem(.notFound, "not-found", "The lesson has nothing of that name.")
}
