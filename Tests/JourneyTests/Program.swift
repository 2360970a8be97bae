import Foundation

/// Runs the programs that the build made, as processes.
enum Program: String {
    case origin = "lectern-origin"
    case edge = "lectern-edge"
    case agent = "lectern-agent"

    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Where the test bundle lies, the programs lie.
    var path: String {
        let folder = Bundle.allBundles.lazy.map(\.bundlePath).first { $0.hasSuffix(".xctest") }
            .map { URL(filePath: $0).deletingLastPathComponent() }
        return (folder ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent())
            .appending(path: self.rawValue).path
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs the program to its end.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
        try await Self.run(self.path, arguments, environment: environment)
    }

    static func run(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let output = TemporaryFolder()
        let process = try ChildProcess(
            [path] + arguments,
            output: output.path("out"),
            errors: output.path("err"),
            folder: self.root.path,
            environment: environment
        )
        let status = await process.wait()
        return Outcome(
            status: status,
            output: try output.text("out"),
            errors: try output.text("err")
        )
    }
}
