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
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = self.root
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let output = TemporaryFolder()
        let (out, err) = (try output.file("out"), try output.file("err"))
        process.standardOutput = out
        process.standardError = err
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return Outcome(
            status: process.terminationStatus,
            output: try output.text("out"),
            errors: try output.text("err")
        )
    }
}
