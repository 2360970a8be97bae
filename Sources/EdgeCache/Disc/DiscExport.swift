import Blobs
package import CourseModel
package import Prefetching
import ProgressAgent

/// Writes discs from what an edge holds; the edge may be running.
///
/// Every chunk is verified as it is read, so that a disc never carries what had gone bad here.
package struct DiscExport: Sendable {
    private let blobs: BlobDirectory
    private let identity: EdgeIdentity
    private let catalogue: SignedDocument<Catalogue>
    private let releases: [Lesson.ID: (release: ShelvedRelease, sizeBytes: ByteCount)]
    private let programmes: [SignedDocument<Programme>]

    /// - Parameter data: the edge's data folder.
    /// - Throws: `IdentityError`, `DiscExportError.noCatalogue`, `DocumentError`, `FileError`.
    package init(data: String) throws {
        self.identity = try IdentityFolder(data: data).load()
        self.blobs = BlobDirectory(reading: "\(data)/blobs")
        let path = "\(data)/documents/catalogue.json"
        guard let bytes = try DurableFile.read(path, sizeMax: Catalogue.sizeMax) else {
            throw DiscExportError.noCatalogue
        }
        let key = self.identity.originKey
        self.catalogue = try SignedDocument(verifying: bytes, with: key)
        let blobs = self.blobs
        self.programmes = try self.catalogue.payload.programmes.compactMap { entry in
            try blobs.read(entry.document, sizeMax: Programme.sizeMax).map {
                try SignedDocument(verifying: $0, with: key)
            }
        }
        var releases: [Lesson.ID: (ShelvedRelease, ByteCount)] = [:]
        for entry in self.catalogue.payload.releases {
            guard let bytes = try blobs.read(entry.manifest, sizeMax: Manifest.sizeMax) else { continue }
            let release = ShelvedRelease(try SignedDocument<Manifest>(verifying: bytes, with: key))
            releases[entry.lesson] = (release, entry.manifestSizeBytes)
        }
        self.releases = releases
    }

    /// Says what would be written, and reads no media.
    ///
    /// - Parameters:
    ///   - rendition: of each lesson the best that is held here whole and is no better than this.
    ///   - discSizeBytes: nil for one disc that takes everything.
    package func plan(
        _ selection: DiscSelection,
        rendition: RenditionPreference,
        discSizeBytes: ByteCount?,
        now: UTCTime
    ) throws(DiscExportError) -> DiscPlan {
        let chosen = try selection.lessons(
            of: self.catalogue.payload.releases.map(\.lesson),
            programmes: self.programmes.map(\.payload),
            now: now
        )
        let held = chosen.map { ($0, self.heldLesson($0, atMost: rendition.level)) }
        let packing = DiscPacking(
            held.compactMap(\.1),
            discSizeBytes: discSizeBytes,
            commonBytes: self.commonBytes
        )
        let absent = held.filter { $0.1 == nil }.map { DiscPlan.LeftOut(lesson: $0.0, reason: .notHeld) }
        let tooLarge = packing.tooLarge.map { DiscPlan.LeftOut(lesson: $0.lesson, reason: .tooLarge) }
        return DiscPlan(discs: packing.discs, leftOut: absent + tooLarge, commonBytes: self.commonBytes)
    }

    /// Writes the discs of a plan; what an earlier try has written and is right is not written again.
    ///
    /// A disc has its catalogue last: without one it is none. A lesson that turns out to be damaged here is left out.
    ///
    /// - Parameters:
    ///   - folder: the disc, or, for more than one, the folder of them.
    ///   - page: the text of `index.html` of a disc, from its number.
    ///   - progress: told of every number of bytes that was written or found written.
    /// - Throws: `DiscExportError.tooLittleRoom` before anything is written, `FileError`.
    package func write(
        _ plan: DiscPlan,
        to folder: DiscFolder,
        page: (_ number: Int, _ lessons: [DiscLesson]) throws -> String,
        progress: (ByteCount) -> Void
    ) throws -> DiscExportResult {
        try DurableFile.makeFolder(folder.path, mode: 0o755)
        try self.checkRoom(for: plan, in: folder)
        var result = DiscExportResult(leftOut: plan.leftOut)
        for (index, lessons) in plan.discs.enumerated() {
            let disc = plan.discs.count == 1 ? folder : folder.disc(index + 1)
            let writer = DiscWriter(disc: disc, source: self.blobs)
            var written: [DiscLesson] = []
            for lesson in lessons {
                if try writer.write(lesson, progress: progress) {
                    written.append(lesson)
                } else {
                    result.leftOut.append(DiscPlan.LeftOut(lesson: lesson.lesson, reason: .damaged))
                }
            }
            try writer.finish(
                programmes: self.programmes.map(\.bytes),
                catalogue: self.catalogue.bytes,
                page: try page(index + 1, written)
            )
            result.discs.append(DiscExportResult.Disc(folder: disc.path, lessons: written))
        }
        return result
    }

    /// What is on every disc besides lessons: catalogue, programmes, index.
    private var commonBytes: ByteCount {
        let documents = self.programmes.map(\.bytes.count) + [self.catalogue.bytes.count, Self.pageBytesMax]
        return documents.reduce(.zero) { $0 + DiscLesson.room(for: ByteCount(bytes: Int64($1))) }
    }

    /// An index of 2,000 lessons.
    private static let pageBytesMax = 1 << 20

    private func heldLesson(_ lesson: Lesson.ID, atMost level: RenditionLevel?) -> DiscLesson? {
        guard let (release, sizeBytes) = self.releases[lesson] else { return nil }
        let options = LessonOptions(of: release.manifest) { track in
            self.blobs.isWhole(track.blob) ? Set(track.chunks.indices) : []
        }
        let chosen = options.options.first { option in
            option.isWhole && (level.map { option.level <= $0 } ?? true)
        }
        return chosen.map { DiscLesson(release: release, manifestSizeBytes: sizeBytes, rendition: $0.rendition) }
    }

    private func checkRoom(for plan: DiscPlan, in folder: DiscFolder) throws {
        let free = try BlobDirectory(reading: folder.path).freeBytes
        let there = plan.discs.enumerated().reduce(ByteCount.zero) { sum, disc in
            let blobs = (plan.discs.count == 1 ? folder : folder.disc(disc.offset + 1)).blobs
            return disc.element.flatMap(\.tracks).filter { blobs.isWhole($0.blob) }.reduce(sum) { $0 + $1.sizeBytes }
        }
        guard plan.roomBytes - there <= free else {
            throw DiscExportError.tooLittleRoom(folder: folder.path, needed: plan.roomBytes - there, free: free)
        }
    }
}

extension DiscExport {
    /// Who makes the disc.
    package var maker: Enrolment { self.identity.enrolment }

    package func title(of lesson: Lesson.ID) -> Title {
        let entries = self.programmes.lazy.flatMap(\.payload.lessons)
        return entries.first { $0.lesson == lesson }?.title ?? Title(zh: lesson.rawValue)
    }
}
