package import Blobs
package import CourseModel

/// Signs manifests and keeps them as blobs.
package struct ReleaseSigner: Sendable {
    private let key: SigningKey
    private let blobs: BlobDirectory

    package init(key: SigningKey, blobs: BlobDirectory) {
        self.key = key
        self.blobs = blobs
    }

    /// - Returns: what the catalogue says of the release, whose manifest is durable now.
    package func sign(_ manifest: Manifest) throws -> Catalogue.ReleaseEntry {
        let document = try SignedDocument(signing: manifest, with: self.key)
        return Catalogue.ReleaseEntry(
            lesson: manifest.lesson,
            manifest: try self.blobs.write(document.bytes),
            manifestSizeBytes: ByteCount(bytes: Int64(document.bytes.count)),
            sizeBytes: manifest.sizeBytes,
            durationMs: manifest.durationMs
        )
    }
}
