import CourseModel
import HTTPServing
import ProgressAgent
import Testing

@testable import EdgeCache

/// What the technician's page says of the line: the last 30 days, retries, and what a forecast rests on.
@Suite struct TechnicianLineTests {
    private let pages: Pages

    init() throws {
        self.pages = try Pages(folders: [EdgeResources.folder])
    }

    private static let days = (0..<30).map { index in
        TrafficDay(
            date: "",
            startsAtMs: UTCTime(milliseconds: SampleStatus.now.milliseconds - Int64(29 - index) * 86_400_000),
            bytes: index == 12
                ? ["origin": ByteCount(bytes: 4_000_000_000), "disc": ByteCount(bytes: 1_000_000_000)]
                : ["origin": ByteCount(bytes: 100_000_000)]
        )
    }

    private static let retries = RetryReason.allCases.enumerated().map { index, reason in
        RetryCount(reason: reason, day: Int64(index % 3), month: Int64(index), sinceStart: 1)
    }

    @Test("The month is drawn without a script or a style, and every number of it is in a table")
    func chart() throws {
        let html = try self.html(SampleStatus.traffic(days: Self.days), .english)
        let svg = try #require(html.firstMatch(of: #/<svg role="img"[\s\S]*?<\/svg>/#)).output
        #expect(svg.contains("aria-labelledby=\"traffic-title traffic-words\""))
        #expect(svg.contains("<title id=\"traffic-title\">The last 30 days</title>"))
        #expect(svg.contains("7.9 GB came from 17 Feb to 18 Mar; the most on one day was 5 GB, on 1 Mar."))
        #expect(svg.matches(of: #/<rect class="source-origin"/#).count == 30)
        #expect(svg.contains("<rect class=\"source-disc\" x=\"120\" y=\"0\" width=\"8\" height=\"200\"/>"))
        #expect(!html.contains("style=") && !html.contains("<style"))
        let numbers = try #require(html.firstMatch(of: #/<details id="traffic-numbers">[\s\S]*?<\/details>/#)).output
        #expect(numbers.matches(of: #/<th scope="row">/#).count == 30)
        #expect(numbers.contains("1 Mar</th><td class=\"number\">4 GB</td>"))
        #expect(html.contains("</svg>Discs <span class=\"number\">1 GB</span>"))
    }

    @Test("A month without traffic and retries says so", arguments: Language.allCases)
    func nothing(language: Language) throws {
        let html = try self.html(SampleStatus.traffic(), language)
        #expect(!html.contains("<svg"))
        #expect(html.contains(self.pages.messages.text("technician.trafficNone", in: language)))
        #expect(html.contains(self.pages.messages.text("technician.retriesNone", in: language)))
    }

    @Test("Every reason of a retry has its words in both languages", arguments: Language.allCases)
    func retries(language: Language) throws {
        let link = SampleStatus.traffic(retries: Self.retries)
        let page = try self.page(SampleStatus.status([], link: link), language)
        #expect(page.model.retries.count == RetryReason.allCases.count - 1, "what was not in this month is not shown")
        #expect(page.model.retries.allSatisfy { !$0.reason.contains("technician.") })
        #expect(page.model.retries.map(\.month) == (1..<RetryReason.allCases.count).map(String.init))
        #expect(try !self.html(link, language).contains("technician.retry"))
    }

    @Test("What keeps lessons from coming is said in the page's language")
    func trouble() throws {
        let trouble = PrefetchState.Trouble(reason: .stalled, text: "the line is stalled: nothing came for 30 s")
        let missing = [try SampleStatus.release("l01", held: 0)]
        let status = try SampleStatus.status(missing, link: SampleStatus.traffic(trouble: trouble))
        #expect(try self.page(status, .chinese).model.details == ["下载遇到问题：线路停滞，没有数据。系统会自动重试。"])
        let strange = PrefetchState.Trouble(reason: .other, text: "something strange")
        let other = try SampleStatus.status(missing, link: SampleStatus.traffic(trouble: strange))
        #expect(try self.page(other, .chinese).model.details[0].contains("something strange"))
    }

    @Test("Why a journal is not reported is said in the page's language", arguments: [0, 3])
    func journal(epoch: Int64) throws {
        let journal = AgentStatus.Journal(lastSequence: 9, reportedThrough: 4, epoch: epoch, trouble: "in English")
        let model = try self.page(SampleStatus.status([], journal: journal), .chinese).model
        let figure = try #require(model.rows.flatMap(\.figures).first { $0.label == "尚未上报的记录" })
        #expect(figure.value == "5" && figure.tone == "bad")
        #expect(figure.detail?.contains(epoch == 0 ? "恢复或复制" : "另一份同编号") == true)
    }

    @Test(
        "A forecast on a line that was not measured says what it rests on, one on a measured line says what is to spare"
    )
    func assumed() throws {
        let release = try SampleStatus.release(
            "l01",
            held: 0,
            needed: SampleStatus.hours(30),
            ready: SampleStatus.hours(1)
        )
        let measured = try self.page(SampleStatus.status([release]), .english).model
        #expect(measured.details.count == 1 && measured.details[0].hasSuffix("has 29 h to spare."))
        let line = SampleStatus.link(isMeasured: false)
        let assumed = try self.page(SampleStatus.status([release], line: line), .english).model
        #expect(assumed.headline == measured.headline)
        #expect(assumed.details.last == "The line has not been measured yet; this takes it to be 1.9 Mbit/s.")
    }

    @Test("Metrics have the line, what is to spare, and every reason")
    func metrics() throws {
        let release = try SampleStatus.release(
            "l01",
            held: 0,
            needed: SampleStatus.hours(1),
            ready: SampleStatus.hours(3)
        )
        let status = try SampleStatus.status([release], link: SampleStatus.traffic(retries: [Self.retries[2]]))
        let text = EdgeMetrics.text(of: status, waitingRequests: 0).text
        for line in [
            "lectern_edge_retries_total{reason=\"cut\"} 1", "lectern_edge_retries_total{reason=\"stalled\"} 0",
            "lectern_edge_ready_seconds 10800", "lectern_edge_spare_seconds -7200", "lectern_edge_window_open 1",
            "lectern_edge_cap_bits_per_second 1000000", "lectern_edge_line_bytes_per_second 237500",
        ] {
            #expect(text.contains("\n\(line)\n"), "\(line)")
        }
    }

    private func page(_ status: EdgeStatus, _ language: Language) throws -> TechnicianPage {
        let plan = try SampleStatus.plan(for: status, messages: self.pages.messages)
        return TechnicianPage(status: status, plan: plan, messages: self.pages.messages, language: language)
    }

    private func html(_ link: EdgeStatus.Link, _ language: Language) throws -> String {
        try self.pages.text(
            "technician",
            title: "technician.title",
            try self.page(SampleStatus.status([], link: link), language).model,
            context: PageContext(language: language, path: "/technician")
        )
    }
}
