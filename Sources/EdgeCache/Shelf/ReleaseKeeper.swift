package import Blobs
package import CourseModel
package import Logging
package import ProgressAgent
import Transfer

/// Brings the small documents that a catalogue names: manifests and programmes; verified before they are kept.
package struct ReleaseKeeper: Sendable {
    private let client: OriginClient
    private let blobs: BlobDirectory
    private let shelf: Shelf
    private let incidents: IncidentLog
    private let logger: Logger

    package init(client: OriginClient, blobs: BlobDirectory, shelf: Shelf, incidents: IncidentLog, logger: Logger) {
        self.client = client
        self.blobs = blobs
        self.shelf = shelf
        self.incidents = incidents
        self.logger = logger
    }

    /// Stocks the shelf with what the catalogue lists, as far as its documents are held or can be had now.
    ///
    /// - Parameter fetching: false to use only what is on the disk, at start.
    /// - Returns: whether all documents of the catalogue are there.
    @discardableResult
    package func stock(from catalogue: Catalogue, fetching: Bool) async -> Bool {
        var releases: [ShelvedRelease] = []
        var programmes: [Programme] = []
        for entry in catalogue.programmes {
            if let document = await self.document(Programme.self, entry.document, fetching: fetching) {
                programmes.append(document.payload)
            }
        }
        for entry in catalogue.releases {
            if let document = await self.document(Manifest.self, entry.manifest, fetching: fetching),
                document.payload.lesson == entry.lesson
            {
                releases.append(ShelvedRelease(document))
            }
        }
        self.shelf.stock(releases: releases, programmes: programmes)
        return releases.count == catalogue.releases.count && programmes.count == catalogue.programmes.count
    }

    private func document<Payload: DocumentPayload>(
        _ type: Payload.Type,
        _ digest: Digest,
        fetching: Bool
    ) async -> SignedDocument<Payload>? {
        do {
            if let held = try self.blobs.read(digest, sizeMax: Payload.sizeMax) {
                return try SignedDocument(verifying: held, with: self.client.identity.originKey)
            }
            guard fetching else { return nil }
            let bytes = try await self.client.blob(digest, sizeMax: Payload.sizeMax)
            let document = try SignedDocument<Payload>(verifying: bytes, with: self.client.identity.originKey)
            _ = try self.blobs.write(bytes)
            return document
        } catch let error as DocumentError {
            self.incidents.record(.documentRefused, about: Payload.documentType, "\(error)")
        } catch OriginClientError.wrongDigest {
            self.incidents.record(.chunkRefused, about: Payload.documentType, "\(digest) was altered on the way")
        } catch {
            self.logger.info("document not had", metadata: ["digest": "\(digest)", "error": "\(error)"])
        }
        return nil
    }
}
