import CourseModel
import Foundation
import Testing

/// A school behind 2 Mbit/s, in network namespaces of its own (`Tests/Tools/line`).
@Suite(.timeLimit(.minutes(4))) struct NarrowLineTests {
    private static let tool = Program.root.appending(path: "Tests/Tools/line").path

    /// Headers of Ethernet, IP and TCP with time stamps: 1448 of 1514 bytes are what was asked for.
    private static let wireBytesPerThousand: Int64 = 1_046

    static func isAble() -> Bool {
        let folder = TemporaryFolder()
        let process = try? ChildProcess([Self.tool, "able"], output: folder.path("out"), folder: Program.root.path)
        return process?.waitHere() == 0
    }

    @Test(
        "Over 2 Mbit/s, cut and healed and with two power cuts, a release comes over the line once",
        .enabled(if: isAble(), "needs root, ip and tc, and leave to make network namespaces with a token bucket")
    )
    func prefetchOverTheLine() async throws {
        let line = "lectern-\(ProcessInfo.processInfo.processIdentifier)"
        try await Self.line("up", line, "2mbit")
        do {
            try await Self.prefetch(over: line)
        } catch {
            try await Self.line("down", line)
            throw error
        }
        try await Self.line("down", line)
    }

    private static func prefetch(over line: String) async throws {
        let province = try await Province()
        try await province.publish("l01", seconds: 30, kilobits: 1_000)
        let address = try await Self.line("address", line).split(whereSeparator: \.isNewline)[0]
        let school = [Self.tool, "exec", line, "school"]
        let origin = try await Server(
            .origin,
            data: province.originData,
            port: 8080,
            log: province.folder.path("origin.log"),
            listen: String(address),
            prefix: [Self.tool, "exec", line, "origin"]
        )
        try await eventually("the origin listens: \(origin.logText.suffix(500))") {
            FileManager.default.fileExists(atPath: "\(province.originData)/control.json")
        }
        try await province.enrol(at: "http://\(address):8080", prefix: school)
        let before = try await Self.sentBytes(over: line)
        let edge = try await Server(
            .edge,
            data: province.edgeData,
            port: 8081,
            log: province.folder.path("edge.log"),
            prefix: school,
            environment: Province.quick
        )

        func wait(forPermille permille: Int64) async throws {
            try await eventually("\(permille) permille is held", within: .seconds(90)) {
                try await province.edgeStatus(prefix: school).verifiedPermille >= permille
            }
        }
        try await wait(forPermille: 200)
        edge.kill9()
        try edge.restartUnasked()
        try await wait(forPermille: 400)
        try await Self.line("cut", line)
        try await Task.sleep(for: .seconds(4))
        try await Self.line("heal", line)
        try await wait(forPermille: 600)
        edge.kill9()
        try edge.restartUnasked()
        try await wait(forPermille: 600)
        try await province.succeed(.edge, "prefetch", "--wait", prefix: school)

        let status = try await province.edgeStatus(prefix: school)
        #expect(status.verifiedPermille == 1000)
        let size = status.sizeBytes
        let sent = try await Self.sentBytes(over: line) - before
        // Two power cuts and a break cost what was under way: the line's queue and the sockets' buffers, each time.
        let underWay: Int64 = 3 * 65_536
        print("narrow line: a release of \(size) bytes took \(sent) bytes on the wire")
        #expect(sent <= size * 102 / 100 * Self.wireBytesPerThousand / 1_000 + underWay, "\(sent) for \(size)")
        #expect(try await edge.stop() == 0)
        #expect(try await origin.stop() == 0)
    }

    /// Bytes that the province's end of the line has sent, all headers counted.
    private static func sentBytes(over line: String) async throws -> Int64 {
        let text = try await Self.line("exec", line, "origin", "cat", "/sys/class/net/line/statistics/tx_bytes")
        guard let bytes = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw NotInTime(description: "no count of bytes: \(text)")
        }
        return bytes
    }

    @discardableResult
    private static func line(_ arguments: String...) async throws -> String {
        let outcome = try await Program.run(Self.tool, arguments)
        guard outcome.status == 0 else {
            throw NotInTime(description: "line \(arguments.joined(separator: " ")): \(outcome.errors)")
        }
        return outcome.output
    }
}
