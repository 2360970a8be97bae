import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import ProgressAgent
import Testing

/// The room's pages and what they ask, without a browser: `u1` leads `u1` and `u2`, `k1` is the technician.
@Suite struct RoomPagesTests {
    private let school: TestSchool

    init() throws {
        var school = try TestSchool()
        school.collective = RuleSet.Collective(
            rollCallsMin: 2,
            rollCallSeconds: 60,
            confirmHours: 24,
            peopleAloneMax: 20,
            strictSchedule: false,
            slotToleranceMinutes: 15
        )
        self.school = school
    }

    private struct State: Decodable {
        struct Member: Decodable {
            let person: String
            let standing: String
            let hasSigned: Bool
        }

        let isOpen: Bool
        let members: [Member]
        let callsAnswered: Int
        let callsMin: Int

        var standings: [String] { self.members.map { "\($0.person) \($0.standing)\($0.hasSigned ? " signed" : "")" } }
    }

    private func browsing(
        mustChange: Bool = false,
        _ test: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let agent = try self.school.agent()
        let verifier = try await PasswordVerifier.make(TestSchool.password)
        try agent.roster.accept(try self.school.roster(verifier: verifier, mustChange: mustChange))
        try await Application(router: try self.school.router(agent)).test(.router) { client async throws in
            try await test(client)
        }
    }

    private static func browser(_ login: String, _ client: any TestClientProtocol) async throws -> TestBrowser {
        var browser = TestBrowser(client: client)
        _ = try await browser.signIn(login, TestSchool.password)
        return browser
    }

    private static func openRoom(_ leader: inout TestBrowser) async throws -> String {
        let opened = try await leader.post("/room", form: [("studyGroup", "g1"), ("lesson", "l01")])
        #expect(opened.status == .seeOther)
        return try #require(opened.headers[.location])
    }

    private static func state(_ response: TestResponse) throws -> State {
        try JSONDecoder().decode(State.self, from: Data(response.body.readableBytesView))
    }

    @Test("A leader opens a room, members sign in or are entered, leave and come back, and the room is closed")
    func attendance() async throws {
        try await self.browsing { client async throws in
            var leader = try await Self.browser("u1-login", client)
            #expect(try await leader.get("/").text.contains("集中观看"))
            #expect(try await leader.get("/room").text.contains("语文研修组"))
            let page = try await Self.openRoom(&leader)
            #expect(try await leader.get(page).text.contains("data-room=\"\(page.dropFirst("/room/".count))\""))
            let address = "/v1/rooms/\(page.dropFirst("/room/".count))"
            #expect(try Self.state(try await leader.get(address)).standings == ["u1 in signed", "u2 absent"])

            let wrong = try await leader.post("\(address)/attendance", json: #"{"login":"u2-login","password":"no"}"#)
            #expect(wrong.status == .forbidden)
            let stranger = #"{"login":"k1-login","password":"\#(TestSchool.password)"}"#
            #expect(try await leader.post("\(address)/attendance", json: stranger).status == .forbidden)
            let people = { (sign: String) in #"{"people":["u2","k1"],"sign":"\#(sign)"}"# }
            let listed = try await leader.post("\(address)/attendance", json: people("in"))
            #expect(try Self.state(listed).standings == ["u1 in signed", "u2 in"])
            let left = try await leader.post("\(address)/attendance", json: people("out"))
            #expect(try Self.state(left).standings == ["u1 in signed", "u2 out"])
            let own = #"{"login":"U2-login","password":"\#(TestSchool.password)"}"#
            let back = try await leader.post("\(address)/attendance", json: own)
            #expect(try Self.state(back).standings == ["u1 in signed", "u2 in signed"])

            let again = try await leader.post("/room", form: [("studyGroup", "g1"), ("lesson", "l01")])
            #expect(again.headers[.location] == page, "the open room goes on")
            #expect(try await leader.post("\(page)/sign", form: []).status == .conflict)
            _ = try await leader.post("\(page)/close", form: [])
            #expect(try await leader.post("\(address)/attendance", json: own).status == .conflict)
            let record = try await leader.get(page)
            #expect(record.text.contains("规定次数的有效点名") && record.text.contains("本人签到"))
        }
    }

    @Test("The projector's viewing session is the room's, and only its leader's while it is open")
    func projector() async throws {
        try await self.browsing { client async throws in
            var leader = try await Self.browser("u1-login", client)
            var member = try await Self.browser("u2-login", client)
            let page = try await Self.openRoom(&leader)
            let room = page.dropFirst("/room/".count)
            let opening = #"{"lesson":"l01","playerMs":1000000,"room":"\#(room)"}"#
            #expect(try await leader.post("/v1/viewing-sessions", json: opening).status == .created)
            #expect(try await member.post("/v1/viewing-sessions", json: opening).status == .notFound)
            _ = try await leader.post("\(page)/close", form: [])
            #expect(try await leader.post("/v1/viewing-sessions", json: opening).status == .notFound)
        }
    }

    @Test("Who leads no group has no rooms, and nobody sees another's; the technician sees what is closed")
    func others() async throws {
        try await self.browsing { client async throws in
            var leader = try await Self.browser("u1-login", client)
            var member = try await Self.browser("u2-login", client)
            var technician = try await Self.browser("k1-login", client)
            let page = try await Self.openRoom(&leader)
            let address = "/v1/rooms/\(page.dropFirst("/room/".count))"
            #expect(try await member.get("/room").headers[.location] == "/")
            #expect(!(try await member.get("/").text.contains("集中观看")))
            #expect(
                try await member.post("/room", form: [("studyGroup", "g1"), ("lesson", "l01")]).status == .forbidden
            )
            #expect(try await member.get(address).status == .notFound)
            #expect(try await technician.get(address).status == .forbidden)
            var nobody = TestBrowser(client: client)
            #expect(try await nobody.get(address).status == .unauthorized)
            _ = try await leader.post("\(page)/close", form: [])
            #expect(try await technician.get("/room").text.contains("语文研修组"))
            #expect(try await technician.get(page).status == .ok)
        }
    }

    @Test("By the timetable a room opens in its lesson's slot only")
    func strictSchedule() async throws {
        var school = self.school
        school.collective = RuleSet.Collective(
            rollCallsMin: 2,
            rollCallSeconds: 60,
            confirmHours: 24,
            peopleAloneMax: 20,
            strictSchedule: true,
            slotToleranceMinutes: 15
        )
        let agent = try school.agent()
        let verifier = try await PasswordVerifier.make(TestSchool.password)
        try agent.roster.accept(try school.roster(verifier: verifier, mustChange: false))
        try await Application(router: try school.router(agent)).test(.router) { client async throws in
            var leader = try await Self.browser("u1-login", client)
            #expect(try await Self.openRoom(&leader) == "/room?fault=notNow")
            #expect(try await leader.get("/room?fault=notNow").text.contains("课程表规定的时间"))
        }
    }
}
