package import Blobs
package import CourseModel

/// Signs programmes and puts them into the catalogue.
package struct ProgrammePublisher: Sendable {
    private let blobs: BlobDirectory
    private let catalogue: CatalogueStore
    private let key: SigningKey

    package init(blobs: BlobDirectory, catalogue: CatalogueStore, key: SigningKey) {
        self.blobs = blobs
        self.catalogue = catalogue
        self.key = key
    }

    /// Makes this the current version of its programme. Releases of lessons that no programme has any more leave the
    /// catalogue; their blobs stay.
    ///
    /// - Returns: the catalogue that has it; the one before where the same programme was there already.
    /// - Throws: `ProgrammePublisherError` where another programme has one of its lessons.
    package func publish(
        _ programme: Programme,
        validity: Duration,
        at now: UTCTime
    ) throws -> SignedDocument<Catalogue> {
        let others = try self.catalogue.programmes.filter { $0.programme != programme.programme }
        for other in others {
            let shared = Set(other.lessons.map(\.lesson)).intersection(programme.lessons.map(\.lesson))
            if let lesson = shared.min() { throw ProgrammePublisherError.lessonTaken(lesson, by: other.programme) }
        }
        let document = try SignedDocument(signing: programme, with: self.key)
        let entry = Catalogue.ProgrammeEntry(
            programme: programme.programme,
            document: try self.blobs.write(document.bytes),
            sizeBytes: ByteCount(bytes: Int64(document.bytes.count))
        )
        let lessons = Set((others + [programme]).flatMap(\.lessons).map(\.lesson))
        return try self.catalogue.publish(validity: validity, at: now) { entries in
            entries.programmes[programme.programme] = entry
            entries.releases = entries.releases.filter { lessons.contains($0.key) }
        }
    }
}

/// Why a programme was not published.
package enum ProgrammePublisherError: Error, Hashable, Sendable, CustomStringConvertible {
    case lessonTaken(Lesson.ID, by: Programme.ID)

    package var description: String {
        switch self {
        case .lessonTaken(let lesson, let programme):
            "lesson '\(lesson)' belongs to programme '\(programme)' already: a lesson's identifier is used once"
        }
    }
}
