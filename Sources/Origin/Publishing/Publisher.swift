package import Blobs
package import CourseModel
import MediaPackaging

/// Makes a course video the current release of a lesson.
///
/// The catalogue is the last thing that changes, and it changes at once: a video that is refused publishes nothing, and
/// a crash leaves only blobs that nothing refers to.
package struct Publisher: Sendable {
    package struct Publication: Sendable {
        package let release: Catalogue.ReleaseEntry
        package let manifest: Manifest
        package let catalogueVersion: Int64
        /// Whether the lesson's current release was made of the same bytes already; then it stays.
        package let isUnchanged: Bool
    }

    private let folder: OriginFolder
    private let blobs: BlobDirectory
    private let catalogue: CatalogueStore
    private let signer: ReleaseSigner

    package init(folder: OriginFolder, blobs: BlobDirectory, catalogue: CatalogueStore, key: SigningKey) {
        self.folder = folder
        self.blobs = blobs
        self.catalogue = catalogue
        self.signer = ReleaseSigner(key: key, blobs: blobs)
    }

    /// - Parameters:
    ///   - language: of the sound, BCP 47; nil: as the file says.
    ///   - progress: media time packaged so far, and in all.
    /// - Throws: `PublisherError.unknownLesson`, `PackagingError` for a file that cannot be published, `FileError`.
    package func publish(
        file: String,
        lesson: Lesson.ID,
        language: String?,
        validity: Duration,
        at now: UTCTime,
        progress: @Sendable (MediaTime, MediaTime) -> Void
    ) throws -> Publication {
        try self.check(lesson)
        try self.folder.prepare()
        return try PackagingFolder.use(in: self.folder.packagingPath) { work in
            var options = PackagingOptions()
            options.language = language
            let packaged = try Packager(options).package(file: file, into: work, progress: progress)
            return try self.publish(packaged, lesson: lesson, validity: validity, at: now)
        }
    }

    private func publish(
        _ packaged: PackagedLesson,
        lesson: Lesson.ID,
        validity: Duration,
        at now: UTCTime
    ) throws -> Publication {
        let manifest = ReleaseBuilder.manifest(of: packaged, lesson: lesson, at: now)
        if let (entry, current) = try self.currentRelease(of: lesson), Self.isSame(current, manifest) {
            let version = try self.catalogue.current?.payload.version ?? 0
            return Publication(release: entry, manifest: current, catalogueVersion: version, isUnchanged: true)
        }
        for (track, path) in packaged.tracks {
            try self.blobs.adopt(fileAt: path, as: track.blob)
        }
        let entry = try self.signer.sign(manifest)
        let document = try self.catalogue.publish(validity: validity, at: now) { $0.releases[lesson] = entry }
        return Publication(
            release: entry,
            manifest: manifest,
            catalogueVersion: document.payload.version,
            isUnchanged: false
        )
    }

    /// - Throws: `PublisherError.unknownLesson` unless an imported programme has the lesson.
    package func check(_ lesson: Lesson.ID) throws {
        let lessons = try self.catalogue.programmes.flatMap(\.lessons)
        guard lessons.contains(where: { $0.lesson == lesson }) else {
            throw PublisherError.unknownLesson(lesson, known: lessons)
        }
    }

    private func currentRelease(of lesson: Lesson.ID) throws -> (Catalogue.ReleaseEntry, Manifest)? {
        guard let entry = try self.catalogue.current?.payload.release(of: lesson),
            let bytes = try self.blobs.read(entry.manifest, sizeMax: Manifest.sizeMax)
        else { return nil }
        // It was verified when it was published, and its digest is in the signed catalogue.
        return (entry, try SignedDocument<Manifest>.unverifiedPayload(in: bytes))
    }

    private static func isSame(_ one: Manifest, _ other: Manifest) -> Bool {
        one.tracks == other.tracks && one.renditions == other.renditions && one.source.digest == other.source.digest
    }
}

/// Why nothing was published.
package enum PublisherError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownLesson(Lesson.ID, known: [LessonEntry])

    private static var shownMax: Int { 30 }

    package var description: String {
        switch self {
        case .unknownLesson(let lesson, let known) where known.isEmpty:
            """
            no programme has a lesson '\(lesson)', because none is imported: \
            lectern-origin programme import FILE.yaml
            """
        case .unknownLesson(let lesson, let known):
            """
            no imported programme has a lesson '\(lesson)'; there are
            \(known.prefix(Self.shownMax).map { "  \($0.lesson)  \($0.title.zh)" }.joined(separator: "\n"))
            \(known.count > Self.shownMax ? "  … and \(known.count - Self.shownMax) more" : "")
            """
        }
    }
}
