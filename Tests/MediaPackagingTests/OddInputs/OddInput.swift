import CourseModel
import Foundation
import Testing

/// A course video as provinces have them, small, made with ffmpeg when a test first asks for it, and kept for the next run.
///
/// All but the shortest begin with a black and silent second: where both end shows how far sound and picture are apart.
struct OddInput: Sendable, CustomTestStringConvertible {
    enum Recipe: Sendable {
        /// Arguments before the output file; `@name` stands for the path of another input.
        case ffmpeg([String])
        /// The bytes of other inputs one after the other.
        case joined([String])
        /// The samples of other inputs one after the other, by ffmpeg's `concat`.
        case spliced([String])
        /// Another input with some of its bytes changed.
        case changed(String, @Sendable (inout [UInt8]) throws -> Void)
    }

    /// Also the name of its golden file.
    let name: String
    let fileExtension: String
    /// For a person: what is odd about it.
    let about: String
    let recipe: Recipe
    /// A file of captions in Chinese that goes with it.
    let captions: [UInt8]

    var testDescription: String { self.name }

    static let all = Self.times + Self.shortAndLong + Self.pictures + Self.containers + Self.sounds

    private static let keeper = Keeper()

    init(_ name: String, _ fileExtension: String, _ about: String, _ arguments: [String]...) {
        self.init(name, fileExtension, about, recipe: .ffmpeg(arguments.flatMap(\.self)))
    }

    init(_ name: String, _ fileExtension: String, _ about: String, recipe: Recipe, captions: [UInt8] = []) {
        self.name = name
        self.fileExtension = fileExtension
        self.about = about
        self.recipe = recipe
        self.captions = captions
    }

    static func named(_ name: String) throws -> OddInput {
        try #require((Self.all + Self.small).first { $0.name == name }, "no odd input \(name)")
    }

    var path: String {
        get async throws { try await Self.keeper.path(self) }
    }

    /// Makes each file once, also when many tests ask at the same time.
    private actor Keeper {
        private let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-odd-inputs").path
        private var made: [String: Task<String, any Error>] = [:]

        func path(_ input: OddInput) async throws -> String {
            if let task = self.made[input.name] { return try await task.value }
            let folder = self.folder
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let task = Task.detached { try await input.make(in: folder) }
            self.made[input.name] = task
            return try await task.value
        }
    }

    private func make(in folder: String) async throws -> String {
        let unfinished = URL(filePath: "\(folder)/\(UUID().uuidString).\(self.fileExtension)")
        defer { try? FileManager.default.removeItem(at: unfinished) }
        let version: String
        switch self.recipe {
        case .ffmpeg(let arguments):
            let resolved = try await Self.resolve(arguments)
            version = Self.version(resolved.joined(separator: " ").utf8)
            let path = self.path(in: folder, version)
            if FileManager.default.fileExists(atPath: path) { return path }
            try Program.check(["ffmpeg", "-v", "error", "-y"] + resolved + [unfinished.path])
        case .spliced(let names):
            var list = ""
            for name in names { list += "file '\(try await Self.named(name).path)'\n" }
            version = Self.version(list.utf8)
            let path = "\(unfinished.path).txt"
            defer { try? FileManager.default.removeItem(atPath: path) }
            try list.write(toFile: path, atomically: false, encoding: .utf8)
            try Program.check(
                ["ffmpeg", "-v", "error", "-f", "concat", "-safe", "0", "-i", path, "-c", "copy", unfinished.path]
            )
        case .joined(let names):
            var bytes = Data()
            for name in names { bytes += try Data(contentsOf: URL(filePath: try await Self.named(name).path)) }
            version = Self.version(bytes)
            try bytes.write(to: unfinished)
        case .changed(let name, let change):
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: try await Self.named(name).path)))
            try change(&bytes)
            version = Self.version(bytes)
            try Data(bytes).write(to: unfinished)
        }
        let path = self.path(in: folder, version)
        guard rename(unfinished.path, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        return path
    }

    private func path(in folder: String, _ version: String) -> String {
        "\(folder)/\(self.name)-\(version).\(self.fileExtension)"
    }

    private static func version(_ bytes: some Sequence<UInt8>) -> String {
        String(Digest(of: Array(bytes)).hexadecimal.prefix(12))
    }

    private static func resolve(_ arguments: [String]) async throws -> [String] {
        var resolved: [String] = []
        for argument in arguments {
            var text = ""
            var end = argument.startIndex
            for match in argument.matches(of: /@([a-z0-9-]+)/) {
                text += argument[end..<match.range.lowerBound]
                text += try await Self.named(String(match.output.1)).path
                end = match.range.upperBound
            }
            resolved.append(text + argument[end...])
        }
        return resolved
    }
}
