import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import ProgressAgent
import Testing

/// A browser that keeps the cookie it was given.
struct TestBrowser {
    let client: any TestClientProtocol
    var cookie: String?

    mutating func get(_ path: String) async throws -> TestResponse {
        try await self.send(.get, path, [:], nil)
    }

    mutating func post(_ path: String, form: [(String, String)]) async throws -> TestResponse {
        let body = form.map { "\($0.0)=\($0.1.replacing(" ", with: "+"))" }.joined(separator: "&")
        return try await self.send(.post, path, [.contentType: "application/x-www-form-urlencoded"], body)
    }

    mutating func post(_ path: String, json: String) async throws -> TestResponse {
        try await self.send(.post, path, [.contentType: "application/json"], json)
    }

    mutating func signIn(_ login: String, _ password: String) async throws -> TestResponse {
        try await self.post("/sign-in", form: [("login", login), ("password", password)])
    }

    private mutating func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields,
        _ body: String?
    ) async throws -> TestResponse {
        var headers = headers
        headers[.cookie] = self.cookie
        let response = try await self.client.execute(
            uri: path,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        )
        if let given = response.headers[.setCookie]?.prefix(while: { $0 != ";" }) { self.cookie = String(given) }
        return response
    }
}

extension TestResponse {
    var text: String { String(buffer: self.body) }
}

@Suite struct SignInTests {
    private let school: TestSchool

    init() throws {
        self.school = try TestSchool()
    }

    /// The school's pages, its line cut, with a roster that came before.
    private func browsing(
        rosterVerifier: String? = nil,
        _ test: @Sendable (inout TestBrowser, SchoolAgent) async throws -> Void
    ) async throws {
        let agent = try self.school.agent()
        let verifier =
            if let rosterVerifier { rosterVerifier } else { try await PasswordVerifier.make(TestSchool.password) }
        try agent.roster.accept(try self.school.roster(verifier: verifier))
        try await Application(router: try self.school.router(agent)).test(.router) { client async throws in
            var browser = TestBrowser(client: client)
            try await test(&browser, agent)
        }
    }

    @Test("With the line cut, a first sign-in leads to a new password, and nowhere else before it is chosen")
    func firstSignIn() async throws {
        try await self.browsing { browser, _ async throws in
            let signedIn = try await browser.signIn(" U1-login ", TestSchool.password)
            #expect(signedIn.status == .seeOther)
            #expect(signedIn.headers[.location] == "/password")
            #expect(try await browser.get("/").headers[.location] == "/password")
            #expect(try await browser.post("/v1/viewing-sessions", json: "{}").status == .unauthorized)

            let differs = try await browser.post(
                "/password",
                form: [("password", "river stone 9"), ("again", "other")]
            )
            #expect(differs.status == .unprocessableContent)
            let same = [("password", TestSchool.password), ("again", TestSchool.password)]
            #expect(try await browser.post("/password", form: same).status == .unprocessableContent)
            let good = [("password", "river stone 9"), ("again", "river stone 9")]
            #expect(try await browser.post("/password", form: good).headers[.location] == "/")
            let page = try await browser.get("/")
            #expect(page.status == .ok)
            #expect(page.text.contains("测试研修"))
        }
    }

    @Test("The new password opens the door from now on, the old one does not, also after a new start")
    func newPassword() async throws {
        let verifier = try await PasswordVerifier.make(TestSchool.password)
        try await self.browsing(rosterVerifier: verifier) { browser, agent async throws in
            _ = try await browser.signIn("u1-login", TestSchool.password)
            let good = [("password", "river stone 9"), ("again", "river stone 9")]
            _ = try await browser.post("/password", form: good)
            let events = try await Viewing.events(in: agent.journal)
            guard case .password(let change)? = events.last else {
                Issue.record("no row \(events)")
                return
            }
            #expect(change.person == (try Viewing.trainee()))
            #expect(await PasswordVerifier.verify("river stone 9", change.passwordVerifier))
            try agent.journal.close()
        }
        try await self.browsing(rosterVerifier: verifier) { browser, _ async throws in
            #expect(try await browser.signIn("u1-login", TestSchool.password).status == .forbidden)
            #expect(try await browser.signIn("u1-login", "river stone 9").headers[.location] == "/")
        }
    }

    @Test("Only who knows the password changes it, and that ends the sessions elsewhere")
    func changedByItsOwner() async throws {
        try await self.browsing { browser, _ async throws in
            _ = try await browser.signIn("u1-login", TestSchool.password)
            _ = try await browser.post("/password", form: [("password", "river stone 9"), ("again", "river stone 9")])
            var elsewhere = TestBrowser(client: browser.client)
            _ = try await elsewhere.signIn("u1-login", "river stone 9")
            #expect(try await elsewhere.get("/").status == .ok)

            let new = [("password", "mountain lake 4"), ("again", "mountain lake 4")]
            #expect(try await browser.post("/password", form: new).status == .unprocessableContent)
            let wrong = [("current", "river stone 8")] + new
            #expect(try await browser.post("/password", form: wrong).status == .unprocessableContent)
            let right = [("current", "river stone 9")] + new
            #expect(try await browser.post("/password", form: right).headers[.location] == "/")
            #expect(try await browser.get("/").status == .ok)
            #expect(try await elsewhere.get("/").headers[.location] == "/sign-in")
        }
    }

    @Test("A password that the province gives out later replaces the one chosen here")
    func givenOutAgain() async throws {
        try await self.browsing { browser, agent async throws in
            _ = try await browser.signIn("u1-login", TestSchool.password)
            _ = try await browser.post("/password", form: [("password", "river stone 9"), ("again", "river stone 9")])
            let reset = try await PasswordVerifier.make("given out 8")
            try agent.roster.accept(try self.school.roster(version: 2, verifier: reset))
            #expect(try await browser.signIn("u1-login", "river stone 9").status == .forbidden)
            #expect(try await browser.signIn("u1-login", "given out 8").headers[.location] == "/password")
        }
    }

    @Test("A wrong password is refused in words, and after five tries one waits")
    func refused() async throws {
        try await self.browsing { browser, _ async throws in
            for _ in 0..<5 {
                let refused = try await browser.signIn("u1-login", "wrong")
                #expect(refused.status == .forbidden)
                #expect(refused.text.contains("登录名或密码不正确"))
            }
            #expect(try await browser.signIn("u1-login", TestSchool.password).status == .tooManyRequests)
            #expect(try await browser.signIn("u2-login", TestSchool.password).status == .seeOther)
        }
    }

    @Test("A technician is led to the technician's page, and out again by signing out")
    func technician() async throws {
        let verifier = try await PasswordVerifier.make(TestSchool.password)
        let agent = try self.school.agent()
        try agent.roster.accept(try self.school.roster(verifier: verifier, mustChange: false))
        try await Application(router: try self.school.router(agent)).test(.router) { client async throws in
            var browser = TestBrowser(client: client)
            #expect(try await browser.signIn("k1-login", TestSchool.password).headers[.location] == "/technician")
            #expect(try await browser.get("/statement").headers[.location] == "/technician")
            #expect(try await browser.post("/sign-out", form: []).headers[.location] == "/sign-in")
            #expect(try await browser.get("/statement").headers[.location] == "/sign-in?to=/statement")
        }
    }

    @Test("Before the roster came, the page says so")
    func noRoster() async throws {
        let agent = try self.school.agent()
        try await Application(router: try self.school.router(agent)).test(.router) { client async throws in
            var browser = TestBrowser(client: client)
            #expect(try await browser.get("/sign-in").text.contains("名单还没有下载"))
        }
    }
}
