import CourseModel
package import HTTPServing
package import Hummingbird

/// The technician's page, and its button.
package struct TechnicianController: Sendable {
    private let sessions: SessionCookie
    private let status: StatusReader
    private let pages: Pages
    private let setPaused: @Sendable (Bool) async throws -> Void
    private let frame: @Sendable (Request, WebContext) -> PageContext

    /// - Parameter frame: what the page's frame shows of who is signed in.
    package init(
        sessions: SessionCookie,
        status: StatusReader,
        pages: Pages,
        setPaused: @escaping @Sendable (Bool) async throws -> Void,
        frame: @escaping @Sendable (Request, WebContext) -> PageContext
    ) {
        self.sessions = sessions
        self.status = status
        self.pages = pages
        self.setPaused = setPaused
        self.frame = frame
    }

    package func addRoutes(to router: Router<WebContext>) {
        router.get("/technician", use: self.page)
        router.post("/technician/pause") { request, _ in try await self.choose(isPaused: true, request: request) }
        router.post("/technician/resume") { request, _ in try await self.choose(isPaused: false, request: request) }
    }

    @Sendable private func page(request: Request, context: WebContext) async throws -> Response {
        guard let subject = self.sessions.subject(of: request) else { return .redirect(to: "/sign-in?to=/technician") }
        guard subject.isTechnician else { throw Self.forbidden }
        let page = TechnicianPage(
            status: try await self.status.status(),
            messages: self.pages.messages,
            language: context.language
        )
        return try self.pages.page(
            "technician",
            title: "technician.title",
            page.model,
            context: self.frame(request, context)
        )
    }

    private func choose(isPaused: Bool, request: Request) async throws -> Response {
        guard self.sessions.subject(of: request)?.isTechnician == true else { throw Self.forbidden }
        try await self.setPaused(isPaused)
        return .redirect(to: "/technician")
    }

    private static let forbidden = Problem(.forbidden, "not-technician", "this page is for the school's technician")
}
