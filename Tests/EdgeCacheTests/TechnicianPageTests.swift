import CourseModel
import EdgeCache
import HTTPServing
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
        let model = self.page(status, language).model
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
        let model = self.page(status, .english).model
        #expect(model.tone == "bad")
        #expect(model.lessons.map(\.tone) == ["bad"])
        #expect(model.lessons[0].ready.hasSuffix("(late)"))
    }

    @Test("Trouble at the origin is said beside a school that has everything, and is not green")
    func trouble() throws {
        let status = try SampleStatus.status(
            [SampleStatus.release("l01", held: 1_000)],
            trouble: "not reachable: <no route>"
        )
        let model = self.page(status, .english).model
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
            self.page(status, .english).model,
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
        ] {
            let html = try self.pages.text(
                "technician",
                title: "technician.title",
                self.page(status, language).model,
                context: PageContext(language: language, path: "/technician")
            )
            #expect(!html.contains("technician.figure") && !html.contains("technician.readiness"))
            #expect(!html.contains("technician.kind") && !html.contains("technician.t"))
        }
    }

    private func page(_ status: EdgeStatus, _ language: Language) -> TechnicianPage {
        TechnicianPage(status: status, messages: self.pages.messages, language: language)
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
