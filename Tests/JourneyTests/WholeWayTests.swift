import CourseModel
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct WholeWayTests {
    @Test("A file that is no video, is empty or is cut off is refused with a reason, and nothing is published")
    func refusedInputs() async throws {
        let province = try await Province()
        let whole = province.folder.path("whole.mp4")
        try await SampleVideo.make(at: whole, seconds: 6)
        let bytes = try Data(contentsOf: URL(filePath: whole))
        let inputs: [(name: String, content: Data)] = [
            ("text.mp4", Data("这不是视频\n".utf8)), ("empty.mp4", Data()),
            ("cut.mp4", bytes.prefix(bytes.count * 6 / 10)),
        ]
        for input in inputs {
            let path = province.folder.path(input.name)
            try input.content.write(to: URL(filePath: path))
            let outcome = try await Program.origin.run(
                "publish",
                path,
                "--lesson",
                "l01",
                "--data",
                province.originData
            )
            #expect(outcome.status == 1, "\(input.name): \(outcome.output)\(outcome.errors)")
            #expect(outcome.errors.count > 20, "\(input.name): \(outcome.errors)")
        }
        let catalogue = try Data(contentsOf: URL(filePath: "\(province.originData)/catalogue.json"))
        let published = try SignedDocument<Catalogue>.unverifiedPayload(in: Array(catalogue))
        #expect(published.releases.isEmpty)
    }

    @Test("A video is published, fetched, watched, reported and credited, and the county sees it")
    func wholeWay() async throws {
        let province = try await Province()
        try await province.publish("l01", seconds: 12)
        let origin = try await province.serveOrigin()
        try await province.enrol()
        let edge = try await province.serveEdge()
        try await province.succeed(.edge, "prefetch", "--wait")
        let held = try await province.edgeStatus()
        #expect(held.verifiedPermille == 1000 && held.sizeBytes > 0)

        let visitor = Visitor(site: edge.url)
        let refused = try await visitor.submit("/sign-in", ["login": "wang", "password": "wrong-password-1"])
        #expect(refused.status >= 400 || refused.path.hasPrefix("/sign-in"))
        let password = try province.firstPassword(of: "wang")
        try await visitor.signIn(login: "wang", password: password, newPassword: Province.newPassword)

        let viewing = try await Viewing("l01", by: visitor)
        #expect(abs(viewing.opened.durationMs - 12_000) <= 100)
        try await Self.playlistPlays(at: viewing.opened.playlist, visitor)
        var kept: Viewing.Kept?
        while !(viewing.isAtEnd && viewing.isAnswered) {
            try await Task.sleep(for: .milliseconds(500))
            viewing.play()
            kept = await viewing.send()
        }
        let keptMs = try #require(kept).keptMs
        #expect(keptMs == viewing.positionMs)

        try await eventually("the lesson is complete at the origin", within: .seconds(90)) {
            try await province.coverage(of: "l01")?.isComplete == true
        }
        let covered = try #require(try await province.coverage(of: "l01")).coveredMs.milliseconds
        #expect((keptMs * 99 / 100...keptMs).contains(covered))
        let statement = try #require(try await province.statements().first)
        #expect(statement.creditedHundredths == CreditHours(hundredths: 100))
        #expect(statement.requiredHundredths == CreditHours(hundredths: 300))
        try await Self.countySeesIt(province)
        try await Self.recordStoreTakesIt(province)
        #expect(try await edge.stop() == 0)
        #expect(try await origin.stop() == 0)
    }

    /// Every address of the playlists answers, and with the type a player expects.
    private static func playlistPlays(at path: String, _ visitor: Visitor) async throws {
        let master = try await visitor.get(path)
        #expect(master.status == 200 && master.text.hasPrefix("#EXTM3U"))
        let folder = path.replacing("master.m3u8", with: "")
        let media = try #require(
            master.text.split(separator: "\n").first { $0.hasSuffix(".m3u8") && !$0.hasPrefix("#") }
        )
        let list = try await visitor.get(folder + media)
        let segments = list.text.split(separator: "\n").filter { $0.hasSuffix(".m4s") }
        #expect(!segments.isEmpty)
        for segment in segments {
            let answer = try await visitor.get(folder + segment, headers: ["Range": "bytes=0-99"])
            #expect(answer.status == 206 && answer.body.count == 100)
        }
    }

    /// What was watched and credited goes into a record store once, and is what the video profile asks for.
    private static func recordStoreTakesIt(_ province: Province) async throws {
        let store = try await RecordStore()
        let home = ["--home", "https://province.example"]
        let file = province.folder.path("statements.jsonl")
        var lines: [Substring] = []
        try await eventually("an anchor has followed what was watched") {
            let written = try await Program.run(
                Program.origin.path,
                ["xapi", "export"] + home + ["--output", file, "--data", province.originData]
            )
            #expect(written.status == 0, "\(written.errors)")
            lines = try province.folder.text("statements.jsonl").split(separator: "\n")
            return lines.contains { $0.contains("verbs/paused") }
        }
        let viewing = lines.filter { $0.contains("video/activity-type/video") }
        #expect(viewing.count { $0.contains("verbs/initialized") } == 1)
        #expect(viewing.count { $0.contains("verbs/paused") } >= 1)
        #expect(
            lines.count { $0.contains("verb/earned") } == lines.count - viewing.count && lines.count > viewing.count
        )
        #expect(!lines.contains { $0.contains(Province.trainee) || $0.contains("wang") })
        #expect(try await RecordStore.valid(in: file) == viewing.count)

        for _ in 0..<2 {
            try await store.expectAll(lines.count, sentWith: home + ["--data", province.originData])
        }
        // It takes the signal again when it has closed its connections.
        #expect(store.stop() == 128 + SIGTERM)
    }

    private static func countySeesIt(_ province: Province) async throws {
        struct Completeness: Decodable {
            struct School: Decodable { let school: String }
            let asOfMs: Int64
            let schools: [School]
        }
        let county = try await province.ask("/v1/counties/\(Province.county)/completeness", as: Completeness.self)
        #expect(Set(county.schools.map(\.school)) == ["s001", "s002"])
        // The school that has never reported comes first.
        #expect(county.schools.first?.school == "s002")
    }
}
