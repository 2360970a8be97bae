import Foundation

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    let url: URL

    init() {
        self.url = FileManager.default.temporaryDirectory.appending(path: "lectern-journey-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: self.url)
    }

    func path(_ name: String) -> String { self.url.appending(path: name).path }

    /// An empty file, opened for writing.
    func file(_ name: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: self.path(name), contents: nil)
        return try FileHandle(forWritingTo: self.url.appending(path: name))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: self.url.appending(path: name)), as: UTF8.self)
    }
}
