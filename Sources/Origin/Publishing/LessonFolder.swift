import Blobs
package import CourseModel
import FoundationEssentials
import Glibc
package import MediaPackaging

/// A packaged lesson as a folder that any web server can serve: everything that an edge serves of a release, each under
/// the same path, with the whole track files (for DASH) and the report of packaging beside it.
package enum LessonFolder {
    package static let reportName = "report.json"
    package static let progressiveName = "lesson.mp4"
    /// A damaged source may have many gaps to list.
    package static let reportSizeMax = 64 << 20

    /// Packages a video into such a folder; there is no lesson, catalogue or signature.
    ///
    /// The folder appears when it is complete and on the disk; whatever goes wrong before, there is nothing.
    ///
    /// - Parameters:
    ///   - isProgressive: whether a plain MP4 file of the best rendition is written too.
    ///   - path: a folder that is not there yet, or an empty one.
    ///   - progress: media time packaged so far, and in all; what it throws ends packaging.
    /// - Throws: `PackagingError`, `NewFolderError`, `FileError`.
    package static func package(
        file: String,
        options: PackagingOptions,
        isProgressive: Bool = false,
        to path: String,
        progress: @Sendable (MediaTime, MediaTime) throws(PackagingError) -> Void
    ) throws -> PackagingReport {
        let target = try NewFolder(path)
        return try WorkFolder.use(in: target.parent, prefix: ".\(target.name).part-") { work in
            let folder = "\(work)/lesson"
            try DurableFile.makeFolder(folder, mode: 0o755)
            let packaged = try Packager(options).package(file: file, into: folder, progress: progress)
            try Self.write(packaged, in: folder)
            if isProgressive, let best = packaged.renditions.first {
                let tracks = packaged.tracks.filter { best.tracks.contains($0.track.track) }
                try ProgressiveFileWriter.write(tracks, to: "\(folder)/\(Self.progressiveName)")
            }
            try target.take(folder)
            return packaged.report
        }
    }

    private static func write(_ packaged: PackagedLesson, in folder: String) throws {
        guard let lesson = Lesson.ID("lesson") else { return }
        let manifest = ReleaseBuilder.manifest(
            of: packaged,
            lesson: lesson,
            recipe: nil,
            at: SystemTime.now()
        )
        for resource in ReleaseResource.documents(of: manifest) {
            guard let text = resource.document(of: manifest) else { continue }
            try Self.write(Array(text.utf8), as: resource, in: folder)
        }
        for (track, file) in packaged.tracks {
            try Self.write(track, file, in: folder)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let report = try encoder.encode(packaged.report)
        try FileBytes.create("\(folder)/\(Self.reportName)", Array(report) + [0x0A], mode: 0o644)
    }

    private static func write(_ track: Track, _ file: String, in folder: String) throws {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open", file) }
        defer { close(descriptor) }
        if track.chunks.count > 1 { try DurableFile.makeFolder("\(folder)/\(track.track)", mode: 0o755) }
        for resource in ReleaseResource.files(of: track) {
            guard let range = resource.byteRange(in: track) else { continue }
            try FileBytes.create(
                "\(folder)/\(resource.path)",
                copying: range,
                of: descriptor,
                path: file,
                mode: 0o644
            )
        }
        // Of captions and pictures, the parts are all there is to serve.
        if !track.isMedia { unlink(file) }
    }

    private static func write(_ bytes: [UInt8], as resource: ReleaseResource, in folder: String) throws(FileError) {
        try FileBytes.create("\(folder)/\(resource.path)", bytes, mode: 0o644)
    }
}
