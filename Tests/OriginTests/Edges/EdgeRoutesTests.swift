import Blobs
import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// What an edge asks of the origin, over the origin's own routes.
@Suite struct EdgeRoutesTests {
    let fixture: OriginFixture
    let edge: Edge.ID
    let key: SigningKey

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.importPeople()
        (self.edge, self.key) = try self.fixture.enrol()
    }

    func visit(_ test: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let (stores, now) = (self.fixture.stores, self.fixture.clock)
        let router = try OriginFixture.router()
        EnrolmentController(invitations: self.fixture.invitations, now: now).addRoutes(to: router)
        let authentication = EdgeAuthentication(province: stores.province, now: now)
        let routes = EdgeRoutes(router: router, authentication: authentication)
        CatalogueController(catalogue: stores.catalogue, blobs: stores.blobs).addRoutes(to: routes)
        RosterController(
            builder: RosterBuilder(province: stores.province, key: stores.keys.signing),
            now: now
        ).addRoutes(to: routes)
        HoldingsController(province: stores.province, keys: stores.keys, now: now).addRoutes(to: routes)
        try await Application(router: router).test(.router, test)
    }

    func headers(
        _ method: String,
        _ path: String,
        key: SigningKey? = nil,
        offByMs: Int64 = 0,
        and more: HTTPFields = [:]
    ) throws -> HTTPFields {
        let request = EdgeRequest(
            edge: self.edge,
            method: method,
            path: path,
            atMs: UTCTime(milliseconds: self.fixture.now.milliseconds + offByMs)
        )
        let document = try SignedDocument(signing: request, with: key ?? self.key)
        var headers = more
        headers[.authorization] = "\(EdgeRequest.scheme) \(Base64URL.text(of: document.bytes))"
        return headers
    }

    func holdings(
        number: Int64,
        edge: Edge.ID? = nil,
        heldBytes: Int64 = 5,
        rate: Int64 = 250_000,
        ready: Int64? = nil,
        readyLate: Int64? = nil,
        help: [Holdings.Help] = []
    ) throws -> Holdings {
        Holdings(
            edge: edge ?? self.edge,
            number: number,
            atMs: self.fixture.now,
            catalogueVersion: 1,
            softwareVersion: "0.1.0",
            rateBytesPerSecond: ByteCount(bytes: rate),
            isPaused: false,
            diskFreeBytes: ByteCount(bytes: 1 << 40),
            refusals: 0,
            releases: [
                Holdings.Release(
                    lesson: try #require(Lesson.ID("l01")),
                    manifest: Digest(of: []),
                    heldBytes: ByteCount(bytes: heldBytes),
                    sizeBytes: ByteCount(bytes: 10),
                    readyAtMs: ready.map { UTCTime(milliseconds: $0) },
                    readyLateAtMs: readyLate.map { UTCTime(milliseconds: $0) },
                    help: help
                )
            ]
        )
    }

    private static func problem(_ response: TestResponse) throws -> (type: String, serverTimeMs: Int64?) {
        struct Content: Decodable {
            let type: String
            let serverTimeMs: Int64?
        }
        let content = try CanonicalJSON.decode(Content.self, from: Array(buffer: response.body))
        return (content.type.replacing("urn:lectern:problem:", with: ""), content.serverTimeMs)
    }

    @Test("Who is no edge of this origin is not let in")
    func strangers() async throws {
        try await self.visit { client in
            let path = "/v1/roster"
            let refused: [HTTPFields] = [
                [:],
                [.authorization: "Bearer abc"],
                [.authorization: "\(EdgeRequest.scheme) !!!"],
                try self.headers("GET", path, key: SigningKey()),
                try self.headers("POST", path),
                try self.headers("GET", "/v1/catalogue"),
                try self.headers("GET", "/v1/roster?x=1"),
            ]
            for headers in refused {
                let answer = try await client.execute(uri: path, method: .get, headers: headers)
                #expect(answer.status == .unauthorized)
                #expect(try Self.problem(answer).type == "edge-refused")
            }
            let own = try await client.execute(uri: path, method: .get, headers: try self.headers("GET", path))
            #expect(own.status == .ok)
        }
    }

    @Test("A clock more than ten minutes off is told the time here", arguments: [-600_001, 600_001, Int64.max / 2])
    func clockSkew(offByMs: Int64) async throws {
        try await self.visit { client in
            let path = "/v1/catalogue"
            let headers = try self.headers("GET", path, offByMs: offByMs)
            let answer = try await client.execute(uri: path, method: .get, headers: headers)
            #expect(answer.status == .unauthorized)
            let problem = try Self.problem(answer)
            #expect(problem.type == "clock-skew")
            #expect(problem.serverTimeMs == self.fixture.now.milliseconds)
        }
    }

    @Test("A clock ten minutes off is still let in", arguments: [-600_000, 600_000])
    func allowedSkew(offByMs: Int64) async throws {
        try await self.visit { client in
            let path = "/v1/catalogue"
            let headers = try self.headers("GET", path, offByMs: offByMs)
            #expect(try await client.execute(uri: path, method: .get, headers: headers).status == .ok)
        }
    }

    @Test("An edge gets the roster of its own school only")
    func roster() async throws {
        try await self.visit { client in
            let path = "/v1/roster"
            let answer = try await client.execute(uri: path, method: .get, headers: try self.headers("GET", path))
            let roster = try SignedDocument<Roster>(
                verifying: Array(buffer: answer.body),
                with: self.fixture.stores.keys.verifying
            )
            #expect(roster.payload.school.rawValue == "s001")
            #expect(roster.payload.accounts.map(\.person.rawValue) == ["n001", "t001"])
        }
    }

    @Test("Holdings are kept unless they are older than those kept")
    func holdings() async throws {
        let path = "/v1/holdings"
        try await self.visit { client in
            for (number, held) in [(Int64(2), Int64(7)), (1, 3)] {
                let document = try SignedDocument(
                    signing: try self.holdings(number: number, heldBytes: held, ready: 9, readyLate: 10, help: [.disc]),
                    with: self.key
                )
                let answer = try await client.execute(
                    uri: path,
                    method: .post,
                    headers: try self.headers("POST", path),
                    body: ByteBuffer(bytes: document.bytes)
                )
                #expect(answer.status == .noContent)
            }
        }
        let latest = try self.fixture.stores.province.latestHoldings()
        #expect(latest[self.edge]?.holdings.number == 2)
        #expect(latest[self.edge]?.holdings.releases.first?.help == [.disc])
        #expect(latest[self.edge]?.receivedAtMs == self.fixture.now)
    }

    @Test("Holdings of another edge, with another key, or that contradict themselves are refused")
    func refusedHoldings() async throws {
        let path = "/v1/holdings"
        let other = try self.fixture.enrol("s002")
        try await self.visit { client in
            let bodies = [
                try SignedDocument(signing: try self.holdings(number: 1), with: other.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 1, edge: other.edge), with: self.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 1, heldBytes: 11), with: self.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 0), with: self.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 1, rate: .min), with: self.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 1, ready: .max), with: self.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 1, readyLate: -1), with: self.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 1, help: [.disc, .disc]), with: self.key).bytes,
                try SignedDocument(signing: try self.holdings(number: 1, heldBytes: 10, help: [.disc]), with: self.key)
                    .bytes,
                Array("{}".utf8),
            ]
            for body in bodies {
                let answer = try await client.execute(
                    uri: path,
                    method: .post,
                    headers: try self.headers("POST", path),
                    body: ByteBuffer(bytes: body)
                )
                #expect(answer.status.kind == .clientError)
                #expect(try Self.problem(answer).type == "document-refused")
            }
        }
        #expect(try self.fixture.stores.province.latestHoldings().isEmpty)
    }

    @Test("A computer enrols over HTTP; a used code and a wrong one are refused alike, an expired one is told so")
    func enrolment() async throws {
        let school = try #require(School.ID("s001"))
        let code = try self.fixture.invitations.invite(school, at: self.fixture.now).code
        let expired = try self.fixture.invitations.invite(school, validityHours: 1, at: self.fixture.now).code
        let key = SigningKey()
        try await self.visit { client in
            func enrol(_ code: String, _ key: SigningKey) async throws -> TestResponse {
                let request = EnrolmentRequest(code: code, edgeKey: key.verifyingKey)
                return try await client.execute(
                    uri: "/v1/enrolments",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: ByteBuffer(bytes: try CanonicalJSON.encode(request))
                )
            }
            let first = try await enrol(code.grouped, key)
            #expect(first.status == .created)
            #expect(first.headers[.contentType] == "application/octet-stream")
            #expect(try await enrol(code.grouped, key).body == first.body)
            let used = try await enrol(code.grouped, SigningKey())
            #expect(used.status == .forbidden)
            #expect(try Self.problem(used).type == "invitation-refused")
            #expect(try Self.problem(try await enrol("ABCD", key)).type == "invitation-refused")
            self.fixture.advance(hours: 2)
            #expect(try Self.problem(try await enrol(expired.grouped, key)).type == "invitation-expired")
        }
    }

    @Test("Whoever guesses codes is slowed down, and keeps nobody at the same address from enrolling")
    func guessedCodes() async throws {
        let code = try self.fixture.invitations.invite(try #require(School.ID("s001")), at: self.fixture.now).code
        try await self.visit { client in
            func enrol(_ code: String) async throws -> TestResponse {
                let request = EnrolmentRequest(code: code, edgeKey: self.key.verifyingKey)
                return try await client.execute(
                    uri: "/v1/enrolments",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: ByteBuffer(bytes: try CanonicalJSON.encode(request))
                )
            }
            for _ in 0..<EnrolmentThrottle.refusalsMax {
                #expect(try await enrol("0000-0000-0000-0000-0000-0000").status == .forbidden)
            }
            let guess = try await enrol("0000-0000-0000-0000-0000-0000")
            #expect(guess.status == .tooManyRequests)
            #expect(guess.headers[.retryAfter] != nil)
            #expect(try await enrol(code.grouped).status == .created)
        }
    }
}
