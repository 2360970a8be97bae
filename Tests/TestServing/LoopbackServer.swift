package import Hummingbird
import Logging
import ServiceLifecycle

/// An HTTP server on loopback, for as long as a test needs it.
package enum LoopbackServer {
    package struct DidNotStart: Error {}

    /// How long requests under way may take when the test is over: some tests leave one that would never end.
    private static let stopWithin: Duration = .milliseconds(500)

    /// - Parameter body: given the server's address, without a slash at the end.
    package static func run<Context: RequestContext & InitializableFromSource<ApplicationRequestContextSource>>(
        _ router: Router<Context>,
        host: String = "127.0.0.1",
        _ body: @escaping @Sendable (_ url: String) async throws -> Void
    ) async throws {
        let (ports, sender) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: 0)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { sender.yield(port) }
                sender.finish()
            },
            logger: logger
        )
        // Gracefully first: the server must not be cancelled with a connection accepted that nobody has taken over yet.
        var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
        configuration.maximumGracefulShutdownDuration = self.stopWithin
        let service = ServiceGroup(configuration: configuration)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // The only error is that requests had to be cut off.
                try? await service.run()
                sender.finish()
            }
            guard let port = await ports.first(where: { _ in true }) else { throw DidNotStart() }
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body("http://\(host.contains(":") ? "[\(host)]" : host):\(port)"))
            } catch {
                outcome = .failure(error)
            }
            await service.triggerGracefulShutdown()
            try await group.waitForAll()
            try outcome.get()
        }
    }
}
