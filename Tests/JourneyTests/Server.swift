import Foundation
import FoundationNetworking
import Synchronization

/// One of our programs serving on loopback; killed when the test forgets it.
final class Server: Sendable {
    let url: String
    private let log: String
    private let process: Mutex<ChildProcess>
    private let launch: @Sendable () throws -> ChildProcess

    /// Starts the program and waits until it answers `/health`.
    ///
    /// - Parameters:
    ///   - prefix: a command to run the program with, e.g. inside a network namespace.
    init(
        _ program: Program,
        data: String,
        port: Int,
        log: String,
        options: [String] = [],
        listen: String = "127.0.0.1",
        prefix: [String] = [],
        environment: [String: String] = [:]
    ) async throws {
        self.url = "http://\(listen):\(port)"
        self.log = log
        let command =
            prefix + [program.path, "serve", "--data", data, "--listen", "\(listen):\(port)"] + options
        self.launch = {
            try ChildProcess(command, output: log, folder: Program.root.path, environment: environment)
        }
        self.process = Mutex(try self.launch())
        if prefix.isEmpty {
            try await self.waitUntilHealthy()
        }
    }

    var logText: String { (try? String(contentsOfFile: self.log, encoding: .utf8)) ?? "" }

    /// kill -9, as a power cut would.
    func kill9() {
        _ = self.process.withLock { $0 }.end(with: SIGKILL)
    }

    /// Asks the program to stop, and waits for it.
    ///
    /// - Returns: its exit code.
    func stop() async throws -> Int32 {
        let process = self.process.withLock { $0 }
        kill(process.identifier, SIGTERM)
        try await eventually("it stops when asked to; its log ends:\n\(self.logText.suffix(1_000))") {
            process.exitCode != nil
        }
        return process.exitCode ?? -1
    }

    func restart() async throws {
        let process = try self.launch()
        self.process.withLock { $0 = process }
        try await self.waitUntilHealthy()
    }

    /// Starts the program again without waiting for it: for one that listens where this test cannot reach it.
    func restartUnasked() throws {
        let process = try self.launch()
        self.process.withLock { $0 = process }
    }

    private func waitUntilHealthy() async throws {
        try await eventually("\(self.url) answers; its log ends:\n\(self.logText.suffix(2_000))", within: .seconds(30))
        {
            let health = URL(string: "\(self.url)/health") ?? URL(filePath: "/")
            let (_, response) = try await URLSession.shared.data(from: health)
            return (response as? HTTPURLResponse)?.statusCode == 200
        }
    }
}

/// A condition of a running program did not come true.
struct NotInTime: Error, CustomStringConvertible {
    let description: String
}

/// Asks again and again until something is so; a throw counts as not yet.
func eventually(
    _ what: @autoclosure () -> String,
    within limit: Duration = .seconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    var last: (any Error)?
    while ContinuousClock.now < end {
        do {
            if try await condition() { return }
            last = nil
        } catch {
            last = error
        }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw NotInTime(description: "not within \(limit): \(what())\(last.map { "; \($0)" } ?? "")")
}

/// A port of loopback that nobody listens on.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard bound else { throw NotInTime(description: "no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}
