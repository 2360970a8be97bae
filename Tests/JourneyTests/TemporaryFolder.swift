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

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: self.url.appending(path: name)), as: UTF8.self)
    }
}
