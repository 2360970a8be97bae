import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

@Suite struct CompletenessTableTests {
    @Test("The table opens in a spreadsheet: byte order mark, plain numbers, no cell that is a formula")
    func csv() async throws {
        let fixture = try await OfficeFixture()
        try fixture.enrol("s001", held: ["l01": (1000, nil), "l02": (1000, nil), "l04": (1000, nil)])
        try fixture.enrol("s002", held: ["l01": (250, 48), "l02": (0, nil), "l04": (0, nil)])
        let statements = [try OfficeValues.statement("s001-t1", "ab-2027", credited: 1250, required: 5000)]
        try await fixture.withClient(statements: statements) { client in
            let headers: HTTPFields = [.authorization: "Bearer \(fixture.control.text)"]
            try await client.execute(uri: "/v1/counties/c001/completeness.csv", method: .get, headers: headers) {
                response in
                #expect(response.headers[.contentType] == "text/csv; charset=utf-8")
                #expect(response.headers[.contentDisposition] == "attachment; filename=\"completeness-c001.csv\"")
                #expect(Array(buffer: response.body).prefix(3) == [0xEF, 0xBB, 0xBF])
                let rows = String(decoding: Array(buffer: response.body).dropFirst(3), as: UTF8.self)
                    .split(separator: "\r\n", omittingEmptySubsequences: false)
                #expect(rows.count == 5)
                #expect(rows[0].hasPrefix("学校代码,学校名称,状态,已校验（%）,缺课数,"))
                #expect(rows[1] == "s003,山后中学,未安装,0,3,l01 l04 l02,,2027-07-15 08:30,,,0,100,2,0,,否,0,0,0,0")
                #expect(
                    rows[2]
                        == "s002,第二中学,赶不上,8.3,3,l01 l04 l02,2027-07-16 08:00,2027-07-15 08:30,2027-07-14 08:00,"
                        + "123456,0,100,2,0,2027-07-14 08:00,否,0,0,0,0"
                )
                #expect(
                    rows[3]
                        == "s001,'=第一中学,已就绪,100,0,,,2027-07-15 08:30,2027-07-14 08:00,"
                        + "123456,12.5,100,2,0,2027-07-14 08:00,否,0,0,0,0"
                )
            }
        }
    }

    @Test("The county's page says the same: late in words, missing lessons by title, figures as of when")
    func page() async throws {
        let fixture = try await OfficeFixture()
        try fixture.enrol("s002", held: ["l01": (250, 48), "l02": (0, nil), "l04": (1000, nil)])
        try await fixture.withClient { client in
            let session = try await OfficeFixture.signIn("province", on: client)
            let cookie = try #require(session[.cookie])
            try await client.execute(uri: "/counties/c001", method: .get, headers: [.cookie: cookie]) { response in
                let text = String(buffer: response.body)
                #expect(response.status == .ok)
                #expect(text.contains("预计 7月16日 08:00，晚 24 小时"))
                #expect(text.contains("缺 2 课"))
                #expect(text.contains("<li>教育变革中的技术力量</li>"))
                #expect(text.contains("截至 2027年7月14日 08:00"))
                #expect(text.contains("123 GB"))
                #expect(text.contains("=第一中学"))
            }
            let english: HTTPFields = [.cookie: cookie + "; lectern-language=en"]
            try await client.execute(uri: "/counties/c001", method: .get, headers: english) { response in
                let text = String(buffer: response.body)
                #expect(text.contains("expected 16 Jul, 08:00, 24 h late"))
                #expect(text.contains("Not set up"))
                #expect(!text.contains("{"))
                #expect(!text.contains("column."))
            }
            try await client.execute(uri: "/people/s002-t1", method: .get, headers: [.cookie: cookie]) { response in
                #expect(String(buffer: response.body).contains("&lt;学员1&gt;"))
            }
        }
    }
}
