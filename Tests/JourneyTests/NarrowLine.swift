import Foundation
import Testing

/// A province and one school in network namespaces of their own, with a narrow line between them (`Tests/Tools/line`).
struct NarrowLine: Sendable {
    enum Side: String, Sendable {
        case origin
        case school
    }

    static let need: Comment = "needs root, ip and tc, and leave to make network namespaces with a token bucket"
    private static let tool = Program.root.appending(path: "Tests/Tools/line").path

    private let name: String

    static func isAble() -> Bool {
        let folder = TemporaryFolder()
        let process = try? ChildProcess([Self.tool, "able"], output: folder.path("out"), folder: Program.root.path)
        return process?.waitHere() == 0
    }

    /// - Parameter rate: both ways, as `tc` writes it.
    static func with(rate: String, _ body: (NarrowLine) async throws -> Void) async throws {
        let line = NarrowLine(name: "lectern-\(ProcessInfo.processInfo.processIdentifier)")
        try await line.run("up", rate)
        do {
            try await body(line)
        } catch {
            try await line.run("down")
            throw error
        }
        try await line.run("down")
    }

    /// A school at its end of the line with one lesson published at the other, enrolled and beginning to fetch it.
    struct School {
        let province: Province
        let origin: Server
        let edge: Server
        /// What the wire had carried before the edge began.
        let sentBefore: Int64
    }

    /// - Parameters:
    ///   - kilobits: of the lesson's picture, a second.
    ///   - environment: of the edge, asked for when it begins.
    func school(seconds: Int, kilobits: Int, environment: () -> [String: String]) async throws -> School {
        let province = try await Province()
        try await province.publish("l01", seconds: seconds, kilobits: kilobits)
        let school = self.prefix(.school)
        let (origin, address) = try await self.serve(province)
        try await province.enrol(at: address, prefix: school)
        let before = try await self.sentBytes()
        let edge = try await Server(
            .edge,
            data: province.edgeData,
            port: 8081,
            log: province.folder.path("edge.log"),
            prefix: school,
            environment: environment()
        )
        return School(province: province, origin: origin, edge: edge, sentBefore: before)
    }

    func cut() async throws { try await self.run("cut") }
    func heal() async throws { try await self.run("heal") }

    /// What a command begins with that is to run on one side.
    func prefix(_ side: Side) -> [String] { [Self.tool, "exec", self.name, side.rawValue] }

    /// Starts a province's origin on its side, and tells where the school reaches it.
    private func serve(_ province: Province) async throws -> (origin: Server, url: String) {
        let address = try await self.run("address").split(whereSeparator: \.isNewline)[0]
        let origin = try await Server(
            .origin,
            data: province.originData,
            port: 8080,
            log: province.folder.path("origin.log"),
            listen: String(address),
            prefix: self.prefix(.origin)
        )
        try await eventually("the origin listens: \(origin.logText.suffix(500))") {
            FileManager.default.fileExists(atPath: "\(province.originData)/control.json")
        }
        return (origin, "http://\(address):8080")
    }

    /// Bytes that the province's end of the line has sent, all headers counted.
    func sentBytes() async throws -> Int64 {
        let count = ["cat", "/sys/class/net/line/statistics/tx_bytes"]
        let outcome = try await Program.run(Self.tool, ["exec", self.name, Side.origin.rawValue] + count)
        guard let bytes = Int64(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw NotInTime(description: "no count of bytes: \(outcome.output) \(outcome.errors)")
        }
        return bytes
    }

    @discardableResult
    private func run(_ command: String, _ arguments: String...) async throws -> String {
        let outcome = try await Program.run(Self.tool, [command, self.name] + arguments)
        guard outcome.status == 0 else {
            throw NotInTime(description: "line \(command) \(self.name): \(outcome.errors)")
        }
        return outcome.output
    }
}
