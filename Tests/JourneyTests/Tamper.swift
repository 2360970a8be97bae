import Foundation

/// Somebody who stands before a server and alters what passes: `Tests/Tools/tamper`.
final class Tamper {
    let url: String
    private let process: ChildProcess
    private let folder = TemporaryFolder()

    /// - Parameter server: the address that everything is passed on to.
    init(before server: String) async throws {
        let port = try freePort()
        self.url = "http://127.0.0.1:\(port)"
        self.process = try ChildProcess(
            [Program.root.appending(path: "Tests/Tools/tamper").path, "\(port)", server, self.folder.url.path],
            output: self.folder.path("out"),
            folder: Program.root.path
        )
        let folder = self.folder
        try await eventually("tamper is ready") { try folder.text("out").contains("ready") }
    }

    func begin(_ what: String, with content: Data = Data()) throws {
        try content.write(to: self.folder.url.appending(path: what), options: .atomic)
    }

    func end(_ what: String) throws {
        try FileManager.default.removeItem(at: self.folder.url.appending(path: what))
    }

    /// Nobody stands there any more, and nobody answers.
    func leave() {
        _ = self.process.end(with: SIGKILL)
    }
}
