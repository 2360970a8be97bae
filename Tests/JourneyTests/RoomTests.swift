import CourseModel
import Foundation
import Testing

/// Collective viewing, from the roster to the ledger.
@Suite(.timeLimit(.minutes(3))) struct RoomTests {
    private struct State: Decodable {
        struct Member: Decodable {
            let person: String
            let standing: String
            let hasAnswered: Bool
        }

        struct Call: Decodable { let number: Int }

        let isOpen: Bool
        let members: [Member]
        let call: Call?
        let callsAnswered: Int
    }

    private struct Sign: Encodable {
        var login: String?
        var password: String?
        var people: [String]?
        var sign: String?
    }

    private static let roster = """
        county,countyName,school,schoolName,person,name,role,login,programme,identity,subject,studyGroup,studyGroupName
        c001,测试县,s001,第一小学,t001,王小明,trainee,wang,p1,groupLeader,语文,g1,语文研修组
        c001,测试县,s001,第一小学,t002,李小红,trainee,li,p1,trainee,语文,g1,语文研修组
        c001,测试县,s001,第一小学,t003,张小华,trainee,zhang,p1,trainee,语文,g1,语文研修组
        c001,测试县,s001,第一小学,n001,赵网管,technician,zhao,,,,,

        """

    private static let rules = """
        silentAfterMinutes: 1440
          evidence: { classes: [A, B, C], bufferedMinutesMax: 30, bufferedPermilleMax: 200 }
          collective:
            rollCalls: 2
            rollCallSeconds: 60
            confirmHours: 24
            peopleAloneMax: 20
            slotToleranceMinutes: 15

        """

    @Test("A group watches one projector: who signed and answered is credited, and nobody for heartbeats alone")
    func room() async throws {
        let programme = Province.programme.replacing("silentAfterMinutes: 1440\n", with: Self.rules)
        let province = try await Province(programme: programme, roster: Self.roster)
        try await province.publish("l01", seconds: 12)
        let origin = try await province.serveOrigin()
        try await province.enrol()
        let edge = try await province.serveEdge()
        try await province.succeed(.edge, "prefetch", "--wait")
        var visitors: [String: Visitor] = [:]
        for login in ["wang", "li", "zhang", "zhao"] {
            let visitor = Visitor(site: edge.url)
            let first = try province.firstPassword(of: login)
            try await visitor.signIn(login: login, password: first, newPassword: Province.newPassword)
            visitors[login] = visitor
        }
        let leader = try #require(visitors["wang"])
        try await Self.forge(by: try #require(visitors["zhang"]))

        let page = try await leader.submit("/room", ["studyGroup": "g1", "lesson": "l01"])
        let room = try #require(page.path.split(separator: "/").last.map(String.init))
        #expect(page.status == 200 && page.text.contains("语文研修组"))
        try await Self.watch(in: room, leader)
        #expect(try await leader.submit("/room/\(room)/close", [:]).status == 200)
        #expect(try await leader.submit("/room/\(room)/sign", [:]).text.contains("会签"))
        try await eventually("the province has the room, which lacks the school's signature", within: .seconds(60)) {
            try await province.refusals(of: "t002").contains(.unsigned)
        }
        let signed = try await #require(visitors["zhao"]).submit("/room/\(room)/sign", [:])
        #expect(signed.text.contains("已生效"))

        for person in ["t001", "t002"] {
            try await eventually("\(person) is credited", within: .seconds(60)) {
                try await province.statements(of: person).first?.creditedHundredths.hundredths == 100
            }
        }
        #expect(try await province.refusals(of: "t002").isEmpty)
        let forger = try #require(try await province.statements(of: "t003").first)
        #expect(forger.creditedHundredths == .zero)
        #expect(Set(forger.refusals.map(\.reason)) == [.unserved, .idle])
        let statement = try await #require(visitors["zhang"]).get("/statement")
        #expect(statement.text.contains("UNSERVED") && statement.text.contains("IDLE"))
        try await province.succeed(.origin, "ledger", "verify")
        #expect(try await edge.stop() == 0)
        #expect(try await origin.stop() == 0)
    }

    /// A lesson's heartbeats without any of its media.
    private static func forge(by visitor: Visitor) async throws {
        let viewing = try await Viewing("l01", by: visitor)
        try await Task.sleep(for: .milliseconds(1_500))
        viewing.play(cause: "pause")
        #expect(await viewing.send()?.keptMs == viewing.positionMs)
    }

    /// Shows the lesson to the leader, `li` who signs in with a password, and `zhang` who is listed and misses both roll
    /// calls.
    private static func watch(in room: String, _ leader: Visitor) async throws {
        let address = "/v1/rooms/\(room)"
        let viewing = try await Viewing("l01", by: leader, room: room)
        try await viewing.fetchMedia()
        let own = try await leader.post(
            "\(address)/attendance",
            json: Sign(login: "li", password: Province.newPassword)
        ).json(State.self)
        #expect(own.members.map(\.standing) == ["in", "in", "absent"])
        _ = try await leader.post("\(address)/attendance", json: Sign(people: ["t003"], sign: "in"))
        viewing.rest()
        var calls: Set<Int> = []
        while !(viewing.isAtEnd && viewing.isAnswered) {
            try await Task.sleep(for: .milliseconds(400))
            viewing.play()
            _ = await viewing.send()
            let state = try await leader.get(address).json(State.self)
            guard let call = state.call, calls.insert(call.number).inserted else { continue }
            let answer = Sign(people: ["t001", "t002"], sign: "here")
            let after = try await leader.post("\(address)/attendance", json: answer).json(State.self)
            #expect(after.members.map(\.hasAnswered) == [true, true, false])
        }
        #expect(calls == [1, 2])
        #expect(try await leader.get(address).json(State.self).callsAnswered == 2)
    }
}

extension Province {
    fileprivate func refusals(of person: String) async throws -> Set<Reason> {
        Set(try await self.statements(of: person).flatMap(\.refusals).map(\.reason))
    }
}
