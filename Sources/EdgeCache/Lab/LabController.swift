package import Blobs
package import CourseModel
package import HTTPServing
package import Hummingbird

/// Serves a lesson's playlists, segments, captions and still pictures to the computer lab, under a playback token.
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
    private let note: @Sendable (PlaybackToken, Track, Range<Int64>) -> Void

    /// - Parameter note: told what of a track file is handed to whom.
    package init(
        addresses: PlaylistAddress,
        shelf: Shelf,
        blobs: BlobDirectory,
        wait: ChunkWait,
        note: @escaping @Sendable (PlaybackToken, Track, Range<Int64>) -> Void = { _, _, _ in }
    ) {
        self.addresses = addresses
        self.shelf = shelf
        self.blobs = blobs
        self.wait = wait
        self.note = note
    }

    package func addRoutes(to router: Router<WebContext>) {
        router.get("/play/:token/**", use: self.serve)
    }

    @Sendable private func serve(request: Request, context: WebContext) async throws -> Response {
        guard let token = self.addresses.token(try context.parameters.require("token")) else {
            throw Problem(.forbidden, "playback-token", "This address is not valid any more: open the lesson again.")
        }
        guard let release = self.shelf.release(token.manifest, of: token.lesson),
            let resource = ReleaseResource(path: context.parameters.getCatchAll().joined(separator: "/"))
        else { throw Self.nothingHere }
        let playable = release.manifest.with(renditions: self.shelf.playable(of: release.manifest))
        if let text = resource.document(of: playable) {
            return self.document(text, of: resource, request: request)
        }
        guard let track = resource.track.flatMap({ release.manifest.track($0) }) else { throw Self.nothingHere }
        return try await self.bytes(resource, of: track, for: token, request: request)
    }

    private static var nothingHere: Problem {
        Problem(.notFound, "not-found", "The lesson has nothing of that name.")
    }

    private func document(_ text: String, of resource: ReleaseResource, request: Request) -> Response {
        let bytes = Array(text.utf8)
        let entityTag = "\"\(Digest(of: bytes))\""
        let headers: HTTPFields = [
            .contentType: resource.contentType, .eTag: entityTag, .cacheControl: Self.playlistCaching,
        ]
        if request.headers[.ifNoneMatch] == entityTag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func bytes(
        _ resource: ReleaseResource,
        of track: Track,
        for token: PlaybackToken,
        request: Request
    ) async throws -> Response {
        guard let chunk = resource.chunk(in: track), let region = resource.byteRange(in: track) else {
            throw Self.nothingHere
        }
        let isWhole = resource == .trackFile(track.track)
        let chunks = isWhole ? Self.chunks(of: track, wantedBy: request) : chunk..<(chunk + 1)
        for chunk in chunks {
            let address = ChunkAddress(blob: track.blob, chunk: chunk)
            guard await self.wait.isHeld(address, for: token.session) else { throw Self.notHeld }
        }
        guard let file = try self.blobs.file(track.blob) else { throw Self.notHeld }
        let content = FileRegion(
            file: file,
            region: region,
            entityTag: "\"\(isWhole ? track.blob : track.chunks[chunk].digest)\"",
            contentType: resource.contentType,
            cacheControl: Self.segmentCaching
        )
        let response = try await content.response(to: request)
        if request.method == .get, [.ok, .partialContent].contains(response.status) {
            self.note(token, track, Self.part(of: region, wantedBy: request))
        }
        return response
    }

    private static var notHeld: Problem {
        Problem(
            .serviceUnavailable,
            "chunk-not-held",
            "This part of the lesson has not arrived at the school yet.",
            headers: [.retryAfter: "5"]
        )
    }

    private static func part(of region: Range<Int64>, wantedBy request: Request) -> Range<Int64> {
        guard case .part(let part) = ByteRanges.wanted(by: request.headers[.range], of: Int64(region.count)) else {
            return region
        }
        return region.lowerBound + part.lowerBound..<region.lowerBound + part.upperBound
    }

    /// The chunks of a whole track file that the bytes which a request asks for lie in.
    private static func chunks(of track: Track, wantedBy request: Request) -> Range<Int> {
        let wanted: Range<Int64> =
            switch ByteRanges.wanted(by: request.headers[.range], of: track.sizeBytes.bytes) {
            case .whole: 0..<track.sizeBytes.bytes
            case .part(let part): part
            case .unsatisfiable: 0..<0
            }
        return track.chunks(of: wanted)
    }
}
