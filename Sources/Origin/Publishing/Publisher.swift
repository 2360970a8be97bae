package import Blobs
package import CourseModel
package import MediaPackaging

/// Makes a course video the current release of a lesson.
///
/// The catalogue is the last thing that changes, and it changes at once: a video that is refused publishes nothing, and
/// a crash leaves only blobs that nothing refers to.
package struct Publisher: Sendable {
    package struct Publication: Hashable, Sendable {
        package let release: Catalogue.ReleaseEntry
        package let trackCount: Int
        package let catalogueVersion: Int64
        /// Whether the lesson's current release was made of the same bytes with the same options already; then it stays.
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
    ///   - now: the clock.
    ///   - progress: media time packaged so far, and in all; what it throws ends packaging.
    /// - Throws: `PublisherError.unknownLesson`, `PackagingError` for a file that cannot be published, `FileError`.
    package func publish(
        _ video: LessonVideo,
        validity: Duration,
        now: () -> UTCTime,
        progress: PackagingProgress
    ) throws -> Publication {
        try self.check(video.lesson)
        try self.folder.prepare()
        let recipe = try PackagingRecipe(video.options).digest
        if let (entry, current) = try self.currentRelease(of: video.lesson),
            try self.isMade(current, of: video.path, recipe: recipe)
        {
            return try self.unchanged(entry, current)
        }
        try DurableFile.makeFolder(self.folder.packagingPath)
        return try WorkFolder.use(in: self.folder.packagingPath, prefix: "work-") { work in
            let packaged = try Packager(video.options).package(file: video.path, into: work, progress: progress)
            let manifest = ReleaseBuilder.manifest(
                of: packaged,
                lesson: video.lesson,
                recipe: recipe,
                at: now()
            )
            return try self.publish(manifest, packaged, validity: validity, at: now())
        }
    }

    private func publish(
        _ manifest: Manifest,
        _ packaged: PackagedLesson,
        validity: Duration,
        at now: UTCTime
    ) throws -> Publication {
        for (track, path) in packaged.tracks {
            try self.blobs.adopt(fileAt: path, as: track.blob)
        }
        if let (entry, current) = try self.currentRelease(of: manifest.lesson), Self.isSame(current, manifest) {
            return try self.unchanged(entry, current)
        }
        let entry = try self.signer.sign(manifest)
        let document = try self.catalogue.publish(validity: validity, at: now) { $0.releases[manifest.lesson] = entry }
        return Publication(
            release: entry,
            trackCount: manifest.tracks.count,
            catalogueVersion: document.payload.version,
            isUnchanged: false
        )
    }

    private func unchanged(_ entry: Catalogue.ReleaseEntry, _ manifest: Manifest) throws -> Publication {
        Publication(
            release: entry,
            trackCount: manifest.tracks.count,
            catalogueVersion: try self.catalogue.current?.payload.version ?? 0,
            isUnchanged: true
        )
    }

    /// Whether a release was made of just these bytes with just these options, and all of it is there.
    private func isMade(_ current: Manifest, of file: String, recipe: Digest) throws -> Bool {
        guard current.recipe == recipe, current.tracks.allSatisfy({ self.blobs.isWhole($0.blob) }) else { return false }
        guard InputFile.size(of: file) == current.source.sizeBytes else { return false }
        return try SourceDigest.of(file: file) == current.source.digest
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
            && one.recipe == other.recipe
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
