package import Blobs
package import CourseModel
package import Logging
package import ProgressAgent
import Transfer

/// Brings the small documents that a catalogue names: manifests and programmes; verified before they are kept.
package struct ReleaseKeeper: Sendable {
    private let sources: LessonSources
    private let blobs: BlobDirectory
    private let shelf: Shelf
    private let incidents: IncidentLog
    private let logger: Logger

    package init(sources: LessonSources, blobs: BlobDirectory, shelf: Shelf, incidents: IncidentLog, logger: Logger) {
        self.sources = sources
        self.blobs = blobs
        self.shelf = shelf
        self.incidents = incidents
        self.logger = logger
    }

    /// How many releases are looked through before those that are there go on the shelf: at a first start over a slow
    /// line the first lessons need not wait for the last manifest.
    private static let batch = 32

    /// Stocks the shelf with what the catalogue lists, as far as its documents are held or can be had now.
    ///
    /// Until the document of a new version is here, the version that it replaces stays on the shelf.
    ///
    /// - Parameters:
    ///   - fetching: false to use only what is on the disk, at start.
    ///   - isCurrent: whether this is the newest catalogue; once it is not, the shelf is left as it is.
    /// - Returns: whether all documents of the catalogue are there.
    @discardableResult
    package func stock(
        from catalogue: Catalogue,
        fetching: Bool,
        while isCurrent: () -> Bool = { true }
    ) async -> Bool {
        var isWhole = true
        var programmes: [Programme] = []
        for entry in catalogue.programmes {
            let document = await self.document(Programme.self, entry.document, fetching: fetching)
            isWhole = isWhole && document != nil
            if let programme = document?.payload ?? self.shelf.programme(entry.programme) {
                programmes.append(programme)
            }
        }
        var releases = catalogue.releases.map { self.shelf.release(of: $0.lesson) }
        for (index, entry) in catalogue.releases.enumerated() {
            guard isCurrent() else { return false }
            if fetching, index % Self.batch == 0 {
                self.shelf.stock(releases: releases.compactMap { $0 }, programmes: programmes)
            }
            let document = await self.document(Manifest.self, entry.manifest, fetching: fetching)
            if let document, document.payload.lesson == entry.lesson {
                releases[index] = ShelvedRelease(document)
            } else {
                isWhole = false
            }
        }
        guard isCurrent() else { return false }
        let documents = Set(catalogue.programmes.map(\.document) + catalogue.releases.map(\.manifest))
        self.shelf.stock(
            releases: releases.compactMap { $0 },
            programmes: programmes,
            documents: isWhole ? documents : nil
        )
        return isWhole
    }

    private func document<Payload: DocumentPayload>(
        _ type: Payload.Type,
        _ digest: Digest,
        fetching: Bool
    ) async -> SignedDocument<Payload>? {
        do {
            if let held = try self.blobs.read(digest, sizeMax: Payload.sizeMax) {
                return try SignedDocument(verifying: held, with: self.sources.origin.identity.originKey)
            }
            guard fetching else { return nil }
            let bytes = try await self.sources.blob(digest, sizeMax: Payload.sizeMax) { source in
                let reason = "\(digest) came altered from \(source)"
                self.incidents.record(.chunkRefused, about: Payload.documentType, reason)
            }
            let document = try SignedDocument<Payload>(verifying: bytes, with: self.sources.origin.identity.originKey)
            _ = try self.blobs.write(bytes)
            return document
        } catch let error as DocumentError {
            self.incidents.record(.documentRefused, about: Payload.documentType, "\(error)")
        } catch {
            self.logger.info("document not had", metadata: ["digest": "\(digest)", "error": "\(error)"])
        }
        return nil
    }
}
