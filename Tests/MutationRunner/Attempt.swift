import CourseModel
import Foundation
import MediaPackaging

/// One file packaged, and what came out looked at.
struct Attempt {
    let source: String
    let output: String

    func outcome() throws -> String {
        let lesson: PackagedLesson
        do {
            lesson = try Packager().package(file: self.source, into: self.output) { _, _ in }
        } catch {
            let left = try FileManager.default.contentsOfDirectory(atPath: self.output)
            guard left.isEmpty else { return "finding: \(error.reason.rawValue), but leaves \(left)" }
            switch error.reason {
            case .unfitOutput, .outOfMemory, .cannotWrite, .changedMeanwhile: return "finding: \(error)"
            default: return error.reason.rawValue
            }
        }
        let words = try Self.decode(lesson.tracks.filter { $0.track.isMedia }.map(\.path))
        if words.isEmpty { return "packaged" }
        // A copied picture between two key frames that were looked at may be damaged, as it is in the source; ffmpeg says so
        // only where it has copied it, too: with start codes a decoder reads on where a picture ends too early.
        let copy = "\(self.output)/copy.mkv"
        try Self.copy(self.source, to: copy)
        return try Self.decode([self.source]).isEmpty && Self.decode([copy]).isEmpty
            ? "finding: \(words.prefix(300))" : "packaged with a picture that was damaged"
    }

    /// Times are left out: a damaged picture in between may be decoded out of its turn, and says so to nobody.
    private static let sink = ["-fps_mode", "drop", "-f", "null", "-"]

    /// - Returns: what ffmpeg complains of.
    private static func decode(_ paths: [String]) throws -> String {
        let tracks = paths.indices.flatMap { ["-map", "\($0):V?", "-map", "\($0):a?"] }
        return try Self.ffmpeg(paths.flatMap { ["-i", $0] } + tracks + Self.sink)
    }

    private static func copy(_ path: String, to copy: String) throws {
        _ = try Self.ffmpeg(["-i", path, "-map", "0:V?", "-map", "0:a?", "-c", "copy", copy])
    }

    /// - Returns: what it complains of.
    private static func ffmpeg(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["ffmpeg", "-v", "error", "-nostdin"] + arguments
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let words = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: words, as: UTF8.self).replacing("\n", with: " ")
    }
}
