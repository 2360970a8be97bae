package import CourseModel
package import HTTPServing
package import Hummingbird
package import ProgressAgent

/// The technician's page, and its buttons.
package struct TechnicianController: Sendable {
    private static let navigation = [
        PageContext.Link(title: "technician.title", path: "/technician"),
        PageContext.Link(title: "room.title", path: "/room"),
        PageContext.Link(title: "agent.password", path: "/password"),
    ]

    private let gate: SignInGate
    private let status: StatusReader
    private let plan: PlanReader
    private let pages: Pages
    private let setPaused: @Sendable (Bool) async throws -> Void
    private let grant: @Sendable (LessonWish, Lesson.ID) throws -> Void

    package init(
        gate: SignInGate,
        status: StatusReader,
        plan: PlanReader,
        pages: Pages,
        setPaused: @escaping @Sendable (Bool) async throws -> Void,
        grant: @escaping @Sendable (LessonWish, Lesson.ID) throws -> Void
    ) {
        self.gate = gate
        self.status = status
        self.plan = plan
        self.pages = pages
        self.setPaused = setPaused
        self.grant = grant
    }

    package func addRoutes(to router: Router<WebContext>) {
        router.get("/technician", use: self.page)
        router.post("/technician/pause") { request, _ in try await self.choose(isPaused: true, request: request) }
        router.post("/technician/resume") { request, _ in try await self.choose(isPaused: false, request: request) }
        router.post("/technician/lessons/:lesson/:wish", use: self.press)
    }

    @Sendable private func page(request: Request, context: WebContext) async throws -> Response {
        try await self.gate.page(for: .technician, request) { person in
            let page = TechnicianPage(
                status: try await self.status.status(),
                plan: self.plan.plan,
                messages: self.pages.messages,
                language: context.language
            )
            return try self.pages.page(
                "technician",
                title: "technician.title",
                page.model,
                context: PageContext(request, context, signedIn: person.frame, navigation: Self.navigation)
            )
        }
    }

    private func choose(isPaused: Bool, request: Request) async throws -> Response {
        _ = try await self.gate.require(.technician, request)
        try await self.setPaused(isPaused)
        return LocalPath.redirect(to: "/technician")
    }

    /// One button for each wish; a lesson that is not listed any more is no error to who pressed it.
    @Sendable private func press(request: Request, context: WebContext) async throws -> Response {
        _ = try await self.gate.require(.technician, request)
        guard let wish = LessonWish(rawValue: try context.parameters.require("wish")),
            let lesson = Lesson.ID(try context.parameters.require("lesson"))
        else { throw Problem(.notFound, "not-found", "There is no such button.") }
        do {
            try self.grant(wish, lesson)
        } catch is NoSuchLesson {}
        return LocalPath.redirect(to: "/technician")
    }
}
