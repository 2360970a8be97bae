import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// Who needs a disc, a wider window or a lower rendition.
@Suite struct CountyNeedTests {
    /// `s001` needs a window for one lesson, `s002` a disc for two and is paused, `s003` says nothing of it.
    private static func county() async throws -> OfficeFixture {
        let fixture = try await OfficeFixture()
        try fixture.enrol(
            "s001",
            lessons: [
                "l01": .init(held: 250, ready: 20, readyLate: 30, rendition: "480p", help: [.widerWindow]),
                "l02": .init(held: 1_000, rendition: "480p"), "l04": .init(held: 10, ready: 22, rendition: "audio"),
            ]
        )
        try fixture.enrol(
            "s002",
            lessons: [
                "l01": .init(held: 0, ready: 90, readyLate: 120, help: [.parent, .disc]),
                "l02": .init(held: 1_000), "l04": .init(held: 0, ready: 95, help: [.parent, .disc]),
            ],
            isPaused: true
        )
        try fixture.enrol("s003", held: ["l01": (10, nil), "l02": (10, nil), "l04": (10, nil)])
        return fixture
    }

    private static func get(
        _ path: String,
        on client: any TestClientProtocol,
        _ headers: HTTPFields
    ) async throws -> String {
        try await client.execute(uri: path, method: .get, headers: headers) { response in
            #expect(response.status == .ok, "\(path)")
            return String(buffer: response.body)
        }
    }

    @Test("The county's page counts who needs help, names it, and shows only those when asked to")
    func page() async throws {
        let fixture = try await Self.county()
        try await fixture.withClient { client in
            let cookie = try await OfficeFixture.signIn("county", on: client)
            let all = try await Self.get("/counties/c001", on: client, cookie)
            #expect(all.contains("<p class=\"label\">需要帮助</p><p class=\"figure warn\">2</p>"))
            #expect(all.contains("放宽下载时段或限速（1 课）") && all.contains("备用光盘（2 课）"))
            #expect(all.contains("href=\"/counties/c001?need=disc\">备用光盘 <span class=\"number\">1</span>"))
            #expect(!all.contains("need=lowerRendition"))
            // s002 will be late and needs help, s001 needs help, s003 has no forecast.
            let places = ["第二中学", "=第一中学", "山后中学"].compactMap { all.firstRange(of: $0)?.lowerBound }
            #expect(places.count == 3 && places == places.sorted())
            let disc = try await Self.get("/counties/c001?need=disc", on: client, cookie)
            #expect(disc.contains("第二中学") && !disc.contains("=第一中学") && !disc.contains("山后中学"))
            #expect(disc.contains("aria-current=\"page\">备用光盘"))
            let any = try await Self.get("/counties/c001?need=any", on: client, cookie)
            #expect(any.contains("第二中学") && any.contains("=第一中学") && !any.contains("山后中学"))
            let none = try await Self.get("/counties/c001?need=lowerRendition", on: client, cookie)
            #expect(none.contains("没有这样的学校") && !none.contains("第二中学"))
            let strange = try await Self.get("/counties/c001?need=%3Cscript%3E", on: client, cookie)
            #expect(strange.contains("山后中学") && !strange.contains("<script>"))
        }
    }

    @Test("The school's page says of each lesson when it will be there, in which rendition, and what would help")
    func school() async throws {
        let fixture = try await Self.county()
        try await fixture.withClient { client in
            let cookie = try await OfficeFixture.signIn("county", on: client)
            let page = try await Self.get("/schools/s001", on: client, cookie)
            #expect(page.contains("预计 7月15日 04:00") && page.contains("最迟 7月15日 14:00（九成把握）"))
            #expect(page.contains("需要放宽下载时段或限速<") && page.contains("480p") && page.contains("仅声音"))
            let english: HTTPFields = [.cookie: try #require(cookie[.cookie]) + "; lectern-language=en"]
            let paused = try await Self.get("/schools/s002", on: client, english)
            #expect(paused.contains("needs a nearer server or a disc") && paused.contains("a disc (2 lessons)"))
            #expect(!paused.contains("help.") && !paused.contains("ready."))
        }
    }

    @Test("JSON and CSV of a county and of a school have the same")
    func tables() async throws {
        struct SchoolAnswer: Decodable {
            let school: SchoolCompleteness
            let lessons: [HeldLesson]
        }
        let fixture = try await Self.county()
        try await fixture.withClient { client in
            let token: HTTPFields = [.authorization: "Bearer \(fixture.control.text)"]
            let county = try CanonicalJSON.decode(
                CountyCompleteness.self,
                from: Array(try await Self.get("/v1/counties/c001/completeness", on: client, token).utf8)
            )
            #expect(county.schoolsInNeed == 2)
            #expect(county.schools[0].help.map { "\($0.help.rawValue) \($0.lessons)" } == ["parent 2", "disc 2"])
            #expect(county.schools.map(\.isPaused) == [true, false, false])
            let answer = try CanonicalJSON.decode(
                SchoolAnswer.self,
                from: Array(try await Self.get("/v1/schools/s001/completeness", on: client, token).utf8)
            )
            #expect(answer.school == county.schools[1])
            #expect(answer.lessons.map(\.lesson.rawValue) == ["l01", "l04", "l02"])
            #expect(answer.lessons.map(\.help) == [[.widerWindow], [], []])
            let table = try await Self.get("/v1/counties/c001/completeness.csv", on: client, token)
            #expect(table.contains("需放宽时段（课）,需降低码率（课）,需上级服务器（课）,需备用光盘（课）\r\n"))
            #expect(table.contains(",是,0,0,2,2\r\n") && table.contains(",否,1,0,0,0\r\n"))
            let lessons = try await Self.get("/v1/schools/s001/completeness.csv", on: client, token)
            let row = lessons.split(separator: "\r\n").first { $0.hasPrefix("l01,") }
            #expect(
                row?.hasSuffix(",480p,0,25,2027-07-15 08:30,2027-07-15 04:00,2027-07-15 14:00,否,放宽下载时段或限速") == true,
                "\(row ?? "")"
            )
        }
    }

    @Test("An officer of another county gets neither, and nobody without a sign-in does")
    func scope() async throws {
        try await Self.county().withClient { client in
            let cookie = try await OfficeFixture.signIn("county", on: client)
            for path in ["/v1/schools/s101/completeness", "/v1/schools/s101/completeness.csv"] {
                try await client.execute(uri: path, method: .get, headers: cookie) { #expect($0.status == .forbidden) }
                try await client.execute(uri: path, method: .get) { #expect($0.status == .unauthorized) }
            }
            try await client.execute(uri: "/v1/schools/s999/completeness", method: .get, headers: cookie) {
                #expect($0.status == .notFound)
            }
        }
    }
}
