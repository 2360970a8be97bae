package import Blobs
import CourseModel
package import HTTPServing
import Hummingbird

/// What is published: `GET /v1/catalogue`, and `GET /v1/blobs/{digest}` for every byte that it names.
package struct CatalogueController: Sendable {
    private let catalogue: CatalogueStore
    private let blobs: BlobDirectory
    private let compressed = CompressedDocuments()

    package init(catalogue: CatalogueStore, blobs: BlobDirectory) {
        self.catalogue = catalogue
        self.blobs = blobs
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        routes.get("/v1/catalogue") { request, _, _ in
            guard let document = try self.catalogue.current else {
                throw Problem(.notFound, "no-catalogue", "nothing has been published here yet")
            }
            return try await DocumentResponse.of(document, unlessHeldBy: request, compressed: self.compressed)
        }
        routes.get("/v1/blobs/:digest") { request, context, _ in
            guard let digest = Digest(hexadecimal: try context.parameters.require("digest")),
                let file = try self.blobs.file(digest)
            else { throw Problem(.notFound, "no-blob", "there is no such blob here") }
            return try await BlobResponse.of(digest, file, to: request, compressed: self.compressed)
        }
    }
}
