import CourseModel
import CreditLedger
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// The way from an edge's report to its school's statements, over the origin's own routes and stores.
@Suite struct CreditsRoutesTests {
    private let fixture: OriginFixture
    private let credits: Credits
    private let edge: Edge.ID
    private let key: SigningKey

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.importPeople()
        (self.edge, self.key) = try self.fixture.enrol()
        let lesson = try #require(Lesson.ID("l01"))
        _ = try self.fixture.stores.catalogue.publish(validity: OriginFixture.validity, at: self.fixture.now) {
            entries in
            entries.releases[lesson] = Catalogue.ReleaseEntry(
                lesson: lesson,
                manifest: Digest(of: []),
                manifestSizeBytes: .zero,
                sizeBytes: .zero,
                durationMs: MediaTime(milliseconds: 600_000)
            )
        }
        self.credits = try Credits(stores: self.fixture.stores, now: self.fixture.clock)
    }

    @Test("A lesson that was reported is in the school's statements, in hours")
    func reportToStatement() async throws {
        var journal = JournalOfViewing()
        try journal.watch("l01", by: "t001", from: 0)
        let report = try journal.report(edge: self.edge.rawValue, key: self.key)
        try await self.visit { client in
            let first = try await self.post(report.bytes, to: client)
            #expect(first.status == .ok)
            #expect(try self.receipt(first).outcome == .append)
            let again = try await self.post(report.bytes, to: client)
            #expect(again.status == .ok)
            #expect(try self.receipt(again).outcome == .replay)
            #expect(try await self.credits.recompute.settleAll().posted == 1)
            let statements = try await self.statements(client)
            #expect(statements.asOfMs == OriginFixture.start)
            #expect(statements.statements.map(\.trainee.rawValue) == ["t001"])
            #expect(statements.statements.map(\.creditedHundredths.hundredths) == [150])
        }
        #expect(try await self.credits.verification.run().differences.isEmpty)
    }

    @Test("A gap and a fork are answered with a receipt and 409, and what is no report of this edge with 400")
    func refusals() async throws {
        var journal = JournalOfViewing()
        try journal.watch("l01", by: "t001", from: 0)
        var other = JournalOfViewing()
        try other.watch("l01", by: "t001", from: 5)
        let late = try journal.report(from: 3, edge: self.edge.rawValue, key: self.key)
        let whole = try journal.report(edge: self.edge.rawValue, key: self.key)
        let forked = try other.report(edge: self.edge.rawValue, key: self.key)
        try await self.visit { client in
            let gap = try await self.post(late.bytes, to: client)
            #expect(gap.status == .conflict)
            #expect(try self.receipt(gap).outcome == .gap)
            #expect(try await self.post(whole.bytes, to: client).status == .ok)
            let fork = try await self.post(forked.bytes, to: client)
            #expect(fork.status == .conflict)
            #expect(try self.receipt(fork).outcome == .fork)
            let nonsense = try await self.post(Array("nonsense".utf8), to: client)
            #expect(nonsense.status == .badRequest)
            #expect(nonsense.headers[.contentType] == "application/problem+json")
        }
    }

    @Test(
        "A password chosen at a school reaches the roster; one for a person of another school, or that is none, does not"
    )
    func passwords() async throws {
        var journal = JournalOfViewing()
        let chosen = try await PasswordVerifier.make("quiet river")
        // The second one costs whoever tries it more memory than there is.
        let reported = [("t001", chosen), ("t001", "scrypt$60$8$1$AAAAAAAAAAAA$AAAA"), ("t002", chosen)]
        for (time, (person, verifier)) in reported.enumerated() {
            let change = PasswordChange(
                person: try #require(Person.ID(person)),
                passwordVerifier: verifier,
                atMs: AgentTime(milliseconds: Int64(time) + 1)
            )
            try journal.append(.password(change))
        }
        let report = try journal.report(edge: self.edge.rawValue, key: self.key)
        try await self.visit { client in
            let answer = try await self.post(report.bytes, to: client)
            #expect(answer.status == .ok)
        }
        #expect(try await self.credits.recompute.applyPasswords() == 3)
        let verifiers = try ["t001", "t002"].map { person in
            try self.fixture.stores.province.person(try #require(Person.ID(person)))?.passwordVerifier
        }
        #expect(verifiers == [chosen, "verifier-of-t002"])
    }

    private func visit(_ test: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let router = try OriginFixture.router()
        let authentication = EdgeAuthentication(province: self.fixture.stores.province, now: self.fixture.clock)
        self.credits.addRoutes(to: EdgeRoutes(router: router, authentication: authentication))
        try await Application(router: router).test(.router, test)
    }

    private func post(_ bytes: [UInt8], to client: any TestClientProtocol) async throws -> TestResponse {
        try await client.execute(
            uri: "/v1/reports",
            method: .post,
            headers: try self.headers("POST", "/v1/reports"),
            body: ByteBuffer(bytes: bytes)
        )
    }

    private func statements(_ client: any TestClientProtocol) async throws -> Statements {
        let path = "/v1/statements"
        let answer = try await client.execute(uri: path, method: .get, headers: try self.headers("GET", path))
        let verifying = self.fixture.stores.keys.verifying
        return try SignedDocument<Statements>(verifying: Array(buffer: answer.body), with: verifying).payload
    }

    private func receipt(_ answer: TestResponse) throws -> Receipt {
        let verifying = self.fixture.stores.keys.verifying
        return try SignedDocument<Receipt>(verifying: Array(buffer: answer.body), with: verifying).payload
    }

    private func headers(_ method: String, _ path: String) throws -> HTTPFields {
        let request = EdgeRequest(edge: self.edge, method: method, path: path, atMs: self.fixture.now)
        let document = try SignedDocument(signing: request, with: self.key)
        return [.authorization: "\(EdgeRequest.scheme) \(Base64URL.text(of: document.bytes))"]
    }
}
