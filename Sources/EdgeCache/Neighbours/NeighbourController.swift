import Blobs
import CourseModel
import HTTPServing
import Hummingbird
import ProgressAgent
import ServiceLifecycle

extension Neighbourhood.Asker: KnownEdge {}

/// What other edges ask of this one, at the origin's own addresses: the catalogue and every blob that it names, as the
/// origin signed them.
///
/// A peer gets what is held and makes nobody's line carry anything. For a child what is missing is fetched, once for all
/// who want it, and passed on as it is verified.
struct NeighbourController: Sendable {
    /// Shorter than an edge waits for a silent server.
    private static let waitMax: Duration = .seconds(25)

    /// A few manifests over a slow line.
    private static let lookMax: Duration = .seconds(10)
    /// However many children hear of it at once.
    private static let lookInterval: Duration = .seconds(2)

    let catalogue: DocumentFile<Catalogue>
    let follower: DocumentFollower<Catalogue>
    let shelf: Shelf
    let blobs: BlobDirectory
    let prefetch: PrefetchService
    let contact: OriginContact
    let compressed = CompressedDocuments()

    func addRoutes(to routes: EdgeRoutes<Neighbourhood.Asker>) {
        routes.get("/v1/catalogue") { request, _, _ in
            guard let document = self.catalogue.document else { throw Self.notHeld }
            return try await DocumentResponse.of(document, unlessHeldBy: request, compressed: self.compressed)
        }
        routes.get("/v1/blobs/:blob") { request, context, asker in
            guard let digest = Digest(hexadecimal: try context.parameters.require("blob")) else { throw Self.notHeld }
            if self.mayFetch(for: asker), !self.isKnown(digest) { await self.lookAgain(for: digest) }
            if let track = self.prefetch.track(digest) { return try await self.bytes(of: track, to: request, asker) }
            guard self.blobs.isWhole(digest), let file = try self.blobs.file(digest) else { throw Self.notHeld }
            return try await BlobResponse.of(digest, file, to: request, compressed: self.compressed)
        }
    }

    private func mayFetch(for asker: Neighbourhood.Asker) -> Bool {
        asker.isChild && self.contact.state.trouble == nil
    }

    private func isKnown(_ digest: Digest) -> Bool {
        self.prefetch.track(digest) != nil || self.blobs.isWhole(digest)
    }

    /// A child may have heard of a new catalogue first: it is asked for, and what it lists is waited for a while.
    private func lookAgain(for digest: Digest) async {
        let end = ContinuousClock.now + Self.lookMax
        await self.follower.follow(unlessWithin: Self.lookInterval)
        while !self.isKnown(digest), ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private static var notHeld: Problem {
        Problem(.notFound, "not-held", "this edge does not have it")
    }

    private func bytes(of track: Track, to request: Request, _ asker: Neighbourhood.Asker) async throws -> Response {
        let size = track.sizeBytes.bytes
        let wanted = ByteRanges.wanted(by: request.headers[.range], of: size)
        let mayFetch = self.mayFetch(for: asker)
        var request = request
        if !mayFetch, case .part(let part) = wanted {
            // RFC 9110 §15.3.7: an answer may have less than was asked for, and says how much.
            let end = self.heldEnd(of: track, in: part)
            guard end > part.lowerBound else { throw Self.notHeld }
            var head = request.head
            head.headerFields[.range] = "bytes=\(part.lowerBound)-\(end - 1)"
            request = Request(head: head, body: request.body)
        } else if !mayFetch, case .whole = wanted, self.heldEnd(of: track, in: 0..<size) < size {
            throw Self.notHeld
        }
        return try await FileRegion(
            region: 0..<size,
            entityTag: "\"\(track.blob)\"",
            contentType: BlobResponse.contentType,
            cacheControl: BlobResponse.unchanging,
            prepare: { if mayFetch { try await self.bring($0, of: track) } },
            read: { range in
                // What was held a moment ago may have been found rotten since.
                let chunks = track.chunks(of: range)
                guard self.shelf.heldChunks(of: track).isSuperset(of: chunks),
                    let file = try self.blobs.file(track.blob)
                else { throw Self.notHeld }
                return try file.read(range)
            }
        ).response(to: request)
    }

    /// Up to where the bytes of a range are held, from its first on.
    private func heldEnd(of track: Track, in part: Range<Int64>) -> Int64 {
        let held = self.shelf.heldChunks(of: track)
        guard let missing = track.chunks(of: part).first(where: { !held.contains($0) }) else { return part.upperBound }
        return max(part.lowerBound, track.chunkRanges[missing].lowerBound)
    }

    /// Has the chunks fetched that these bytes lie in, and returns when they are held.
    ///
    /// - Throws: where one does not come in time.
    private func bring(_ bytes: Range<Int64>, of track: Track) async throws {
        for chunk in track.chunks(of: bytes) {
            let address = ChunkAddress(blob: track.blob, chunk: chunk)
            if !self.shelf.isHeld(address) { try await self.fetch(address) }
            // What comes next will be asked for next.
            self.prefetch.watch(address)
        }
    }

    private func fetch(_ address: ChunkAddress) async throws {
        let isHeld = await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await self.prefetch.want(address) }
                group.addTask { try? await Task.sleep(for: Self.waitMax) }
                await group.next()
                group.cancelAll()
            }
            return self.shelf.isHeld(address)
        }
        guard isHeld else {
            throw Problem(
                .serviceUnavailable,
                "chunk-not-held",
                "this part has not arrived here yet",
                headers: [.retryAfter: "30"]
            )
        }
    }
}
