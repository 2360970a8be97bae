import CourseModel
import Foundation
import Testing

/// `lectern-agent` without an edge: where another cache serves the lessons.
@Suite(.timeLimit(.minutes(4))) struct AgentTests {
    private static let kills = 10

    @Test(
        "An agent alone keeps and reports through power cuts; its journal is exported, verified, and caught when altered"
    )
    func agentAlone() async throws {
        let province = try await Province()
        try await province.publish("l01", seconds: 20)
        let origin = try await province.serveOrigin()
        try await province.enrol()
        let agent = try await Server(
            .agent,
            data: province.edgeData,
            port: province.edgePort,
            log: province.folder.path("agent.log"),
            options: ["--playlist-url", "/media/{lesson}/master.m3u8"],
            environment: Province.quick
        )
        let visitor = Visitor(site: agent.url)
        let password = try province.firstPassword(of: "wang")
        try await eventually("the roster is here") {
            try await visitor.signIn(login: "wang", password: password, newPassword: Province.newPassword)
            return true
        }
        var opened: Viewing?
        try await eventually("the lesson is known") {
            opened = try await Viewing("l01", by: visitor)
            return true
        }
        let viewing = try #require(opened)
        #expect(viewing.opened.playlist == "/media/l01/master.m3u8")

        let keptMs = try await Self.watch(viewing, killing: agent)
        #expect(keptMs == viewing.opened.durationMs)
        try await eventually("the lesson is complete at the origin", within: .seconds(60)) {
            try await province.coverage(of: "l01")?.isComplete == true
        }
        let covered = try #require(try await province.coverage(of: "l01")).coveredMs.milliseconds
        #expect((keptMs * 99 / 100...keptMs).contains(covered), "covered \(covered) of \(keptMs)")
        try await Self.exportAndVerify(province, atLeast: Self.kills)
        #expect(try await agent.stop() == 0)
        #expect(try await origin.stop() == 0)
    }

    /// Plays the lesson to its end while the agent is killed again and again.
    ///
    /// - Returns: what the agent says is kept, in milliseconds.
    private static func watch(_ viewing: Viewing, killing agent: Server) async throws -> Int64 {
        var random = SeededRandom(seed: 7)
        var kills = 0
        while kills < Self.kills || !viewing.isAtEnd || !viewing.isAnswered {
            for _ in 0...random.next(below: 20) {
                viewing.play()
                _ = await viewing.send()
                try await Task.sleep(for: .milliseconds(50))
            }
            agent.kill9()
            kills += 1
            try await agent.restart()
        }
        return try #require(await viewing.send()).keptMs
    }

    private static func exportAndVerify(_ province: Province, atLeast starts: Int) async throws {
        struct Verified: Decodable {
            let school: String
            let firstSequence: Int64
            let lastSequence: Int64
            let rows: [JournalRow]
        }
        let file = province.folder.path("journal.lectern")
        try await province.succeed(.agent, "export", file, "--all")
        let good = try await Program.agent.run("verify", file, "--json")
        #expect(good.status == 0, "\(good.errors)")
        let verified = try CanonicalJSON.decode(Verified.self, from: Array(good.output.utf8))
        #expect(verified.school == Province.school && verified.firstSequence == 1)
        #expect(verified.rows.map(\.sequence) == Array(1...verified.lastSequence))
        #expect(verified.rows.filter { if case .started = $0.event { true } else { false } }.count > starts)

        var bytes = try Data(contentsOf: URL(filePath: file))
        let place = try #require(bytes.range(of: Data(#""mediaMs":["#.utf8))).upperBound
        bytes[place] = bytes[place] == UInt8(ascii: "9") ? UInt8(ascii: "8") : bytes[place] + 1
        let altered = province.folder.path("altered.lectern")
        try bytes.write(to: URL(filePath: altered))
        let bad = try await Program.agent.run("verify", altered)
        #expect(bad.status == 1 && !bad.errors.isEmpty, "\(bad.output)")
    }
}
