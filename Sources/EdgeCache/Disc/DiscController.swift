import CourseModel
package import HTTPServing
package import Hummingbird
import ProgressAgent

/// Where `lectern-edge disc import` brings what it reads off a disc; with the token of `control.json` only.
package struct DiscController: Sendable {
    /// A run of chunks: one chunk of thirty seconds at 16 Mbit/s fits.
    private static let chunksBytesMax = 64 << 20
    private static let documentBytesMax = max(Catalogue.sizeMax, Manifest.sizeMax, Programme.sizeMax)

    private let token: ControlToken
    private let intake: DiscIntake

    package init(token: ControlToken, intake: DiscIntake) {
        self.token = token
        self.intake = intake
    }

    package func addRoutes(to router: Router<WebContext>) {
        router.group().add(middleware: ControlTokenMiddleware(token: self.token))
            .get("/v1/wanted", use: self.readWanted)
            .post("/v1/documents", use: self.takeDocument)
            .post("/v1/stock") { _, _ in
                await self.intake.restock()
                return HTTPResponse.Status.noContent
            }
            .post("/v1/blobs/:blob/chunks/:first", use: self.takeChunks)
    }

    @Sendable private func readWanted(request: Request, context: WebContext) async throws -> Response {
        let word = request.uri.queryParameters["after"].map(String.init)
        let last = word.flatMap { Lesson.ID($0) }
        guard word == nil || last != nil else {
            throw Problem(.badRequest, "no-such-page", "no lesson has such a name")
        }
        return try JSONResponse.of(self.intake.wanted(after: last))
    }

    @Sendable private func takeDocument(request: Request, context: WebContext) async throws -> HTTPResponse.Status {
        let body = try await request.body.collect(upTo: Self.documentBytesMax)
        do {
            try self.intake.take(document: Array(buffer: body))
        } catch let error as DocumentError {
            throw Problem(.badRequest, "document-refused", "\(error)")
        } catch let error as DocumentFileError {
            throw Problem(.conflict, "document-older", "\(error)")
        } catch let error as DiscIntakeError {
            throw Problem(.notFound, "not-listed", "\(error)")
        }
        return .noContent
    }

    @Sendable private func takeChunks(request: Request, context: WebContext) async throws -> Response {
        guard let blob = Digest(hexadecimal: try context.parameters.require("blob")),
            let first = Int(try context.parameters.require("first"))
        else { throw Problem(.notFound, "unknown-chunk", "no chunk has such an address") }
        let body = try await request.body.collect(upTo: Self.chunksBytesMax)
        do {
            return try JSONResponse.of(try self.intake.take(Array(buffer: body), fromChunk: first, of: blob))
        } catch let error as DiscIntakeError {
            throw Problem(.badRequest, "not-chunks", "\(error)")
        } catch PrefetchError.unknownChunk(let address) {
            throw Problem(.notFound, "unknown-chunk", "\(PrefetchError.unknownChunk(address))")
        } catch PrefetchError.disk(let reason) {
            throw Problem(.insufficientStorage, "disk-full", reason)
        }
    }
}
