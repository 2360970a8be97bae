import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// Which edges may ask which others, as the province sets it.
@Suite struct NeighbourhoodTests {
    private let fixture: OriginFixture
    private let schools: [School.ID]
    private let edges: [School.ID: (edge: Edge.ID, key: SigningKey)]

    /// `s001` to `s004` of one county, an edge each.
    init() throws {
        self.fixture = try OriginFixture()
        let rows = (1...4).map { "c001,测试县,s00\($0),学校\($0),n00\($0),网管\($0),technician,zhao,,," }
        let heading = "county,countyName,school,schoolName,person,name,role,login,programme,identity,subject"
        try self.fixture.importPeople(([heading] + rows).joined(separator: "\n") + "\n")
        let schools = try (1...4).map { try #require(School.ID("s00\($0)")) }
        self.schools = schools
        let fixture = self.fixture
        self.edges = Dictionary(
            uniqueKeysWithValues: try schools.map { ($0, try fixture.enrol($0.rawValue)) }
        )
    }

    private var province: ProvinceDatabase { self.fixture.stores.province }

    private func setAddress(_ school: Int) throws {
        try self.province.setAddress(EdgeAddress("http://10.0.0.\(school):8081"), of: self.schools[school - 1])
    }

    /// What the origin answers an edge.
    private func ask(
        _ school: Int,
        edge: (edge: Edge.ID, key: SigningKey)? = nil,
        and headers: HTTPFields = [:]
    ) async throws -> (document: SignedDocument<Neighbourhood>?, status: HTTPResponse.Status, tag: String?) {
        let asking = try edge ?? #require(self.edges[self.schools[school - 1]])
        let router = try OriginFixture.router()
        let authentication = EdgeAuthentication(province: self.province, now: self.fixture.clock)
        NeighbourhoodController(province: self.province, keys: self.fixture.stores.keys, now: self.fixture.clock)
            .addRoutes(to: EdgeRoutes(router: router, authentication: authentication))
        let path = "/v1/neighbourhood"
        let request = EdgeRequest(edge: asking.edge, method: "GET", path: path, atMs: self.fixture.now)
        var headers = headers
        let credentials = try SignedDocument(signing: request, with: asking.key).bytes
        headers[.authorization] = "\(EdgeRequest.scheme) \(Base64URL.text(of: credentials))"
        let sent = headers
        let answer = try await Application(router: router).test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: sent)
        }
        let key = self.fixture.stores.keys.verifying
        let document =
            try answer.status == .ok
            ? SignedDocument<Neighbourhood>(verifying: Array(buffer: answer.body), with: key) : nil
        return (document, answer.status, answer.headers[.eTag])
    }

    private func neighbourhood(_ school: Int) async throws -> Neighbourhood {
        try #require(try await self.ask(school).document).payload
    }

    private func edge(_ school: Int) throws -> Edge.ID { try #require(self.edges[self.schools[school - 1]]).edge }

    @Test("Where nothing is set, an edge has no neighbours, and the same answer until something is")
    func nothing() async throws {
        let first = try await self.ask(1)
        let told = try #require(first.document).payload
        #expect(told.parent == nil && told.peers.isEmpty && told.askers.isEmpty)
        #expect(told.sealingKey == self.fixture.stores.keys.opening.sealingKey)
        self.fixture.advance(hours: 1)
        #expect(try await self.ask(1, and: [.ifNoneMatch: try #require(first.tag)]).status == .notModified)
        try self.setAddress(2)
        let later = try await self.neighbourhood(1)
        #expect(later.issuedAtMs > told.issuedAtMs)
        #expect(try later.peers.map(\.edge) == [self.edge(2)])
    }

    @Test("A county's parent is told its children, and they are told its address; a school may have another")
    func parent() async throws {
        let county = try #require(County.ID("c001"))
        try self.province.setParent(self.schools[0], of: .county(county))
        #expect(try await self.neighbourhood(2).parent == nil)
        try self.setAddress(1)
        let parent = Neighbourhood.Neighbour(edge: try self.edge(1), url: "http://10.0.0.1:8081")
        for school in 2...4 { #expect(try await self.neighbourhood(school).parent == parent) }
        let own = try await self.neighbourhood(1)
        #expect(own.parent == nil && own.peers.isEmpty)
        let children = try (2...4).map { try self.edge($0) }
        #expect(Set(own.askers.map(\.edge)) == Set(children))
        #expect(own.askers.allSatisfy { $0.isChild })
        #expect(
            own.askers.first?.key == self.edges.values.first { $0.edge == own.askers.first?.edge }?.key.verifyingKey
        )

        try self.setAddress(3)
        try self.province.setParent(self.schools[2], of: .school(self.schools[3]))
        #expect(try await self.neighbourhood(4).parent?.edge == self.edge(3))
        #expect(try await self.neighbourhood(4).peers.map(\.edge) == [self.edge(1)])
        let third = try await self.neighbourhood(3)
        #expect(third.parent == parent && third.peers.isEmpty)
        #expect(try third.askers.filter { $0.isChild }.map(\.edge) == [self.edge(4)])
        let askers = try [1, 2, 4].map { try self.edge($0) }
        #expect(Set(third.askers.map(\.edge)) == Set(askers))
        try self.province.setParent(nil, of: .county(county))
        #expect(try await self.neighbourhood(2).parent == nil)
    }

    @Test("Parents that would ask each other in a circle are refused, and so is what is not in the province")
    func refusals() async throws {
        let county = try #require(County.ID("c001"))
        try self.province.setParent(self.schools[0], of: .county(county))
        #expect(throws: ProvinceError.parentCircle(["s002", "s001", "s002"])) {
            try self.province.setParent(self.schools[1], of: .school(self.schools[0]))
        }
        #expect(throws: ProvinceError.self) {
            try self.province.setParent(self.schools[0], of: .county(try #require(County.ID("c999"))))
        }
        let stranger = try #require(School.ID("s999"))
        #expect(throws: ProvinceError.self) { try self.province.setParent(stranger, of: .county(county)) }
        #expect(throws: ProvinceError.self) { try self.province.setAddress(nil, of: stranger) }
        try self.setAddress(2)
        #expect(try await self.neighbourhood(1).parent == nil)
        for wrong in ["", "10.0.0.1:8081", "ftp://a", "http://", "http://a/b", "http://u@a", "http://a b"] {
            #expect(EdgeAddress(wrong) == nil, "\(wrong)")
        }
        #expect(EdgeAddress("https://[fd00::1]:8081/")?.url == "https://[fd00::1]:8081")
    }

    @Test("A computer that was replaced asks nobody and is asked by nobody")
    func replaced() async throws {
        try self.setAddress(1)
        try self.setAddress(2)
        let before = try #require(self.edges[self.schools[0]])
        self.fixture.advance(hours: 1)
        let (newer, _) = try self.fixture.enrol("s001")
        let told = try #require(try await self.ask(1, edge: before).document).payload
        #expect(told.parent == nil && told.peers.isEmpty && told.askers.isEmpty)
        let other = try await self.neighbourhood(2)
        #expect(other.peers.map(\.edge) == [newer])
        #expect(!other.askers.contains { $0.edge == before.edge } && other.askers.contains { $0.edge == newer })
    }
}
