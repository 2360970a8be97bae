import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct RouterTests {
    private struct Posted: Decodable { let text: String }
    private struct Secret: Error {}

    private static func addRoutes(to router: Router<WebContext>) {
        router.get("/fails") { _, _ -> String in throw Secret() }
        router.get("/v1/fails") { _, _ -> String in throw Secret() }
        router.get("/v1/teapot") { _, _ -> String in
            throw Problem(.conflict, "gap", "a row is missing", extra: ["expected": 7], headers: [.retryAfter: "1"])
        }
        router.post("/v1/things") { request, context in
            try await request.decode(as: Posted.self, context: context).text
        }
    }

    @Test("Every answer tells the browser to run nothing but our own files")
    func securityHeaders() async throws {
        try await TestSite.client { client in
            for path in ["/health", "/assets/lectern.css", "/nowhere", "/v1/nowhere"] {
                try await client.execute(uri: path, method: .get) { response in
                    let policy = response.headers[.contentSecurityPolicy] ?? ""
                    #expect(policy.contains("default-src 'self'"), "\(path)")
                    #expect(policy.contains("frame-ancestors 'none'"))
                    #expect(!policy.contains("unsafe"))
                    #expect(response.headers[.xContentTypeOptions] == "nosniff")
                    #expect(
                        response.headers.first { $0.name.canonicalName == "referrer-policy" }?.value == "same-origin"
                    )
                }
            }
        }
    }

    @Test("An unknown address is a problem for programs and a page for people, in their language")
    func notFound() async throws {
        try await TestSite.client { client in
            try await client.execute(uri: "/v1/nowhere", method: .get) { response in
                #expect(response.status == .notFound)
                #expect(response.headers[.contentType] == "application/problem+json")
                #expect(response.problemType == "urn:lectern:problem:not-found")
            }
            try await client.execute(uri: "/nowhere", method: .get, headers: [.accept: "text/html"]) { response in
                #expect(response.status == .notFound)
                #expect(response.text.contains("这个地址没有内容"))
                #expect(response.headers[.contentLanguage] == "zh-CN")
            }
            let english: HTTPFields = [.accept: "text/html", .cookie: "lectern-language=en"]
            try await client.execute(uri: "/nowhere", method: .get, headers: english) { response in
                #expect(response.text.contains("There is nothing at this address"))
                #expect(response.text.contains("<html lang=\"en\">"))
            }
        }
    }

    @Test("A failure inside says nothing of the inside", arguments: ["/fails", "/v1/fails"])
    func internalFailure(path: String) async throws {
        try await TestSite.client(routes: Self.addRoutes) { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .internalServerError)
                #expect(!response.text.contains("Secret"))
            }
        }
    }

    @Test("A full disk is no failure of the server's: it is said, to programs and to people")
    func diskFull() async throws {
        let plain = try TestSite.make()
        let site = Site(
            name: "t",
            pages: plain.pages,
            assets: plain.assets,
            health: plain.health,
            metrics: plain.metrics,
            isDiskFull: { $0 is Secret }
        )
        try await TestSite.client(site: site, routes: Self.addRoutes) { client in
            for path in ["/fails", "/v1/fails"] {
                let response = try await client.execute(uri: path, method: .get)
                #expect(response.status.code == 507)
                #expect(response.text.contains(path == "/fails" ? "磁盘已满" : "disk-full"))
            }
        }
    }

    @Test("A problem carries its type, its numbers and its headers")
    func problem() async throws {
        try await TestSite.client(routes: Self.addRoutes) { client in
            try await client.execute(uri: "/v1/teapot", method: .get) { response in
                #expect(response.status == .conflict)
                #expect(response.headers[.retryAfter] == "1")
                #expect(
                    response.text
                        == #"{"detail":"a row is missing","expected":7,"status":409,"title":"Conflict","#
                        + #""type":"urn:lectern:problem:gap"}"#
                )
            }
        }
    }

    @Test("A body over one mebibyte is refused, whether it says its length or not")
    func bodyLimit() async throws {
        let body = #"{"text":""# + String(repeating: "x", count: 1 << 20) + #""}"#
        try await TestSite.client(live: true, routes: Self.addRoutes) { client in
            try await client.execute(uri: "/v1/things", method: .post, body: ByteBuffer(string: body)) { response in
                #expect(response.status == .contentTooLarge)
                #expect(response.problemType == "urn:lectern:problem:too-large")
            }
            try await client.execute(uri: "/v1/things", method: .post, body: ByteBuffer(string: #"{"text":"a"}"#)) {
                #expect($0.text == "a")
            }
        }
        try await TestSite.client(routes: Self.addRoutes) { client in
            let headers: HTTPFields = [.contentLength: "999999999999"]
            try await client.execute(uri: "/v1/things", method: .post, headers: headers) { response in
                #expect(response.status == .contentTooLarge)
            }
        }
    }

    @Test("A body that is not what was expected is the sender's mistake")
    func badBody() async throws {
        try await TestSite.client(routes: Self.addRoutes) { client in
            for body in ["", "{", #"{"text":1}"#, "[]"] {
                try await client.execute(uri: "/v1/things", method: .post, body: ByteBuffer(string: body)) { response in
                    #expect(response.status == .badRequest, "\(body)")
                    #expect(response.problemType == "urn:lectern:problem:bad-request")
                }
            }
        }
    }

    @Test(
        "A form that is nested, too long or not what was expected is the sender's mistake",
        arguments: [
            ("text" + String(repeating: "[a]", count: 3_000) + "=1", 400), ("text[=1", 400), ("other=1", 400),
            ("text=%zz&text", 400), ("text=" + String(repeating: "a", count: 20_000), 413),
        ]
    )
    func hostileForm(form: String, status: Int) async throws {
        try await TestSite.client(routes: Self.addRoutes) { client in
            let response = try await client.execute(
                uri: "/v1/things",
                method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: form)
            )
            #expect(response.status.code == status)
            #expect(!response.text.contains("[a]"))
        }
    }

    @Test("A form is decoded like JSON")
    func form() async throws {
        try await TestSite.client(routes: Self.addRoutes) { client in
            try await client.execute(
                uri: "/v1/things",
                method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "text=%E8%AE%B2%E5%8F%B0+1")
            ) { #expect($0.text == "讲台 1") }
        }
    }

    @Test(
        "A post from another site's page is refused, from our own page or from a program it is taken",
        arguments: [
            (["Origin": "http://evil.example"], false), (["Origin": "null"], false),
            (["Sec-Fetch-Site": "cross-site"], false), (["Sec-Fetch-Site": "same-site"], false),
            (["Origin": "http://localhost:8081"], false), (["Origin": "http://localhost"], true),
            (["Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"], true), ([:], true),
        ] as [([String: String], Bool)]
    )
    func sameOrigin(headers: [String: String], isTaken: Bool) async throws {
        try await TestSite.client(routes: Self.addRoutes) { client in
            var fields: HTTPFields = [:]
            for (name, value) in headers {
                fields[try #require(HTTPFields.Element.Name(name))] = value
            }
            try await client.execute(
                uri: "/v1/things",
                method: .post,
                headers: fields,
                body: ByteBuffer(string: #"{"text":"a"}"#)
            ) { #expect($0.status == (isTaken ? .ok : .forbidden)) }
        }
    }

    @Test("Health says what the program is, and 503 only when it cannot work")
    func health() async throws {
        try await TestSite.client { client in
            try await client.execute(uri: "/health", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.text.contains(#""status":"ok""#))
                #expect(response.text.contains(#""program":"lectern-test""#))
            }
        }
        let failing = try TestSite.make(health: HealthReport(status: .failing, troubles: ["the disk is full"]))
        try await TestSite.client(site: failing) { client in
            try await client.execute(uri: "/health", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                #expect(response.text.contains("the disk is full"))
            }
        }
    }

    @Test("Metrics count requests by route, not by what was asked for")
    func metrics() async throws {
        var own = MetricsText()
        own.gauge("lectern_held_bytes", "Bytes held.", 42, labels: [("school", "a\"b\\c\nd")])
        try await TestSite.client(site: try TestSite.make(metrics: own), routes: Self.addRoutes) { client in
            try await client.execute(uri: "/v1/teapot?secret=1", method: .get) { _ in }
            try await client.execute(uri: "/made-up-\(Int.random(in: 1...99))", method: .get) { _ in }
            try await client.execute(uri: "/metrics", method: .get) { response in
                #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
                let lines = response.text.split(separator: "\n").map(String.init)
                #expect(
                    lines.prefix(2) == ["# HELP lectern_held_bytes Bytes held.", "# TYPE lectern_held_bytes gauge"]
                )
                #expect(lines.contains(#"lectern_held_bytes{school="a\"b\\c\nd"} 42"#))
                #expect(
                    lines.contains(#"lectern_http_requests_total{method="GET",route="/v1/teapot",status="409"} 1"#)
                )
                #expect(lines.contains(#"lectern_http_requests_total{method="GET",route="NotFound",status="404"} 1"#))
                #expect(lines.contains(#"lectern_http_request_duration_seconds_bucket{le="+Inf"} 2"#))
                #expect(!response.text.contains("secret"))
            }
        }
    }
}
