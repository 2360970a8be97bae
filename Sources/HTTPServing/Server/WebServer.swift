package import Hummingbird
package import Logging
import ServiceLifecycle

/// An HTTP/1.1 server: runs until graceful shutdown, then finishes the requests that are under way; those that take too
/// long, a video that somebody has stopped reading for instance, are cut off.
package struct WebServer: Service {
    /// A player polls at least every 10 s; longer than that, an idle connection only holds a descriptor.
    private static let idleSecondsMax: Int64 = 75
    /// The largest header field is an edge's signed request (4 KiB, base64url).
    private static let headerBytesMax = 16 << 10
    private static let headersMax = 100

    private let responder: RouterResponder<WebContext>
    private let listen: ListenAddress
    private let site: Site
    private let stopWithin: Duration
    private let onListening: (@Sendable (Int) async throws -> Void)?
    private let logger: Logger

    /// - Parameters:
    ///   - router: With all its routes; what is added later is not seen.
    ///   - stopWithin: How long requests may take to finish after the graceful shutdown has begun.
    ///   - onListening: Called once with the port; what it throws is logged, and the server goes on.
    package init(
        router: Router<WebContext>,
        listen: ListenAddress,
        site: Site,
        stopWithin: Duration = .seconds(5),
        onListening: (@Sendable (Int) async throws -> Void)? = nil,
        logger: Logger
    ) {
        self.responder = router.buildResponder()
        self.listen = listen
        self.site = site
        self.stopWithin = stopWithin
        self.onListening = onListening
        self.logger = logger
    }

    package func run() async throws {
        let application = Application(
            responder: self.responder,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(Self.idleSecondsMax),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.headerBytesMax,
                        maxHeaderListSize: 2 * Self.headerBytesMax,
                        maxHeaderFieldCount: Self.headersMax
                    )
                )
            ),
            configuration: .init(address: .hostname(self.listen.host, port: self.listen.port), serverName: nil),
            onServerRunning: { channel in await self.listening(on: channel.localAddress?.port) },
            logger: self.logger
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await application.run() }
            tasks.addTask {
                try? await gracefulShutdown()
                try? await Task.sleep(for: self.stopWithin)
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    private func listening(on port: Int?) async {
        guard let port else { return }
        do {
            try await self.onListening?(port)
        } catch {
            self.logger.error("started, but not wholly", metadata: ["reason": "\(error)"])
        }
    }
}
