import CourseModel
import Crediting
import HTTPServing
import Hummingbird

/// What the page at the projector asks and says: who is there, roll calls, signs of presence.
struct RoomAttendanceController: Sendable {
    /// Somebody's own word, with their password, or the leader's about others.
    private struct Message: Decodable {
        let login: String?
        let password: String?
        let people: [Person.ID]?
        let sign: RoomAttendance.Sign?
    }

    /// A study group has some twenty people; no roster of a school has more.
    static let peopleMax = 2_000

    let desk: RoomDesk
    let accounts: SchoolAccounts
    let gate: SignInGate
    let throttle: SignInThrottle

    func addRoutes(to router: Router<WebContext>) {
        router.get("/v1/rooms/:room", use: self.state)
        router.post("/v1/rooms/:room/attendance", use: self.attend)
    }

    @Sendable func state(request: Request, context: WebContext) async throws -> Response {
        let place = try await self.desk.calledRoll(try await self.place(request, context))
        return try JSONResponse.of(RoomState(of: place, at: self.desk.clock.now))
    }

    @Sendable func attend(request: Request, context: WebContext) async throws -> Response {
        let place = try await self.place(request, context)
        let message = try await request.decode(as: Message.self, context: context)
        let attendance: RoomAttendance?
        if let login = message.login, let password = message.password {
            attendance = try await self.own(login: login, password: password, in: place)
        } else if let people = message.people, let sign = message.sign, people.count <= Self.peopleMax {
            attendance = self.listed(people, sign, in: place)
        } else {
            throw Problem(.badRequest, "bad-request", "login and password, or people and sign")
        }
        if let attendance {
            do {
                try await self.desk.journal.attend(place.room.room, attendance, at: self.desk.clock.now)
            } catch JournalError.noSuchRoom {
                throw Problem(.conflict, "room-closed", "the room is closed")
            }
        }
        let after = try await self.desk.place(place.room.room) ?? place
        return try JSONResponse.of(RoomState(of: after, at: self.desk.clock.now))
    }

    /// - Returns: nil where nothing would change.
    private func own(login: String, password: String, in place: RoomDesk.Place) async throws -> RoomAttendance? {
        guard self.throttle.mayTry(login: login) else {
            throw Problem(.tooManyRequests, "wait", "too many wrong passwords for this login; wait a while")
        }
        let refusal = Problem(.forbidden, "refused", "login or password is wrong, or not of this study group")
        guard let person = try await self.accounts.person(login: login),
            place.group.accounts.contains(where: { $0.person == person.person })
        else {
            // Takes as long for a login that nobody has.
            await PasswordVerifier.refuse(password)
            throw refusal
        }
        guard await PasswordVerifier.verify(password, person.passwordVerifier) else { throw refusal }
        self.throttle.succeeded(login: login)
        guard !person.mustChangePassword else {
            throw Problem(.forbidden, "first-password", "a first password was given out by somebody: choose one first")
        }
        let last = place.presence.record.lastSign(of: person.person)
        let isIn = last.map { $0.kind != .leaves } ?? false
        return RoomAttendance(people: [person.person], sign: isIn ? .isHere : .enters, by: .password)
    }

    /// - Returns: nil where nothing would change; who is not of the group is left out, and who is not in answers nothing.
    private func listed(
        _ people: [Person.ID],
        _ sign: RoomAttendance.Sign,
        in place: RoomDesk.Place
    ) -> RoomAttendance? {
        let wanted = Set(people)
        let told = RoomState(of: place, at: self.desk.clock.now).members.filter { member in
            guard wanted.contains(member.person) else { return false }
            return switch sign {
            case .enters: member.standing != .isHere
            case .isHere, .leaves: member.standing == .isHere
            }
        }.map(\.person)
        guard !told.isEmpty, sign != .isHere || place.room.openCall(at: self.desk.clock.now) != nil else { return nil }
        return RoomAttendance(people: told, sign: sign, by: .leader)
    }

    /// - Throws: `Problem` for everybody but the room's leader.
    private func place(_ request: Request, _ context: WebContext) async throws -> RoomDesk.Place {
        let leader = try await self.gate.require(.trainee, request)
        guard let room = Room.ID(try context.parameters.require("room")), let place = try await self.desk.place(room),
            place.room.opening.leader == leader.person
        else { throw Problem.noSuchRoom }
        return place
    }
}
