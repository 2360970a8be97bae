package import Hummingbird

extension WebServer {
    /// A router with what every server of ours does: security headers, request log and metrics, language, errors as
    /// problems or pages, limits, refusal of other sites' posts; and the routes `/health`, `/metrics`, `/assets/*` and
    /// `/language/*`. `HEAD` works wherever `GET` does.
    package static func router(site: Site) -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: SecurityHeadersMiddleware())
        router.add(middleware: RequestLogMiddleware(metrics: site.requests))
        router.add(middleware: LanguageMiddleware())
        router.add(middleware: ErrorMiddleware(pages: site.pages, isDiskFull: site.isDiskFull))
        router.add(middleware: BodyLimitMiddleware())
        router.add(middleware: SameOriginMiddleware())
        router.get("/health") { _, _ in try await site.health().response(program: site.name) }
        router.get("/metrics") { _, _ in
            var text = await site.metrics()
            site.requests.write(to: &text)
            return text.response
        }
        router.get("/assets/:name") { request, context in
            try site.assets.response(to: request, name: context.parameters.require("name"))
        }
        router.get("/language/:language") { request, context in
            try LanguageChoice.response(to: request, language: context.parameters.require("language"))
        }
        return router
    }
}
