package import CourseModel

/// A release that the catalogue lists, with its verified manifest.
package struct ShelvedRelease: Hashable, Sendable {
    /// Names the release.
    package let digest: Digest
    package let manifest: Manifest

    package init(digest: Digest, manifest: Manifest) {
        self.digest = digest
        self.manifest = manifest
    }

    package init(_ document: SignedDocument<Manifest>) {
        self.init(digest: document.digest, manifest: document.payload)
    }
}

/// Names one chunk of one track file.
package struct ChunkAddress: Hashable, Sendable {
    package let blob: Digest
    /// Index into the track's `chunks`.
    package let chunk: Int

    package init(blob: Digest, chunk: Int) {
        self.blob = blob
        self.chunk = chunk
    }
}
