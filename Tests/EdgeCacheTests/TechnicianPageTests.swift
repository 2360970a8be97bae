import CourseModel
import EdgeCache
import HTTPServing
import Prefetching
import ProgressAgent
import Testing

@Suite struct TechnicianPageTests {
    private let pages: Pages

    init() throws {
        self.pages = try Pages(folders: [EdgeResources.folder])
    }

    @Test("The page says in both languages whether the school will be ready", arguments: Language.allCases)
    func headline(language: Language) throws {
        let status = try SampleStatus.status([
            SampleStatus.release("l01", held: 500, needed: SampleStatus.hours(5), ready: SampleStatus.hours(1))
        ])
        let model = try self.page(status, language).model
        #expect(model.tone == "good")
        #expect(model.headline.hasPrefix(language == .chinese ? "来得及" : "In time"))
        #expect(model.actionName == "pause")
        #expect(self.figure(model, "technician.figure.verified", language)?.value == "50 %")
        #expect(self.figure(model, "technician.figure.rate", language)?.value == "1.9 Mbit/s")
        #expect(self.figure(model, "technician.figure.journal", language)?.value == "5")
    }

    @Test("A late lesson turns the page red and its row says so")
    func late() throws {
        let status = try SampleStatus.status([
            SampleStatus.release("l01", held: 0, needed: SampleStatus.hours(1), ready: SampleStatus.hours(2))
        ])
        let model = try self.page(status, .english).model
        #expect(model.tone == "bad")
        #expect(model.lessons.map(\.tone) == ["bad"])
        #expect(model.lessons[0].ready.hasSuffix("(60 min late)"))
        #expect(model.headline.contains("by up to 60 min"))
    }

    @Test("Trouble at the origin is said beside a school that has everything, and is not green")
    func trouble() throws {
        let status = try SampleStatus.status(
            [SampleStatus.release("l01", held: 1_000)],
            trouble: "not reachable: <no route>"
        )
        let model = try self.page(status, .english).model
        #expect(model.tone == "warn")
        #expect(model.details.contains { $0.contains("no route") })
        #expect(self.figure(model, "technician.figure.origin", .english)?.value == "3 h ago")
    }

    @Test("What was refused is listed with its reason, and cannot smuggle markup into the page")
    func incidents() throws {
        let incidents = try SampleStatus.incidents([.chunkRefused], reason: "<script>alert(1)</script>", times: 4)
        let status = try SampleStatus.status([], isPaused: true, incidents: incidents)
        let html = try self.pages.text(
            "technician",
            title: "technician.title",
            try self.page(status, .english).model,
            context: PageContext(language: .english, path: "/technician")
        )
        #expect(html.contains("4 times"))
        #expect(html.contains("&lt;script&gt;"))
        #expect(!html.contains("<script>alert"))
        #expect(html.contains("action=\"/technician/resume\""))
    }

    @Test("No message is missing: the page never shows the name of one", arguments: Language.allCases)
    func messages(language: Language) throws {
        let incidents = try SampleStatus.incidents([.documentRefused, .chunkRefused, .fork, .diskFull])
        let missing = try SampleStatus.release("l01", held: 0)
        for status in [
            try SampleStatus.status([], hasCatalogue: false, trouble: "t", incidents: incidents),
            try SampleStatus.status([]),
            try SampleStatus.status([missing]),
            try SampleStatus.status([missing], isPaused: true),
            try SampleStatus.status([SampleStatus.release("l01", held: 1_000)]),
            try SampleStatus.status(
                (10..<20).map { try SampleStatus.release("l\($0)", held: 1, needed: SampleStatus.now) }
            ),
        ] {
            let html = try self.pages.text(
                "technician",
                title: "technician.title",
                try self.page(status, language).model,
                context: PageContext(language: language, path: "/technician")
            )
            #expect(!html.contains("technician.figure") && !html.contains("technician.readiness"))
            #expect(!html.contains("technician.kind") && !html.contains("technician.t"))
            #expect(!html.contains("technician.retry") && !html.contains("technician.source"))
            #expect(!html.contains("technician.plan") && !html.contains("technician.wish") && !html.contains("{"))
        }
    }

    @Test("The page says what of the line the prefetch has, and when that changes")
    func line() throws {
        let status = try SampleStatus.status([SampleStatus.release("l01", held: 0)])
        let open = try self.page(status, .english).model.facts.map(\.value)
        #expect(open.contains("measured 1.9 Mbit/s; nine times out of ten more than 1.5 Mbit/s"))
        #expect(open.contains("open, at most 950 kbit/s"))
        #expect(open.contains("1 Mbit/s"))
        let link = SampleStatus.link(
            isMeasured: false,
            isOpen: false,
            changesAtMs: SampleStatus.hours(1),
            windows: "",
            rendition: "270p"
        )
        let closed = try self.page(status, .chinese, link: link).model.facts.map(\.value)
        #expect(closed[0].hasPrefix("尚未实测"))
        #expect(closed[1] == "全天")
        #expect(closed[2].hasPrefix("不下载，到 20"))
        #expect(Array(closed[3...5]) == ["不限", "不超过 270p", "省平台"])
        #expect(
            closed[6...] == [
                "磁盘剩余 12 GB，其中 500 MB 始终留空；不够时先让出：目录中已没有的文件（3 GB）；最近一次让出：2030年3月17日 20:46，3 GB"
            ]
        )
    }

    @Test("The page says who is asked first")
    func source() throws {
        let status = try SampleStatus.status([SampleStatus.release("l01", held: 1_000)])
        #expect(try self.page(status, .english).model.facts[5].value == "Origin")
        let page = try self.page(status, .chinese, sources: [.parent(try #require(Edge.ID("e7"))), .origin])
        #expect(page.model.facts[5].value == "上级缓存 e7")
    }

    @Test("Every lesson has its reasons in words and its buttons; a held one cannot be wished first")
    func wishes() throws {
        let releases = [
            try SampleStatus.release("l01", held: 0), try SampleStatus.release("l02", held: 0),
            try SampleStatus.release("l03", held: 1_000),
        ]
        let rows = try self.page(SampleStatus.status(releases), .english).model.lessons
        #expect(rows[0].words == "Wanted first by the technician. There is no other rendition.")
        #expect(
            rows.map { $0.wishes.map(\.action) } == [
                ["/technician/lessons/l01/usual", "/technician/lessons/l01/pin"],
                ["/technician/lessons/l02/first", "/technician/lessons/l02/unpin"],
                ["/technician/lessons/l03/pin"],
            ]
        )
        let late = try #require(try self.page(SampleStatus.status(releases), .english).model.courses.last)
        #expect(late.tone == "bad")
        #expect(late.words.hasPrefix("Late: 3 of 12. At least 9"))
    }

    private func page(
        _ status: EdgeStatus,
        _ language: Language,
        link: EdgePlan.Link = SampleStatus.link(),
        sources: [Source] = [.origin]
    ) throws -> TechnicianPage {
        let messages = self.pages.messages
        let plan = try SampleStatus.plan(for: status, messages: messages, link: link, sources: sources)
        return TechnicianPage(status: status, plan: plan, messages: messages, language: language)
    }

    private func figure(
        _ model: TechnicianPage.Model,
        _ label: String,
        _ language: Language
    ) -> TechnicianPage.Model.Figure? {
        let label = self.pages.messages.text(label, in: language)
        return model.rows.flatMap(\.figures).first { $0.label == label }
    }
}
