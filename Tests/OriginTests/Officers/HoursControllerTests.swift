import CourseModel
import CreditLedger
import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// What officers propose, cosign and answer on the pages, and who may.
@Suite struct HoursControllerTests {
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
    private static let adjustment = "kind=adjustment&programme=ab-2027&subject=hot&hours=1.5&reason=%E5%81%9C%E7%94%B5"

    private static func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    @Test("One officer proposes hours, one of another level cosigns, and the ledger has them with both names")
    func adjustment() async throws {
        let fixture = try await OfficeFixture()
        try await fixture.withClient { client in
            let county = try await OfficeFixture.signIn("county", on: client)
            let province = try await OfficeFixture.signIn("province", on: client)
            try await Self.post(client, "/people/s001-t1/proposals", Self.adjustment, county) { response in
                #expect(response.status == .seeOther)
            }
            try await client.execute(uri: "/decisions", method: .get, headers: province) { response in
                let page = Self.text(response)
                #expect(page.contains("停电") && page.contains("+1.5") && page.contains("value=\"cosign\""))
            }
            // Who proposed it may take it back, and not decide.
            try await client.execute(uri: "/decisions", method: .get, headers: county) { response in
                let page = Self.text(response)
                #expect(page.contains("value=\"withdraw\"") && !page.contains("value=\"cosign\""))
            }
            try await Self.post(client, "/proposals/1", "decision=cosign", county) { #expect($0.status == .forbidden) }
            try await Self.post(client, "/proposals/1", "decision=cosign&answer=ok", province) { response in
                #expect(response.headers[.location] == "/decisions")
            }
            try await Self.post(client, "/proposals/1", "decision=decline", province) {
                #expect($0.status == .conflict)
            }
            try await client.execute(uri: "/people/s001-t1/hours", method: .get, headers: county) { response in
                let page = Self.text(response)
                #expect(page.contains("county + province") && page.contains("1.5 / 360"))
            }
        }
        let entries = try await fixture.ledger.entries(of: try #require(Person.ID("s001-t1")))
        #expect(entries.map(\.hundredths.hundredths) == [150])
        #expect(entries.map(\.account) == ["remote"])
    }

    @Test("A trainee's hours are seen and decided by their school, county, city and province, and by nobody else")
    func access() async throws {
        let fixture = try await OfficeFixture()
        try await fixture.withClient { client in
            for (login, mine, others) in [
                ("province", ["s001-t1", "s101-t1"], []), ("city", ["s001-t1", "s002-t1"], ["s101-t1"]),
                ("county", ["s001-t1", "s002-t1"], ["s101-t1"]), ("county2", ["s101-t1"], ["s001-t1"]),
                ("school", ["s001-t1"], ["s002-t1", "s101-t1"]),
            ] as [(String, [String], [String])] {
                let cookie = try await OfficeFixture.signIn(login, on: client)
                for path in ["/people/%/hours", "/people/%", "/v1/people/%/hours", "/v1/statements/%"] {
                    for person in mine + others {
                        let uri = path.replacingOccurrences(of: "%", with: person)
                        let expected: HTTPResponse.Status = mine.contains(person) ? .ok : .forbidden
                        try await client.execute(uri: uri, method: .get, headers: cookie) { response in
                            #expect(response.status == expected, "\(login) \(uri)")
                        }
                    }
                }
                for person in others {
                    for path in ["/people/\(person)/proposals", "/people/\(person)/appeals"] {
                        let body = path.hasSuffix("proposals") ? Self.adjustment : "programme=ab-2027&text=x"
                        try await Self.post(client, path, body, cookie) { response in
                            #expect(response.status == .forbidden, "\(login) \(path)")
                            #expect(!Self.text(response).contains("ledger"))
                        }
                    }
                }
            }
            for path in ["/people/s001-t1/hours", "/decisions"] {
                try await client.execute(uri: path, method: .get) { #expect($0.status == .seeOther) }
                try await client.execute(uri: path, method: .get, headers: [.cookie: "lectern-origin=x.y"]) {
                    #expect($0.status == .seeOther)
                }
            }
            try await client.execute(uri: "/v1/people/s001-t1/hours", method: .get) {
                #expect($0.status == .unauthorized)
            }
        }
        #expect(try await fixture.ledger.openProposals(limit: 9).isEmpty)
        #expect(try await fixture.ledger.openAppeals(limit: 9).isEmpty)
    }

    @Test("An officer of another county neither sees nor decides what is open elsewhere")
    func openElsewhere() async throws {
        let fixture = try await OfficeFixture()
        try await fixture.withClient { client in
            let province = try await OfficeFixture.signIn("province", on: client)
            let other = try await OfficeFixture.signIn("county2", on: client)
            try await Self.post(client, "/people/s001-t1/proposals", Self.adjustment, province) { _ in }
            try await Self.post(client, "/people/s001-t1/appeals", "programme=ab-2027&lesson=&text=why", province) {
                _ in
            }
            try await client.execute(uri: "/decisions", method: .get, headers: other) { response in
                #expect(!Self.text(response).contains("s001-t1"))
            }
            try await Self.post(client, "/proposals/1", "decision=cosign", other) { #expect($0.status == .forbidden) }
            let answer = "verdict=upheld&answer=yes"
            try await Self.post(client, "/appeals/1", answer, other) { #expect($0.status == .forbidden) }
            // Nor does whoever filed it answer it.
            try await Self.post(client, "/appeals/1", answer, province) { #expect($0.status == .forbidden) }
            let county = try await OfficeFixture.signIn("county", on: client)
            try await Self.post(client, "/appeals/1", answer, county) { #expect($0.status == .seeOther) }
            try await Self.post(client, "/appeals/1", answer, county) { #expect($0.status == .conflict) }
        }
    }

    @Test(
        "What cannot be meant is refused and written nowhere",
        arguments: [
            ("kind=adjustment&programme=ab-2027&subject=hot&hours=0&reason=x", 422),
            ("kind=adjustment&programme=ab-2027&subject=hot&hours=50.01&reason=x", 422),
            ("kind=adjustment&programme=ab-2027&subject=hot&hours=-50.01&reason=x", 422),
            ("kind=adjustment&programme=ab-2027&subject=hot&hours=many&reason=x", 422),
            ("kind=adjustment&programme=ab-2027&subject=nothing&hours=1&reason=x", 422),
            ("kind=adjustment&programme=youke&subject=hot&hours=1&reason=x", 422),
            ("kind=adjustment&programme=ab-2027&subject=hot&hours=1&reason=", 422),
            ("kind=adjustment&programme=ab-2027&subject=hot&hours=1&reason=x&appeal=9", 404),
            ("kind=void&programme=ab-2027&subject=p1&reason=x", 422),
            ("kind=late&programme=ab-2027&subject=nothing&reason=x", 422),
            ("kind=other&programme=ab-2027&subject=hot&reason=x", 400),
        ] as [(String, Int)]
    )
    func refused(body: String, status: Int) async throws {
        let fixture = try await OfficeFixture()
        try await fixture.withClient { client in
            let cookie = try await OfficeFixture.signIn("province", on: client)
            try await Self.post(client, "/people/s001-t1/proposals", body, cookie) { response in
                #expect(response.status.code == status)
            }
        }
        #expect(try await fixture.ledger.openProposals(limit: 9).isEmpty)
    }

    private static func post(
        _ client: any TestClientProtocol,
        _ path: String,
        _ body: String,
        _ cookie: HTTPFields,
        _ check: @escaping @Sendable (TestResponse) async throws -> Void
    ) async throws {
        try await client.execute(
            uri: path,
            method: .post,
            headers: Self.form + cookie,
            body: ByteBuffer(string: body),
            testCallback: check
        )
    }
}
