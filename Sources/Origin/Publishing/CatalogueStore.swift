package import Blobs
package import CourseModel
import Glibc
import Synchronization

/// The current catalogue: a signed file that is replaced as a whole, by one process at a time.
///
/// Readers notice a new file by its status, so that a server serves what a command has just published. After a crash
/// at any moment there is the old catalogue or the new one.
package final class CatalogueStore: Sendable {
    /// What a publication changes of the catalogue.
    package struct Entries: Hashable, Sendable {
        package var programmes: [Programme.ID: Catalogue.ProgrammeEntry]
        package var releases: [Lesson.ID: Catalogue.ReleaseEntry]

        init(_ catalogue: Catalogue?) {
            let catalogue = catalogue.map { ($0.programmes, $0.releases) } ?? ([], [])
            self.programmes = Dictionary(catalogue.0.map { ($0.programme, $0) }) { $1 }
            self.releases = Dictionary(catalogue.1.map { ($0.lesson, $0) }) { $1 }
        }
    }

    /// Which file was read: another size, time or inode is another file.
    private struct FileStamp: Hashable {
        let inode: UInt64
        let sizeBytes: Int64
        let seconds: Int
        let nanoseconds: Int

        /// - Returns: nil where there is no such file.
        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.inode = UInt64(status.st_ino)
            self.sizeBytes = Int64(status.st_size)
            self.seconds = status.st_mtim.tv_sec
            self.nanoseconds = status.st_mtim.tv_nsec
        }
    }

    private struct Content {
        var stamp: FileStamp?
        var document: SignedDocument<Catalogue>?
        /// Of `document`; nil: not read yet.
        var programmes: [Programme]?
    }

    private let folder: OriginFolder
    private let key: SigningKey
    private let blobs: BlobDirectory
    private let content = Mutex(Content())

    package init(folder: OriginFolder, key: SigningKey, blobs: BlobDirectory) {
        self.folder = folder
        self.key = key
        self.blobs = blobs
    }

    /// The catalogue as it stands; nil before the first publication.
    ///
    /// - Throws: `FileError`; `DocumentError` for a file that was altered.
    package var current: SignedDocument<Catalogue>? {
        get throws { try self.content.withLock { try self.refreshed(&$0).document } }
    }

    /// The programmes of the current catalogue, in its order.
    package var programmes: [Programme] {
        get throws {
            try self.content.withLock { content in
                try self.refreshed(&content)
                if let programmes = content.programmes { return programmes }
                let programmes = try content.document?.payload.programmes.map(self.programme) ?? []
                content.programmes = programmes
                return programmes
            }
        }
    }

    /// Publishes the next version of the catalogue; durable when it returns.
    ///
    /// - Parameters:
    ///   - validity: how long edges take it for up to date.
    ///   - change: what is different; where nothing is, and the current catalogue has more than half of its validity
    ///     left, that one stays.
    package func publish(
        validity: Duration,
        at now: UTCTime,
        _ change: (inout Entries) throws -> Void
    ) throws -> SignedDocument<Catalogue> {
        try self.folder.prepare()
        let lock = try FileLock(path: self.folder.catalogueLockPath)
        let before = try self.current
        let old = Entries(before?.payload)
        var new = old
        try change(&new)
        if let before, new == old, Self.isFresh(before.payload, validity: validity, at: now) { return before }
        let catalogue = Catalogue(
            version: (before?.payload.version ?? 0) + 1,
            issuedAtMs: now,
            expiresAtMs: UTCTime(milliseconds: now.milliseconds + validity.components.seconds * 1000),
            programmes: new.programmes.values.sorted { $0.programme < $1.programme },
            releases: new.releases.values.sorted { $0.lesson < $1.lesson }
        )
        let document = try SignedDocument(signing: catalogue, with: self.key)
        try DurableFile.write(document.bytes, to: self.folder.cataloguePath)
        _ = consume lock
        return document
    }

    /// Publishes the same catalogue anew where less than half of its validity is left, and an empty one where there is
    /// none.
    ///
    /// - Returns: the new one; nil where there was nothing to do.
    package func renewIfDue(validity: Duration, at now: UTCTime) throws -> SignedDocument<Catalogue>? {
        let before = try self.current
        if let before, Self.isFresh(before.payload, validity: validity, at: now) { return nil }
        let after = try self.publish(validity: validity, at: now) { _ in }
        return after == before ? nil : after
    }

    private static func isFresh(_ catalogue: Catalogue, validity: Duration, at now: UTCTime) -> Bool {
        catalogue.expiresAtMs.milliseconds - now.milliseconds > validity.components.seconds * 500
    }

    @discardableResult
    private func refreshed(_ content: inout Content) throws -> Content {
        let stamp = FileStamp(path: self.folder.cataloguePath)
        guard stamp != content.stamp else { return content }
        let bytes = try DurableFile.read(self.folder.cataloguePath, sizeMax: Catalogue.sizeMax)
        let document = try bytes.map { try SignedDocument<Catalogue>(verifying: $0, with: self.key.verifyingKey) }
        if document != content.document { content.programmes = nil }
        content.document = document
        content.stamp = stamp
        return content
    }

    private func programme(_ entry: Catalogue.ProgrammeEntry) throws -> Programme {
        guard let bytes = try self.blobs.read(entry.document, sizeMax: Programme.sizeMax) else {
            throw CatalogueStoreError.missingBlob(entry.document)
        }
        return try SignedDocument<Programme>(verifying: bytes, with: self.key.verifyingKey).payload
    }
}

/// The data folder lacks what its catalogue names.
package enum CatalogueStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case missingBlob(Digest)

    package var description: String {
        switch self {
        case .missingBlob(let digest):
            "the catalogue names a document that is not in blobs/ (\(digest)): restore the data folder from its backup"
        }
    }
}
