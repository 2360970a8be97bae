import CourseModel
import Crediting
import HTTPServing
import Hummingbird

/// The room at the projector: opened by a group leader, closed and signed, with a page for each.
struct RoomController: Sendable {
    private struct Opening: Decodable {
        let studyGroup: StudyGroup.ID
        let lesson: Lesson.ID
    }

    /// Why a room was not opened.
    enum Fault: String {
        case notHere
        case notNow
    }

    let desk: RoomDesk
    let gate: SignInGate
    let pages: Pages
    let timeZone: String

    private var localTime: LocalTime { LocalTime(timeZone: self.timeZone) }

    func addRoutes(to router: Router<WebContext>) {
        router.get("/room", use: self.list)
        router.post("/room", use: self.open)
        router.get("/room/:room", use: self.room)
        router.post("/room/:room/close", use: self.close)
        router.post("/room/:room/sign", use: self.sign)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        try await self.page(request) { person in
            let page = RoomListPage(desk: self.desk, messages: self.pages.messages, localTime: self.localTime)
            let fault = request.uri.queryParameters["fault"].flatMap { Fault(rawValue: String($0)) }
            let model = try await page.model(for: person, fault: fault, in: context.language)
            return try self.pages.page(
                "rooms",
                title: "room.title",
                model,
                context: self.frame(request, context, person)
            )
        }
    }

    @Sendable func open(request: Request, context: WebContext) async throws -> Response {
        let leader = try await self.gate.require(.trainee, request)
        let opening = try await request.decode(as: Opening.self, context: context)
        let led = self.desk.groups(ledBy: leader.person)
        guard let group = led.first(where: { $0.group.studyGroup == opening.studyGroup }),
            group.programme.lessons.contains(where: { $0.lesson == opening.lesson })
        else { throw Problem(.forbidden, "not-your-group", "you lead no such study group, or it has no such lesson") }
        guard let lesson = self.desk.shelf.lesson(opening.lesson) else {
            return LocalPath.redirect(to: "/room?fault=\(Fault.notHere.rawValue)")
        }
        guard self.desk.isInSlot(opening.lesson, of: group) else {
            return LocalPath.redirect(to: "/room?fault=\(Fault.notNow.rawValue)")
        }
        guard let room = Room.ID("r\(IncarnationFile.newToken())") else { throw Problem.noSuchRoom }
        do {
            try await self.desk.journal.open(
                room,
                RoomOpening(
                    programme: group.programme.programme,
                    lesson: opening.lesson,
                    studyGroup: opening.studyGroup,
                    leader: leader.person
                ),
                plan: try await self.plan(for: lesson, of: group),
                at: self.desk.clock.now
            )
        } catch JournalError.roomIsOpen(let open) {
            return LocalPath.redirect(to: "/room/\(open)")
        }
        return LocalPath.redirect(to: "/room/\(room)")
    }

    /// Over what the group has not seen yet.
    private func plan(for lesson: PlayableLesson, of group: RoomDesk.Group) async throws -> RollCallPlan {
        let seen = try await self.desk.journal.position(of: group.group.studyGroup, in: lesson.lesson)
        var generator = SystemRandomNumberGenerator()
        return RollCallPlan(
            lengthMs: lesson.durationMs - seen,
            count: Int(group.rule.rollCallsMin),
            using: &generator
        )
    }

    @Sendable func room(request: Request, context: WebContext) async throws -> Response {
        try await self.page(request) { person in
            let place = try await self.place(context)
            let isLeader = place.room.opening.leader == person.person
            guard isLeader || self.desk.maySign(place, forSchool: person) else { throw Problem.noSuchRoom }
            let frame = self.frame(request, context, person)
            guard isLeader, place.room.closedMs == nil else {
                let page = RoomRecordPage(messages: self.pages.messages, localTime: self.localTime)
                let model = page.model(of: place, for: person, at: self.desk.clock.now, in: context.language)
                return try self.pages.page("room-record", title: model.lesson, model, context: frame)
            }
            let page = RoomPage(messages: self.pages.messages, timeZone: self.timeZone)
            guard let model = page.model(of: place, lesson: self.desk.shelf.lesson, in: context.language) else {
                throw Problem(.notFound, "no-such-lesson", "this school has no such lesson yet")
            }
            return try self.pages.page("room", title: model.lesson, model, context: frame)
        }
    }

    @Sendable func close(request: Request, context: WebContext) async throws -> Response {
        let leader = try await self.gate.require(.trainee, request)
        let place = try await self.place(context)
        guard place.room.opening.leader == leader.person else { throw Problem.noSuchRoom }
        try await self.desk.journal.close(place.room.room, by: leader.person, at: self.desk.clock.now)
        return LocalPath.redirect(to: "/room/\(place.room.room)")
    }

    /// The leader confirms; somebody else countersigns for the school.
    @Sendable func sign(request: Request, context: WebContext) async throws -> Response {
        guard let person = try await self.gate.signedIn(request), !person.mustChangePassword else {
            throw Problem(.unauthorized, "signed-out", "sign in first")
        }
        let place = try await self.place(context)
        let isLeader = place.room.opening.leader == person.person
        guard isLeader || self.desk.maySign(place, forSchool: person) else { throw Problem.noSuchRoom }
        do {
            try await self.desk.journal.sign(
                place.room.room,
                RoomSignature(person: person.person, capacity: isLeader ? .leader : .school),
                at: self.desk.clock.now
            )
        } catch JournalError.noSuchRoom {
            throw Problem(.conflict, "room-open", "the room is still open: close it first")
        }
        return LocalPath.redirect(to: "/room/\(place.room.room)")
    }

    private func place(_ context: WebContext) async throws -> RoomDesk.Place {
        guard let room = Room.ID(try context.parameters.require("room")), let place = try await self.desk.place(room)
        else { throw Problem.noSuchRoom }
        return place
    }

    /// A page for whoever leads a group or signs for the school.
    private func page(_ request: Request, _ render: (SignedIn) async throws -> Response) async throws -> Response {
        guard let person = try await self.gate.signedIn(request) else { return LocalPath.signIn(toReturnTo: request) }
        guard !person.mustChangePassword else { return LocalPath.redirect(to: "/password") }
        guard person.role == .technician || !self.desk.groups(ledBy: person.person).isEmpty else {
            return LocalPath.redirect(to: person.home)
        }
        return try await render(person)
    }

    private func frame(_ request: Request, _ context: WebContext, _ person: SignedIn) -> PageContext {
        let first = PageContext.Link(
            title: person.role == .technician ? "technician.title" : "lessons.title",
            path: person.home
        )
        let links = [
            first, PageContext.Link(title: "room.title", path: "/room"),
            PageContext.Link(title: "agent.password", path: "/password"),
        ]
        return PageContext(request, context, signedIn: person.frame, navigation: links)
    }
}

extension Problem {
    static let noSuchRoom = Problem(.notFound, "no-such-room", "there is no such room of yours")
}
