import CourseModel
import Foundation
import MediaPackaging
import Testing

/// A sample packaged into a folder of its own, and written out as any web server would serve it.
final class PackagedFolder: Sendable {
    /// The checker of CMAF files and playlists.
    static let checker = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Tools/check-cmaf").standardized.path

    let folder: TemporaryFolder
    let lesson: PackagedLesson
    let manifest: Manifest

    convenience init(_ sample: SampleMedia, _ options: PackagingOptions = PackagingOptions()) async throws {
        try self.init(file: try await sample.path, options)
    }

    init(file: String, _ options: PackagingOptions) throws {
        self.folder = try TemporaryFolder()
        self.lesson = try Packager(options).package(file: file, into: self.folder.path) { _, _ in }
        self.manifest = Manifest(
            lesson: try #require(Lesson.ID("l01")),
            createdAtMs: UTCTime(milliseconds: 0),
            durationMs: self.lesson.durationMs,
            source: self.lesson.source,
            tracks: self.lesson.tracks.map(\.track),
            renditions: self.lesson.renditions
        )
    }

    var video: Track { get throws { try #require(self.manifest.tracks.first { $0.video != nil }) } }
    var audio: Track { get throws { try #require(self.manifest.tracks.first { $0.audio != nil }) } }

    /// The files of its picture and sound.
    var mediaPaths: [String] { self.lesson.tracks.filter(\.track.isMedia).map(\.path) }

    func path(_ track: Track) throws -> String {
        try #require(self.lesson.tracks.first { $0.track.track == track.track }).path
    }

    /// Writes playlists, init segments and segments, captions and pictures.
    ///
    /// - Returns: where the master playlist is.
    func export() throws -> String {
        let files = FileManager.default
        let root = URL(filePath: self.folder.path).appending(path: "served")
        try files.createDirectory(at: root, withIntermediateDirectories: true)
        for document in ReleaseResource.documents(of: self.manifest) {
            let text = try #require(document.document(of: self.manifest))
            try Data(text.utf8).write(to: root.appending(path: document.path))
        }
        for track in self.manifest.tracks {
            let data = try Data(contentsOf: URL(filePath: try self.path(track)))
            try files.createDirectory(at: root.appending(path: "\(track.track)"), withIntermediateDirectories: true)
            for resource in ReleaseResource.files(of: track) {
                let range = try #require(resource.byteRange(in: track))
                try data[Int(range.lowerBound)..<Int(range.upperBound)].write(to: root.appending(path: resource.path))
            }
        }
        return root.appending(path: ReleaseResource.master.path).path
    }

    /// A track's init segment and segments one after the other, as a player gives them to its decoder.
    func concatenated(_ track: Track) throws -> String {
        let data = try Data(contentsOf: URL(filePath: try self.path(track)))
        let path = "\(self.folder.path)/concatenated-\(track.track).mp4"
        let header = data[..<Int(track.initSizeBytes.bytes)]
        try (header + data[Int(track.chunkRanges[0].upperBound)...]).write(to: URL(filePath: path))
        return path
    }
}
