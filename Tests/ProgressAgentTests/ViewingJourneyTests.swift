import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import ProgressAgent
import Testing

@Suite struct ViewingJourneyTests {
    private let school: TestSchool

    init() throws {
        self.school = try TestSchool()
    }

    private struct Opened: Decodable {
        let session: String
        let playlist: String
        let poster: String?
        let resumeMs: Int64
        let durationMs: Int64
        let takesOver: Bool
        let coverage: Coverage
    }

    private struct Coverage: Decodable {
        let playedMs: [[Int64]]
        let coveredMs: Int64
        let keptUntilMs: Int64?
        let unreportedMs: Int64
        let reportedAtMs: Int64?
    }

    private struct Kept: Decodable {
        let kept: Int64
        let keptMs: Int64
        let isEnded: Bool
        let coverage: Coverage
    }

    /// A trainee who is signed in, at a school whose clock stands at `elapsed`.
    private func watching(
        heldPermille: Int64 = 1000,
        timetable: [Range<Int64>] = [],
        accessEnds: Int64? = nil,
        _ test: @Sendable (inout TestBrowser, SchoolAgent) async throws -> Void
    ) async throws {
        let agent = try self.school.agent(heldPermille: heldPermille, timetable: timetable, accessEnds: accessEnds)
        let verifier = try await PasswordVerifier.make(TestSchool.password)
        try agent.roster.accept(try self.school.roster(verifier: verifier, mustChange: false))
        try await Application(router: try self.school.router(agent)).test(.router) { client async throws in
            var browser = TestBrowser(client: client)
            _ = try await browser.signIn("u1-login", TestSchool.password)
            try await test(&browser, agent)
        }
    }

    private static func open(_ browser: inout TestBrowser, playerMs: Int64) async throws -> Opened {
        let response = try await browser.post(
            "/v1/viewing-sessions",
            json: #"{"lesson":"l01","playerMs":\#(playerMs)}"#
        )
        #expect(response.status == .created)
        return try JSONDecoder().decode(Opened.self, from: Data(response.body.readableBytesView))
    }

    @Test("A lesson is opened, played for a while, kept, and counted on the statement at once")
    func played() async throws {
        try await self.watching { browser, agent async throws in
            // The player's clock stands a minute behind where it opened the lesson: all of it was played already.
            let opened = try await Self.open(&browser, playerMs: 1_000_000)
            #expect(opened.playlist == "/play/\(opened.session)-l01/master.m3u8")
            #expect(opened.poster == "/play/\(opened.session)-l01/poster.jpg")
            #expect(opened.durationMs == 60_000)
            let body =
                #"{"playerMs":1001000,"positionMs":900,"beats":[{"beat":0,"mediaMs":[0,900],"playerMs":[1000000,1000900],"cause":"pause"}]}"#
            let path = "/v1/viewing-sessions/\(opened.session)/heartbeats"
            for _ in 0..<2 {
                let response = try await browser.post(path, json: body)
                let kept = try JSONDecoder().decode(Kept.self, from: Data(response.body.readableBytesView))
                #expect((kept.kept, kept.keptMs, kept.coverage.coveredMs) == (1, 900, 900))
                #expect(kept.coverage.playedMs == [[0, 900]])
                #expect(kept.coverage.unreportedMs == 900)
                #expect(!kept.isEnded)
            }
            #expect(try await Viewing.played(in: agent.journal).count == 1)
            let lessons = try await browser.get("/")
            #expect(lessons.text.contains("继续学习"))
            let statement = try await browser.get("/statement")
            #expect(statement.text.contains("尚未上报"))
            #expect(statement.text.contains("1.5 %"))
        }
    }

    @Test("The lesson's page has the player, its texts in the reader's language, and says what is not here yet")
    func lessonPage() async throws {
        try await self.watching(heldPermille: 431) { browser, _ async throws in
            let page = try await browser.get("/lessons/l01")
            #expect(page.status == .ok)
            #expect(page.text.contains(#"data-lesson="l01""#))
            #expect(page.text.contains("43.1 %"))
            #expect(page.text.contains("等待保存"))
            #expect(!page.text.contains("\"player.") && !page.text.contains(">player."), "a message is missing")
            #expect(try await browser.get("/lessons/l99").status == .notFound)
        }
    }

