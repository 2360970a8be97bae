import Hummingbird
import Logging
import Synchronization

/// An HTTP server on loopback, for as long as a test needs it.
enum TestServer {
    struct Failed: Error {}

    /// - Parameter body: given the server's address, without a slash at the end.
    static func run<Context: RequestContext & InitializableFromSource<ApplicationRequestContextSource>>(
        _ router: Router<Context>,
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let (ports, sender) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let app = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { sender.yield(port) }
                sender.finish()
            },
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            guard let port = await ports.first(where: { _ in true }) else { throw Failed() }
            defer { group.cancelAll() }
            try await body("http://127.0.0.1:\(port)")
        }
    }
}

/// Counts across threads.
final class Tally: Sendable {
    private let held = Mutex(0)

    var value: Int { self.held.withLock { $0 } }

    func add(_ count: Int = 1) {
        self.held.withLock { $0 += count }
    }
}

/// Collects bytes across threads.
final class Bytes: Sendable {
    private let held = Mutex<[UInt8]>([])

    var value: [UInt8] { self.held.withLock { $0 } }

    /// - Returns: how many there are now.
    @discardableResult
    func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        self.held.withLock {
            $0.append(contentsOf: bytes)
            return $0.count
        }
    }
}
