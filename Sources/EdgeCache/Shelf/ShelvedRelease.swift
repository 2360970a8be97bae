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
