import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import ProgressAgent
import Testing

@Suite struct AppealTests {
    private let school: TestSchool

    init() throws {
        self.school = try TestSchool()
    }

    private func browsing(_ test: @Sendable (inout TestBrowser, SchoolAgent) async throws -> Void) async throws {
        let agent = try self.school.agent()
        let verifier = try await PasswordVerifier.make(TestSchool.password)
        try agent.roster.accept(try self.school.roster(verifier: verifier, mustChange: false))
        try await Application(router: try self.school.router(agent)).test(.router) { client async throws in
            var browser = TestBrowser(client: client)
            try await test(&browser, agent)
        }
    }

    @Test("A trainee's appeal becomes a row of the journal, under their own name, and the page says that it is kept")
    func kept() async throws {
        try await self.browsing { browser, agent async throws in
            _ = try await browser.signIn("u1-login", TestSchool.password)
            let page = try await browser.get("/statement")
            #expect(page.text.contains("action=\"/statement/appeals\""))
            let form = [("programme", "p1"), ("lesson", "l01"), ("text", "我看完了 <b>")]
            let answer = try await browser.post("/statement/appeals", form: form)
            #expect(answer.headers[.location] == "/statement?appeal=kept")
            guard case .appeal(let appeal)? = try await Viewing.events(in: agent.journal).last else {
                Issue.record("no row")
                return
            }
            #expect(appeal.person == (try Viewing.trainee()))
            #expect(appeal.lesson?.rawValue == "l01" && appeal.text == "我看完了 <b>")
            #expect(try await browser.get("/statement?appeal=kept").text.contains("申诉已保存在本校"))
        }
    }

    @Test("Strangers, other programmes, empty and endless texts and the eleventh of a day are refused, and no row")
    func refused() async throws {
        try await self.browsing { browser, agent async throws in
            let form = [("programme", "p1"), ("lesson", ""), ("text", "x")]
            let stranger = try await browser.post("/statement/appeals", form: form)
            #expect(stranger.headers[.location]?.hasPrefix("/sign-in") == true)
            _ = try await browser.signIn("u1-login", TestSchool.password)
            for (programme, text) in [("g9", "x"), ("p1", ""), ("p1", String(repeating: "x", count: 2_001))] {
                let fields = [("programme", programme), ("lesson", ""), ("text", text)]
                #expect(try await browser.post("/statement/appeals", form: fields).status == .unprocessableContent)
            }
            let before = try await Viewing.events(in: agent.journal).count
            for _ in 0..<10 {
                #expect(try await browser.post("/statement/appeals", form: form).status == .seeOther)
            }
            #expect(try await browser.post("/statement/appeals", form: form).status == .tooManyRequests)
            #expect(try await Viewing.events(in: agent.journal).count == before + 10)
        }
    }
}
