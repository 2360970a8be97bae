import CourseModel
import Foundation

/// A video made with ffmpeg for the tests of encoding, and kept for the next run.
enum MadeMedia {
    static let picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4"]
    static let x264 = ["-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-pix_fmt", "yuv420p", "-g", "50"]

    private static let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-made-media").path

    /// - Parameters:
    ///   - arguments: ffmpeg's, without the output file.
    ///   - fileExtension: decides the container.
    static func path(_ arguments: [String], _ fileExtension: String = "mp4") throws -> String {
        let version = Digest(of: arguments.joined(separator: " ").utf8).hexadecimal.prefix(16)
        return try self.path("\(version).\(fileExtension)") { unfinished in
            try Program.check(["ffmpeg", "-v", "error", "-y"] + arguments + [unfinished])
        }
    }

    /// Files one after the other in one, as a recorder that is set up anew writes them.
    static func joined(_ paths: [String], _ fileExtension: String = "ts") throws -> String {
        let version = Digest(of: paths.joined(separator: " ").utf8).hexadecimal.prefix(16)
        return try self.path("joined-\(version).\(fileExtension)") { unfinished in
            let content = try paths.reduce(Data()) { try $0 + Data(contentsOf: URL(filePath: $1)) }
            try content.write(to: URL(filePath: unfinished))
        }
    }

    /// A copy in which the bytes of a part, told in thousandths of the file, are turned over.
    static func damaged(_ path: String, thousandths: Range<Int>) throws -> String {
        let name = URL(filePath: path).lastPathComponent
        return try self.path("damaged-\(thousandths.lowerBound)-\(thousandths.upperBound)-\(name)") { unfinished in
            var content = try Data(contentsOf: URL(filePath: path))
            let part = (content.count * thousandths.lowerBound / 1000)..<(content.count * thousandths.upperBound / 1000)
            for index in part { content[index] ^= 0xff }
            try content.write(to: URL(filePath: unfinished))
        }
    }

    private static func path(_ name: String, make: (String) throws -> Void) throws -> String {
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        let path = "\(self.folder)/\(name)"
        if FileManager.default.fileExists(atPath: path) { return path }
        let unfinished = "\(self.folder)/\(UUID().uuidString)-\(name)"
        try make(unfinished)
        // Another test may have made it meanwhile.
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: unfinished)
        } else {
            try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        }
        return path
    }
}
