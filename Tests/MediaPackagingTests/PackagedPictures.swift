import CourseModel
import Foundation
import MediaPackaging
import Testing

/// A video made by ffmpeg and packaged, for what its poster and storyboard show.
struct PackagedPictures {
    private let folder: TemporaryFolder
    let lesson: PackagedLesson

    /// - Parameter arguments: of ffmpeg, all but the output.
    init(_ arguments: [String], container: String, _ options: PackagingOptions = PackagingOptions()) throws {
        let folder = try TemporaryFolder()
        let source = "\(folder.path)/source.\(container)"
        try Program.check(["ffmpeg", "-v", "error"] + arguments + [source])
        self.lesson = try Packager(options).package(file: source, into: folder.path) { _, _ in }
        self.folder = folder
    }

    var poster: Track { get throws { try #require(self.lesson.tracks.map(\.track).first { $0.isPoster }) } }
    var storyboard: Track { get throws { try #require(self.lesson.tracks.map(\.track).first { $0.isStoryboard }) } }

    /// Of the storyboard.
    var index: String {
        get throws { String(decoding: try self.bytes(ofChunk: 0, of: self.storyboard), as: UTF8.self) }
    }

    /// One byte a pixel, from 0 for black to 255 for white.
    func brightness(ofChunk chunk: Int, of track: Track) throws -> [UInt8] {
        try self.pixels(ofChunk: chunk, of: track, format: "gray")
    }

    /// A JPEG file as ffmpeg decodes it.
    func pixels(ofChunk chunk: Int, of track: Track, format: String) throws -> [UInt8] {
        let (input, output) = ("\(self.folder.path)/chunk.jpg", "\(self.folder.path)/chunk.raw")
        try Data(try self.bytes(ofChunk: chunk, of: track)).write(to: URL(filePath: input))
        try Program.check(
            ["ffmpeg", "-v", "error", "-xerror", "-y", "-i", input, "-pix_fmt", format, "-f", "rawvideo", output]
        )
        return [UInt8](try Data(contentsOf: URL(filePath: output)))
    }

    private func bytes(ofChunk chunk: Int, of track: Track) throws -> [UInt8] {
        let path = try #require(self.lesson.tracks.first { $0.track == track }).path
        let range = track.chunkRanges[chunk]
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))[Int(range.lowerBound)..<Int(range.upperBound)]
        #expect(Digest(of: bytes) == track.chunks[chunk].digest)
        return Array(bytes)
    }
}
