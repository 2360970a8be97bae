import Hummingbird

/// Tells browsers to run nothing but our own files, and never inside another site's page.
struct SecurityHeadersMiddleware: RouterMiddleware {
    /// `blob:` is what Media Source players hand to the media element and start their worker from.
    static let contentSecurityPolicy = [
        "default-src 'self'", "media-src 'self' blob:", "worker-src 'self' blob:", "connect-src 'self'",
        "img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let referrerPolicy = HTTPFields.Element.Name("Referrer-Policy")

    func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        if let name = Self.referrerPolicy {
            response.headers[name] = "same-origin"
        }
        return response
    }
}
