import Blobs
package import CourseModel
import Glibc
import MediaPackaging

/// A packaged lesson as a folder that any web server can serve: `master.m3u8`, a playlist for each track, and a file for
/// each init segment and segment, captions and picture; and for DASH `manifest.mpd` and the whole track files.
package enum LessonFolder {
    /// Packages a video into such a folder; there is no lesson, catalogue or signature.
    ///
    /// - Parameters:
    ///   - lesson: what the manifest calls it.
    ///   - path: a folder that is not there yet, or empty.
    ///   - progress: media time packaged so far, and in all.
    /// - Throws: `PackagingError`, `LessonFolderError.notEmpty`, `FileError`.
    package static func package(
        file: String,
        lesson: Lesson.ID,
        language: String?,
        to path: String,
        progress: @Sendable (MediaTime, MediaTime) -> Void
    ) throws -> Manifest {
        try DurableFile.makeFolder(path, mode: 0o755)
        guard Self.isEmpty(path) else { throw LessonFolderError.notEmpty(path) }
        return try PackagingFolder.use(in: path) { work in
            var options = PackagingOptions()
            options.language = language
            let packaged = try Packager(options).package(file: file, into: work, progress: progress)
            return try Self.write(packaged, lesson: lesson, to: path)
        }
    }

    private static func write(_ packaged: PackagedLesson, lesson: Lesson.ID, to path: String) throws -> Manifest {
        let manifest = ReleaseBuilder.manifest(of: packaged, lesson: lesson, at: SystemTime.now())
        for document in ReleaseResource.documents(of: manifest) {
            guard let text = document.document(of: manifest) else { continue }
            try DurableFile.write(Array(text.utf8), to: "\(path)/\(document.path)", mode: 0o644)
        }
        for (track, file) in packaged.tracks {
            try Self.write(track, file, to: path)
        }
        return manifest
    }

    private static func write(_ track: Track, _ file: String, to path: String) throws {
        if track.chunks.count > 1 { try DurableFile.makeFolder("\(path)/\(track.track)", mode: 0o755) }
        for resource in ReleaseResource.files(of: track) {
            guard let range = resource.byteRange(in: track) else { continue }
            let bytes = try Self.bytes(range, ofFileAt: file)
            try DurableFile.write(bytes, to: "\(path)/\(resource.path)", mode: 0o644)
        }
        guard track.isMedia else { return }
        let whole = "\(path)/\(ReleaseResource.trackFile(track.track).path)"
        guard rename(file, whole) == 0 else { throw FileError("rename", file) }
    }

    private static func isEmpty(_ path: String) -> Bool {
        guard let folder = opendir(path) else { return false }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count <= 2
    }

    private static func bytes(_ range: Range<Int64>, ofFileAt path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open", path) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Int(range.upperBound - range.lowerBound))
        var filled = 0
        while filled < bytes.count {
            let count = bytes[filled...].withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(range.lowerBound) + off_t(filled))
            }
            guard count > 0 else { throw FileError("read", path, code: count == 0 ? EIO : errno) }
            filled += count
        }
        return bytes
    }
}

/// The folder cannot be used.
package enum LessonFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    case notEmpty(String)

    package var description: String {
        switch self {
        case .notEmpty(let path): "\(path) is not empty: name a new folder"
        }
    }
}
