package import CourseModel
package import HTTPServing
package import Hummingbird
package import ProgressAgent

/// The edge's own API, for its commands (`Authorization: Bearer` with the token of `control.json`) and, what only
/// reads, for the technician's browser.
package struct ControlController: Sendable {
    /// Stands for whoever tries a lesson from the command line; nothing is recorded of it.
    private static let session = ViewingSession.ID("command-line")

    private let token: ControlToken
    private let gate: SignInGate
    private let status: StatusReader
    private let plan: PlanReader
    private let shelf: Shelf
    private let addresses: PlaylistAddress
    private let setPaused: @Sendable (Bool) async throws -> Void
    private let scrub: @Sendable () -> Void
    private let grant: @Sendable (LessonWish, Lesson.ID) throws -> Void

    package init(
        token: ControlToken,
        gate: SignInGate,
        status: StatusReader,
        plan: PlanReader,
        shelf: Shelf,
        addresses: PlaylistAddress,
        setPaused: @escaping @Sendable (Bool) async throws -> Void,
        scrub: @escaping @Sendable () -> Void,
        grant: @escaping @Sendable (LessonWish, Lesson.ID) throws -> Void
    ) {
        self.token = token
        self.gate = gate
        self.status = status
        self.plan = plan
        self.shelf = shelf
        self.addresses = addresses
        self.setPaused = setPaused
        self.scrub = scrub
        self.grant = grant
    }

    package func addRoutes(to router: Router<WebContext>) {
        router.get("/v1/status", use: self.readStatus)
        router.get("/v1/plan", use: self.readPlan)
        router.group().add(middleware: ControlTokenMiddleware(token: self.token))
            .post("/v1/prefetch/pause") { _, _ in try await self.choose(isPaused: true) }
            .post("/v1/prefetch/resume") { _, _ in try await self.choose(isPaused: false) }
            .post("/v1/prefetch/first/:lesson") { try self.press(.first, $0, $1) }
            .post("/v1/prefetch/usual/:lesson") { try self.press(.usual, $0, $1) }
            .post("/v1/prefetch/pin/:lesson") { try self.press(.pin, $0, $1) }
            .post("/v1/prefetch/unpin/:lesson") { try self.press(.unpin, $0, $1) }
            .post("/v1/scrub") { _, _ in
                self.scrub()
                return HTTPResponse.Status.accepted
            }
            .post("/v1/lesson-urls", use: self.makeAddress)
    }

    @Sendable private func readStatus(request: Request, context: WebContext) async throws -> Response {
        try await self.requireReader(request)
        return try JSONResponse.of(try await self.status.status())
    }

    @Sendable private func readPlan(request: Request, context: WebContext) async throws -> Response {
        try await self.requireReader(request)
        return try JSONResponse.of(self.plan.plan)
    }

    private func requireReader(_ request: Request) async throws {
        if self.token.isCarried(by: request) { return }
        _ = try await self.gate.require(.technician, request)
    }

    private func press(_ wish: LessonWish, _ request: Request, _ context: WebContext) throws -> HTTPResponse.Status {
        let name = try context.parameters.require("lesson")
        guard let lesson = Lesson.ID(name) else {
            throw Problem(.notFound, "no-such-lesson", "no lesson has such a name")
        }
        do {
            try self.grant(wish, lesson)
        } catch let error as NoSuchLesson {
            throw Self.problem(error)
        }
        return .noContent
    }

    private static func problem(_ error: NoSuchLesson) -> Problem {
        Problem(.notFound, "no-such-lesson", "\(error)")
    }

    private func choose(isPaused: Bool) async throws -> HTTPResponse.Status {
        try await self.setPaused(isPaused)
        return .noContent
    }

    @Sendable private func makeAddress(request: Request, context: WebContext) async throws -> Response {
        let wanted = try await request.decode(as: LessonAddress.Request.self, context: context)
        guard let release = self.shelf.release(of: wanted.lesson), let session = Self.session else {
            throw Self.problem(NoSuchLesson(lesson: wanted.lesson))
        }
        let accessEnds = self.shelf.accessEnds(of: wanted.lesson)
        let path = self.addresses.path(
            for: session,
            lesson: wanted.lesson,
            manifest: release.digest,
            accessEnds: accessEnds
        )
        let address = LessonAddress(
            lesson: wanted.lesson,
            url: "http://\(request.head.authority ?? "localhost")\(path)",
            expiresAtMs: self.addresses.expiry(accessEnds: accessEnds)
        )
        return try JSONResponse.of(address)
    }
}