    // It is 02:40 at the school.
    @Test(
        "The first page opens on what the timetable has now, or has next within the day",
        arguments: [
            ([-10..<20, 100..<190], "课程表：现在是这一课（02:30 – 03:00）"), ([100..<190], "课程表：下一课 04:20 开始"),
            ([2_000..<2_090], "接下来该学这一课"),
        ]
    )
    func timetable(_ slots: [Range<Int64>], _ sentence: String) async throws {
        try await self.watching(timetable: slots) { browser, _ async throws in
            #expect(try await browser.get("/").text.contains(sentence))
        }
    }

    @Test("Without a timetable the first page opens on the lesson that was begun, where the trainee stopped")
    func resumed() async throws {
        try await self.watching(timetable: [100..<190]) { browser, _ async throws in
            let opened = try await Self.open(&browser, playerMs: 1_000_000)
            #expect(try await browser.get("/").text.contains("您上次打开的课"))
            let body = #"{"positionMs":42000,"beats":[]}"#
            _ = try await browser.post("/v1/viewing-sessions/\(opened.session)/heartbeats", json: body)
            let page = try await browser.get("/").text
            #expect(page.contains("上次看到 0:42"))
            #expect(page.contains(##"id="now-open" href="/lessons/l01#play""##))
        }
    }

    @Test("When a programme's access has ended, its lessons cannot be opened, and the page says since when")
    func accessEnded() async throws {
        try await self.watching(accessEnds: -1) { browser, _ async throws in
            let refused = try await browser.post("/v1/viewing-sessions", json: #"{"lesson":"l01","playerMs":1}"#)
            #expect(refused.status == .forbidden)
            #expect(String(buffer: refused.body).contains("access-ended"))
            let page = try await browser.get("/lessons/l01").text
            #expect(page.contains("已于 2025年7月9日 02:39 停止观看"))
            #expect(!page.contains("id=\"player\""))
            #expect(!(try await browser.get("/").text.contains("now-open")))
        }
    }

    @Test("Until its access ends, a programme's lessons can be opened")
    func accessNotEnded() async throws {
        try await self.watching(accessEnds: 1) { browser, _ async throws in
            _ = try await Self.open(&browser, playerMs: 1)
            #expect(try await browser.get("/lessons/l01").text.contains("id=\"player\""))
        }
    }

    @Test("Strangers and other sites open nothing; neither does a lesson that is not here")
    func refused() async throws {
        try await self.watching { browser, _ async throws in
            let nothing = try await browser.post("/v1/viewing-sessions", json: #"{"lesson":"l99","playerMs":1}"#)
            #expect(nothing.status == .notFound)
            let nobodys = try await browser.post("/v1/viewing-sessions/v9/heartbeats", json: #"{"beats":[]}"#)
            #expect(nobodys.status == .notFound)
            let wrong = #"{"beats":[{"beat":0,"mediaMs":[5],"playerMs":[1,2],"cause":"tick"}]}"#
            #expect(try await browser.post("/v1/viewing-sessions/v9/heartbeats", json: wrong).status == .badRequest)
            var stranger = TestBrowser(client: browser.client)
            let refused = try await stranger.post("/v1/viewing-sessions", json: #"{"lesson":"l01","playerMs":1}"#)
            #expect(refused.status == .unauthorized)
        }
    }

    @Test("The origin's word and this school's figure stand side by side, and what the origin has counts here too")
    func confirmed() async throws {
        try await self.watching { browser, agent async throws in
            try agent.statements.accept(try self.confirmed())
            let page = try await browser.get("/statement")
            #expect(page.text.contains("截至 2025年7月9日 02:40"))
            #expect(page.text.contains(#"data-figure="credited">2<"#))
            #expect(page.text.contains(#"data-figure="provisional">2<"#))
            #expect(page.text.contains("请用正常速度重看这一段"))
        }
    }

    private func confirmed() throws -> SignedDocument<Statements> {
        let lesson = try #require(Lesson.ID("l01"))
        let duration = MediaTime(milliseconds: 60_000)
        let statement = Statement(
            trainee: try Viewing.trainee(),
            programme: try #require(Programme.ID("p1")),
            creditedHundredths: CreditHours(hundredths: 200),
            requiredHundredths: CreditHours(hundredths: 5_000),
            sections: [],
            lessons: [
                .init(
                    lesson: lesson,
                    coveredMs: MediaTime(milliseconds: 55_000),
                    durationMs: duration,
                    isComplete: true
                )
            ],
            refusals: [.init(lesson: lesson, reason: .rate, refusedMs: MediaTime(milliseconds: 3_000))]
        )
        let statements = Statements(
            school: try #require(School.ID("s1")),
            asOfMs: self.school.now(),
            statements: [statement]
        )
        return try SignedDocument(signing: statements, with: self.school.originKey)
    }
}
