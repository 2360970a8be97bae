import Hummingbird

/// Refuses a body that no handler takes, before a byte of it is read.
///
/// What a handler decodes is limited to `WebContext.bodyMaxBytes`, also where the length is not declared.
struct BodyLimitMiddleware: RouterMiddleware {
    /// The largest document that is posted (an edge's holdings, 4 MiB) with room for its signature.
    static let declaredMaxBytes = 8 << 20

    func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        if let text = request.headers[.contentLength] {
            guard let length = Int(text), length <= Self.declaredMaxBytes else { throw Problem.tooLarge }
        }
        return try await next(request, context)
    }
}
