import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

@Suite struct OfficerControllerTests {
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    private static func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    @Test("Nobody sees a page or a figure without a sign-in")
    func strangers() async throws {
        try await OfficeFixture().withClient { client in
            for path in ["/", "/counties/c001", "/schools/s001", "/people/s001-t1", "/programmes", "/password"] {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .seeOther, "\(path)")
                    #expect(response.headers[.location]?.hasPrefix("/sign-in") == true)
                }
            }
            for path in [
                "/v1/counties", "/v1/counties/c001/completeness", "/v1/counties/c001/completeness.csv",
                "/v1/statements/s001-t1",
            ] {
                try await client.execute(uri: path, method: .get) { #expect($0.status == .unauthorized, "\(path)") }
            }
        }
    }

    @Test("A wrong password is refused in words, and after five the login has to wait")
    func refusal() async throws {
        try await OfficeFixture().withClient { client in
            let wrong = ByteBuffer(string: "login=county&password=not-this-one")
            for _ in 0..<5 {
                try await client.execute(uri: "/sign-in", method: .post, headers: Self.form, body: wrong) { response in
                    #expect(response.status == .unauthorized)
                    #expect(Self.text(response).contains("登录名或密码不正确"))
                    #expect(response.headers[.setCookie] == nil)
                }
            }
            let right = ByteBuffer(string: "login=county&password=\(OfficeFixture.password)")
            try await client.execute(uri: "/sign-in", method: .post, headers: Self.form, body: right) { response in
                #expect(response.status == .tooManyRequests)
            }
            let unknown = ByteBuffer(string: "login=%3Cscript%3E&password=x")
            try await client.execute(uri: "/sign-in", method: .post, headers: Self.form, body: unknown) { response in
                #expect(response.status == .unauthorized)
                #expect(!Self.text(response).contains("<script>"))
            }
        }
    }

    @Test("A county's officer sees their county and nothing of another")
    func scope() async throws {
        try await OfficeFixture().withClient { client in
            let cookie = try await OfficeFixture.signIn("county", on: client)
            try await client.execute(uri: "/", method: .get, headers: cookie) { response in
                #expect(response.headers[.location] == "/counties/c001")
            }
            for path in ["/counties/c001", "/schools/s001", "/people/s001-t1", "/v1/counties/c001/completeness"] {
                try await client.execute(uri: path, method: .get, headers: cookie) {
                    #expect($0.status == .ok, "\(path)")
                }
            }
            for path in [
                "/counties/c002", "/schools/s101", "/people/s101-t1", "/v1/counties/c002/completeness",
                "/v1/counties/c002/completeness.csv", "/v1/statements/s101-t1",
            ] {
                try await client.execute(uri: path, method: .get, headers: cookie) { response in
                    #expect(response.status == .forbidden, "\(path)")
                    #expect(!Self.text(response).contains("邻县中学"))
                }
            }
            try await client.execute(uri: "/v1/counties", method: .get, headers: cookie) { response in
                #expect(Self.text(response) == #"{"counties":[{"county":"c001","name":{"zh":"虚构县"}}]}"#)
            }
            for path in ["/counties/c999", "/schools/s999", "/people/x", "/programmes/x", "/counties/%2e%2e"] {
                try await client.execute(uri: path, method: .get, headers: cookie) {
                    #expect($0.status == .notFound, "\(path)")
                }
            }
        }
    }

    @Test("The province's officer, and a command with the token, see every county")
    func wholeProvince() async throws {
        let fixture = try await OfficeFixture()
        try await fixture.withClient { client in
            let cookie = try await OfficeFixture.signIn("province", on: client)
            try await client.execute(uri: "/", method: .get, headers: cookie) { response in
                #expect(response.status == .ok)
                #expect(Self.text(response).contains("虚构县"))
                #expect(Self.text(response).contains("邻县"))
            }
            let token: HTTPFields = [.authorization: "Bearer \(fixture.control.text)"]
            try await client.execute(uri: "/v1/counties", method: .get, headers: token) { response in
                #expect(Self.text(response).contains("c002"))
            }
            try await client.execute(uri: "/v1/counties/c002/completeness", method: .get, headers: token) { response in
                let county = try CanonicalJSON.decode(CountyCompleteness.self, from: Array(buffer: response.body))
                #expect(county.schools.map(\.school.rawValue) == ["s101"])
                #expect(county.silentSchools == 1)
                #expect(county.asOfMs == OfficeFixture.now)
            }
        }
    }

    @Test("A password that somebody gave out opens nothing but the form for a new one")
    func firstSignIn() async throws {
        try await OfficeFixture().withClient { client in
            let cookie = try await OfficeFixture.signIn("new", on: client)
            try await client.execute(uri: "/counties/c001", method: .get, headers: cookie) { response in
                #expect(response.headers[.location] == "/password")
            }
            try await client.execute(uri: "/v1/counties", method: .get, headers: cookie) { response in
                #expect(response.status == .forbidden)
            }
            let headers = Self.form + cookie
            for (new, again) in [
                ("short", "short"), ("long enough 1", "long enough 2"), ("r4-blue-kettle", "r4-blue-kettle"),
            ] {
                let body = ByteBuffer(string: "password=\(new)&again=\(again)".replacing(" ", with: "+"))
                try await client.execute(uri: "/password", method: .post, headers: headers, body: body) { response in
                    #expect(response.status == .unprocessableContent, "\(new)")
                }
            }
            let body = ByteBuffer(string: "password=a+green+lamp&again=a+green+lamp")
            let fresh: HTTPFields = try await client.execute(
                uri: "/password",
                method: .post,
                headers: headers,
                body: body
            ) { response in
                #expect(response.status == .seeOther)
                return [.cookie: String(try #require(response.headers[.setCookie]).prefix { $0 != ";" })]
            }
            try await client.execute(uri: "/counties/c001", method: .get, headers: fresh) { #expect($0.status == .ok) }
            try await client.execute(uri: "/counties/c001", method: .get, headers: cookie) { response in
                #expect(response.status == .seeOther, "the session of the old password goes on")
            }
        }
    }

    @Test("A signed-in officer who loses their county loses it at once, and sign-out ends the session's cookie")
    func revocation() async throws {
        let fixture = try await OfficeFixture()
        try await fixture.withClient { client in
            let cookie = try await OfficeFixture.signIn("county", on: client)
            let officer = try #require(try fixture.stores.province.officer(login: "county"))
            try fixture.stores.province.setOfficer(
                OfficerRecord(
                    login: officer.login,
                    name: officer.name,
                    scope: .county(try #require(County.ID("c002"))),
                    passwordVerifier: officer.passwordVerifier,
                    mustChangePassword: false
                )
            )
            try await client.execute(uri: "/counties/c001", method: .get, headers: cookie) {
                #expect($0.status == .forbidden)
            }
            try await client.execute(uri: "/sign-out", method: .post, headers: cookie) { response in
                #expect(response.headers[.setCookie]?.contains("Max-Age=0") == true)
            }
            let other = Self.form + [.origin: "http://evil.example"]
            try await client.execute(uri: "/sign-out", method: .post, headers: other) {
                #expect($0.status == .forbidden)
            }
        }
    }
}

extension HTTPFields {
    static func + (one: Self, other: Self) -> Self {
        var fields = one
        fields.append(contentsOf: other)
        return fields
    }
}
