/// The list of what is current: programmes and the releases of their lessons.
///
/// An edge takes a catalogue only if its version is not lower than the one it has; past its expiry it goes on serving
/// what it holds and says that it is out of date.
package struct Catalogue: DocumentPayload {
    package static let documentType = "catalogue"
    /// 20,000 lessons at 250 bytes, with room to spare.
    package static let sizeMax = 8 << 20

    package struct ProgrammeEntry: Hashable, Sendable, Codable {
        package let programme: Programme.ID
        /// Digest of the signed programme document, which is kept as a blob.
        package let document: Digest
        package let sizeBytes: ByteCount

        package init(programme: Programme.ID, document: Digest, sizeBytes: ByteCount) {
            self.programme = programme
            self.document = document
            self.sizeBytes = sizeBytes
        }
    }

    package struct ReleaseEntry: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID
        /// Digest of the signed manifest, which is kept as a blob and names the release.
        package let manifest: Digest
        package let manifestSizeBytes: ByteCount
        /// All track files together.
        package let sizeBytes: ByteCount
        package let durationMs: MediaTime

        package init(
            lesson: Lesson.ID,
            manifest: Digest,
            manifestSizeBytes: ByteCount,
            sizeBytes: ByteCount,
            durationMs: MediaTime
        ) {
            self.lesson = lesson
            self.manifest = manifest
            self.manifestSizeBytes = manifestSizeBytes
            self.sizeBytes = sizeBytes
            self.durationMs = durationMs
        }
    }

    /// Goes up by one at every publication; the first is 1.
    package let version: Int64
    package let issuedAtMs: UTCTime
    package let expiresAtMs: UTCTime
    /// Sorted by identifier, each once.
    package let programmes: [ProgrammeEntry]
    /// Sorted by lesson, each once.
    package let releases: [ReleaseEntry]

    package init(
        version: Int64,
        issuedAtMs: UTCTime,
        expiresAtMs: UTCTime,
        programmes: [ProgrammeEntry],
        releases: [ReleaseEntry]
    ) {
        self.version = version
        self.issuedAtMs = issuedAtMs
        self.expiresAtMs = expiresAtMs
        self.programmes = programmes
        self.releases = releases
    }

    package func release(of lesson: Lesson.ID) -> ReleaseEntry? {
        self.releases.first { $0.lesson == lesson }
    }
}
