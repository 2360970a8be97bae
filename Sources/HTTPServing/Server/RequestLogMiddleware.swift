import Hummingbird
import Logging

/// Counts every request, and logs it at debug level: method, path without query, status, milliseconds.
///
/// Of a route with a token in its path, the route is logged: whoever reads a log shall not be able to use it.
struct RequestLogMiddleware: RouterMiddleware {
    private static let tokenParameter = "{token}"

    let metrics: RequestMetrics

    func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let elapsed = (ContinuousClock.now - start).components
        let milliseconds = elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000
        self.metrics.count(
            method: request.method.rawValue,
            route: context.endpointPath ?? "NotFound",
            status: response.status.code,
            milliseconds: milliseconds
        )
        context.logger.debug(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)",
                "path": "\(Self.path(of: request, route: context.endpointPath))",
                "status": "\(response.status.code)", "ms": "\(milliseconds)",
            ]
        )
        return response
    }

    static func path(of request: Request, route: String?) -> String {
        if let route, route.contains(Self.tokenParameter) { return route }
        return request.uri.path
    }
}
