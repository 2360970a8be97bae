import Logging
import NIOCore

/// What all connections of a server share.
final class ConnectionShared: Sendable {
    let patience: ConnectionPatience
    let date = DateField()
    private let routes: [DirectRoute]
    private let requests: RequestMetrics
    private let logger: Logger

    init(routes: [DirectRoute], patience: ConnectionPatience, requests: RequestMetrics, logger: Logger) {
        self.routes = routes
        self.patience = patience
        self.requests = requests
        self.logger = logger
    }

    func route(of head: RequestHead) -> DirectRoute? {
        self.routes.first { head.target.hasPrefix($0.prefix) }
    }

    /// Counts and logs a request that the router never saw.
    func count(_ head: RequestHead, status: Int, milliseconds: Int64) {
        let route = self.route(of: head)?.name ?? "NotUnderstood"
        let method = head.method == .get ? "GET" : head.method == .head ? "HEAD" : "other"
        self.requests.count(method: method, route: route, status: status, milliseconds: milliseconds)
        self.logger.debug(
            "request",
            metadata: ["method": "\(method)", "path": "\(route)", "status": "\(status)", "ms": "\(milliseconds)"]
        )
    }
}
