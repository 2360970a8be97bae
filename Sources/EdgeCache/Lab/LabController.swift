package import Blobs
import CourseModel
package import HTTPServing
package import Hummingbird

/// Serves a lesson's playlists, init segments and segments to the computer lab, under a playback token.
///
/// Only what the token's lesson consists of can be read here, and only bytes that were verified: a chunk that is not
/// held yet is fetched in the foreground while the request waits.
package struct LabController: Sendable {
    /// The address holds a token of one viewing session, so what it names never changes.
    private static let segmentCaching = "private, max-age=31536000, immutable"
    private static let playlistCaching = "private, max-age=10"

    private let addresses: PlaylistAddress
    private let shelf: Shelf
    private let blobs: BlobDirectory
    private let wait: ChunkWait

    package init(addresses: PlaylistAddress, shelf: Shelf, blobs: BlobDirectory, wait: ChunkWait) {
        self.addresses = addresses
        self.shelf = shelf
        self.blobs = blobs
        self.wait = wait
    }

    package func addRoutes(to router: Router<WebContext>) {
        router.get("/play/:token/**", use: self.serve)
    }

    @Sendable private func serve(request: Request, context: WebContext) async throws -> Response {
        guard let token = self.addresses.token(try context.parameters.require("token")) else {
            throw Problem(.forbidden, "playback-token", "This address is not valid any more: open the lesson again.")
        }
        guard let release = self.shelf.release(token.manifest, of: token.lesson),
            let resource = HLSResource(path: context.parameters.getCatchAll().joined(separator: "/"))
        else { throw Self.nothingHere }
        switch resource {
        case .master:
            return self.playlist(HLSPlaylist.master(of: release.manifest), of: resource, request: request)
        case .media(let id):
            guard let track = release.manifest.track(id) else { throw Self.nothingHere }
            return self.playlist(HLSPlaylist.media(of: track), of: resource, request: request)
        case .initSegment(let id), .segment(let id, _):
            guard let track = release.manifest.track(id) else { throw Self.nothingHere }
            return try await self.media(resource, in: track, request: request)
        }
    }

    private static var nothingHere: Problem {
        Problem(.notFound, "not-found", "The lesson has nothing of that name.")
    }

    private func playlist(_ text: String, of resource: HLSResource, request: Request) -> Response {
        let bytes = Array(text.utf8)
        let entityTag = "\"\(Digest(of: bytes))\""
        let headers: HTTPFields = [
            .contentType: resource.contentType, .eTag: entityTag, .cacheControl: Self.playlistCaching,
        ]
        if request.headers[.ifNoneMatch] == entityTag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func media(_ resource: HLSResource, in track: Track, request: Request) async throws -> Response {
        guard let region = resource.byteRange(in: track), let chunk = resource.chunk,
            track.chunks.indices.contains(chunk)
        else { throw Self.nothingHere }
        guard await self.wait.isHeld(ChunkAddress(blob: track.blob, chunk: chunk)),
            let file = try self.blobs.file(track.blob)
        else {
            throw Problem(
                .serviceUnavailable,
                "chunk-not-held",
                "This part of the lesson has not arrived at the school yet.",
                headers: [.retryAfter: "5"]
            )
        }
        let content = FileRegion(
            file: file,
            region: region,
            entityTag: "\"\(track.chunks[chunk].digest)\"",
            contentType: resource.contentType,
            cacheControl: Self.segmentCaching
        )
        return try await content.response(to: request)
    }
}

extension HLSResource {
    /// The chunk of its track that an init segment or segment lies in; nil for a playlist.
    fileprivate var chunk: Int? {
        switch self {
        case .master, .media: nil
        case .initSegment: 0
        case .segment(_, let number): number < Int.max ? number + 1 : nil
        }
    }
}
