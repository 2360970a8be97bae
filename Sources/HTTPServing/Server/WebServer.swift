package import Hummingbird
import HummingbirdCore
package import Logging
import ServiceLifecycle
import Synchronization

/// An HTTP/1.1 server: runs until graceful shutdown, then finishes the requests that are under way; those that take too
/// long, a video that somebody has stopped reading for instance, are cut off.
package struct WebServer: Service {
    /// Six for each computer of several labs. Who comes later waits until one is closed.
    private static let connectionsMax = 4_000

    private let responder: RouterResponder<WebContext>
    private let direct: [DirectRoute]
    private let listen: ListenAddress
    private let site: Site
    private let stopWithin: Duration
    private let patience: ConnectionPatience
    private let onListening: (@Sendable (Int) async throws -> Void)?
    private let logger: Logger

    /// - Parameters:
    ///   - router: With all its routes; what is added later is not seen.
    ///   - direct: What is answered ahead of the router.
    ///   - stopWithin: How long requests may take to finish after the graceful shutdown has begun.
    ///   - onListening: Called once with the port; what it throws is logged, and the server goes on.
    package init(
        router: Router<WebContext>,
        direct: [DirectRoute] = [],
        listen: ListenAddress,
        site: Site,
        stopWithin: Duration = .seconds(5),
        onListening: (@Sendable (Int) async throws -> Void)? = nil,
        logger: Logger
    ) {
        self.init(
            router: router,
            direct: direct,
            listen: listen,
            site: site,
            stopWithin: stopWithin,
            patience: ConnectionPatience(),
            onListening: onListening,
            logger: logger
        )
    }

    /// - Parameter patience: How slow a client may be.
    init(
        router: Router<WebContext>,
        direct: [DirectRoute],
        listen: ListenAddress,
        site: Site,
        stopWithin: Duration,
        patience: ConnectionPatience,
        onListening: (@Sendable (Int) async throws -> Void)?,
        logger: Logger
    ) {
        self.responder = router.buildResponder()
        self.direct = direct
        self.patience = patience
        self.listen = listen
        self.site = site
        self.stopWithin = stopWithin
        self.onListening = onListening
        self.logger = logger
    }

    /// - Throws: `CannotListen` where another program has the address.
    package func run() async throws {
        let start = Start()
        let connectionsMax = self.connectionsMax
        let shared = ConnectionShared(
            routes: self.direct,
            patience: self.patience,
            requests: self.site.requests,
            logger: self.logger
        )
        let limit = ConnectionLimit(connectionsMax: connectionsMax)
        let application = Application(
            responder: self.responder,
            server: HTTPServerBuilder { DirectChannel(shared, limit: limit, responder: $0) },
            configuration: .init(
                address: .hostname(self.listen.host, port: self.listen.port),
                serverName: nil,
                availableConnectionsDelegate: .maximum(connectionsMax, logger: self.logger)
            ),
            onServerRunning: { channel in
                start.hasHappened.store(true, ordering: .relaxed)
                await self.listening(on: channel.localAddress?.port)
            },
            logger: self.logger
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                do {
                    try await application.run()
                } catch  where !start.hasHappened.load(ordering: .relaxed) && !(error is CancellationError) {
                    throw CannotListen(listen: self.listen, reason: "\(error)")
                }
            }
            tasks.addTask {
                try? await gracefulShutdown()
                try? await Task.sleep(for: self.stopWithin)
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    /// Files that lessons are played from, and databases, need descriptors too.
    private var connectionsMax: Int { min(Self.connectionsMax, OpenFiles.raiseLimit() / 3) }

    private func listening(on port: Int?) async {
        guard let port else { return }
        do {
            try await self.onListening?(port)
        } catch {
            self.logger.error("started, but not wholly", metadata: ["reason": "\(error)"])
        }
    }
}

private final class Start: Sendable {
    let hasHappened = Atomic(false)
}

/// The address to listen on is not to be had.
package struct CannotListen: Error, Hashable, Sendable, CustomStringConvertible {
    package let listen: ListenAddress
    /// What the system said.
    package let reason: String

    package var description: String {
        """
        cannot listen on \(self.listen): if another program does, stop it or choose another port with --listen; \
        0.0.0.0 stands for every address of this computer (\(self.reason))
        """
    }
}
