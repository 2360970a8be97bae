import CourseModel
import Foundation
import Testing

/// A learning record store on loopback (`Tests/Tools/record-store`).
final class RecordStore {
    private static let python = Program.root.appending(path: ".tools/record-store/bin/python").path
    private static let tool = Program.root.appending(path: "Tests/Tools/record-store").path

    private struct Outcome: Decodable {
        struct Store: Decodable {
            let new: Int64
            let known: Int64
            let differing: Int64
        }

        let statements: Int64
        let store: Store
    }

    private let folder = TemporaryFolder()
    private let port: Int
    private let process: ChildProcess
    private var had = 0

    init() async throws {
        let folder = self.folder
        self.port = try freePort()
        self.process = try ChildProcess(
            [Self.python, Self.tool, "serve", folder.url.path, "\(self.port)"],
            output: folder.path("out"),
            folder: Program.root.path
        )
        try await eventually("the record store answers") { try folder.text("out").contains("ready") }
    }

    /// Sends everything, and expects the store to take in what it did not have.
    func expectAll(_ count: Int, sentWith arguments: [String]) async throws {
        let to = ["--to", "http://127.0.0.1:\(self.port)/xAPI", "--user", "province"]
        let password = ["--password-file", self.folder.path("password"), "--json"]
        let sent = try await Program.run(Program.origin.path, ["xapi", "export"] + to + password + arguments)
        try #require(sent.status == 0, "\(sent.errors)")
        let outcome = try CanonicalJSON.decode(Outcome.self, from: Array(sent.output.utf8))
        #expect(outcome.statements == Int64(count) && outcome.store.new == Int64(count - self.had))
        #expect(outcome.store.known == Int64(self.had) && outcome.store.differing == 0)
        self.had = count
    }

    /// How many of the statements in a file are what a profile asks for that the validator knows.
    static func valid(in file: String) async throws -> Int {
        let command = "exec '\(Self.python)' '\(Self.tool)' validate < '\(file)'"
        let outcome = try await Program.run("/bin/sh", ["-c", command])
        return outcome.output.split(separator: "\n").count
    }

    func stop() -> Int32 { self.process.end(with: SIGTERM) }
}
