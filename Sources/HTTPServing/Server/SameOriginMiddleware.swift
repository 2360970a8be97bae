package import Hummingbird

/// Refuses requests that change something and come from another site's page.
///
/// A browser names the page's origin in `Sec-Fetch-Site` (on HTTPS and localhost) or `Origin` (Fetch standard, §3.1); a
/// program that sends neither is no browser and carries no cookie of ours. This goes with `SameSite=Lax` cookies.
package struct SameOriginMiddleware: RouterMiddleware {
    private static let fetchSite = HTTPFields.Element.Name("Sec-Fetch-Site")

    package init() {}

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard Self.isOwn(request) else {
            throw Problem(.forbidden, "other-site", "the request comes from a page of another site")
        }
        return try await next(request, context)
    }

    static func isOwn(_ request: Request) -> Bool {
        guard ![.get, .head, .options].contains(request.method) else { return true }
        if let name = Self.fetchSite, let site = request.headers[name], !["same-origin", "none"].contains(site) {
            return false
        }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority, let separator = origin.firstRange(of: "://") else { return false }
        return origin[separator.upperBound...].lowercased() == authority.lowercased()
    }
}
