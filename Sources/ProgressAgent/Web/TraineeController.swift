import CourseModel
import HTTPServing
import Hummingbird

/// The pages of a trainee: lessons, player, statement.
struct TraineeController: Sendable {
    let desk: RoomDesk
    let shelf: LessonShelf
    let standings: StandingQuery
    let gate: SignInGate
    let pages: Pages
    /// IANA name: times are shown as they are at the school.
    let timeZone: String
    let now: @Sendable () -> UTCTime

    private var localTime: LocalTime { LocalTime(timeZone: self.timeZone) }

    func addRoutes(to router: Router<WebContext>) {
        router.get("/", use: self.lessons)
        router.get("/lessons/:lesson", use: self.lesson)
        router.get("/statement", use: self.statement)
    }

    @Sendable func lessons(request: Request, context: WebContext) async throws -> Response {
        try await self.gate.page(for: .trainee, request) { person in
            let standing = try await self.standings.standing(of: person)
            let page = LessonsPage(
                shelf: self.shelf,
                messages: self.pages.messages,
                localTime: self.localTime,
                now: self.now()
            )
            return try self.pages.page(
                "lessons",
                title: "lessons.title",
                page.model(of: standing, in: context.language),
                context: self.frame(request, context, person)
            )
        }
    }

    @Sendable func lesson(request: Request, context: WebContext) async throws -> Response {
        try await self.gate.page(for: .trainee, request) { person in
            let standing = try await self.standings.standing(of: person)
            let page = LessonPage(
                shelf: self.shelf,
                messages: self.pages.messages,
                timeZone: self.timeZone,
                now: self.now()
            )
            guard let lesson = Lesson.ID(try context.parameters.require("lesson")),
                let model = page.model(of: lesson, for: person, standing: standing, in: context.language)
            else { throw Problem(.notFound, "no-such-lesson", "this school has no such lesson yet") }
            return try self.pages.page(
                "lesson",
                title: model.title,
                model,
                context: self.frame(request, context, person)
            )
        }
    }

    @Sendable func statement(request: Request, context: WebContext) async throws -> Response {
        try await self.gate.page(for: .trainee, request) { person in
            let standing = try await self.standings.standing(of: person)
            let page = StatementPage(messages: self.pages.messages, localTime: self.localTime)
            return try self.pages.page(
                "statement",
                title: "statement.title",
                page.model(
                    of: standing,
                    in: context.language,
                    hasAppealed: request.uri.queryParameters["appeal"] == "kept"
                ),
                context: self.frame(request, context, person)
            )
        }
    }

    private func frame(_ request: Request, _ context: WebContext, _ person: SignedIn) -> PageContext {
        PageContext(request, context, signedIn: person.frame, navigation: self.links(of: person))
    }

    /// Who leads a study group has rooms beside the lessons.
    private func links(of person: SignedIn) -> [PageContext.Link] {
        guard !self.desk.groups(ledBy: person.person).isEmpty else { return PageContext.Link.ofTrainee }
        return PageContext.Link.ofTrainee + [PageContext.Link(title: "room.title", path: "/room")]
    }
}
