import CourseModel
import Crediting
import Testing

@Suite struct ProgrammeHoursTests {
    private static let hour: Int64 = 3_600_000
    private static let rows = ["t1", "t2", "t3"].map { TestProgramme.Row(topic: $0, section: "s1") }

    @Test("By table, each lesson earns what the highest step says that its minutes reach")
    func table() throws {
        var programme = TestProgramme(rows: Self.rows, mode: .table)
        programme.table = [(0, 25), (3, 50), (6, 100)].map { minutes, hundredths in
            HoursStep(fromMinutes: minutes, hundredths: CreditHours(hundredths: hundredths))
        }
        var world = World()
        try world.see("t1", from: 0, minutes: 2)
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 25)
        try world.see("t2", from: Self.hour, minutes: 3)
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 75)
        try world.see("t3", from: 2 * Self.hour, minutes: 10)
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 175)
    }

    @Test("A day counts its first hours up to the cap, and the day is the programme's, not that of UTC")
    func dailyCap() throws {
        var programme = TestProgramme(rows: Self.rows)
        var world = World()
        // 23:10, 23:40 and 00:10 in a zone eight hours before UTC.
        for (index, start) in [15 * Self.hour, 15 * Self.hour + 1_800_000, 16 * Self.hour].enumerated() {
            try world.see("t\(index + 1)", from: start)
        }
        let cap = CreditHours(hundredths: 300)
        programme.caps = HourCaps(dailyHundredths: cap, programmeHundredths: nil, dayOffsetMinutes: 480)
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 500)
        programme.caps = HourCaps(dailyHundredths: cap, programmeHundredths: nil, dayOffsetMinutes: 0)
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 300)
    }

    @Test("A topic that another one of its group was done before takes none of its day's hours")
    func dailyCapAndGroups() throws {
        var programme = TestProgramme(rows: Self.rows)
        programme.rows[0].oneOf = "either"
        programme.rows[1].oneOf = "either"
        programme.caps = HourCaps(
            dailyHundredths: CreditHours(hundredths: 400),
            programmeHundredths: nil,
            dayOffsetMinutes: 0
        )
        var world = World()
        for (index, topic) in ["t1", "t2", "t3"].enumerated() {
            try world.see(topic, from: Int64(index) * Self.hour)
        }
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 400)
    }

    @Test("Over all phases at most the programme's cap counts, in the order of the phases")
    func programmeCap() throws {
        var programme = TestProgramme(sections: [("s1", "f1"), ("s2", "f2")], rows: Self.rows)
        programme.rows[2] = TestProgramme.Row(topic: "t3", section: "s2")
        programme.phaseMs = ["f1": 0..<(5 * Self.hour), "f2": (5 * Self.hour)..<(9 * Self.hour)]
        programme.caps = HourCaps(
            dailyHundredths: nil,
            programmeHundredths: CreditHours(hundredths: 500),
            dayOffsetMinutes: 0
        )
        var world = World()
        for (index, topic) in ["t1", "t2", "t3"].enumerated() {
            try world.see(topic, from: Int64(index) * 3 * Self.hour)
        }
        let evaluation = try programme.evaluation(world)
        #expect(evaluation.items.map(\.hundredths.hundredths) == [400, 100])
        #expect(evaluation.statement.phases?.map(\.countedHundredths.hundredths) == [400, 100])
        #expect(evaluation.statement.creditedHundredths.hundredths == 500)
    }

    @Test("Other items of a phase count with its sections, within its hours")
    func items() throws {
        let item = try #require(PhaseItem.ID("report"))
        var programme = TestProgramme(rows: Self.rows, phaseHours: 500)
        programme.items = [
            PhaseItem(item: item, title: Title(zh: "研修报告"), hoursHundredths: CreditHours(hundredths: 200))
        ]
        var world = World()
        try world.see("t1", from: 0)
        let confirmed = [item: CreditHours(hundredths: 200)]
        let first = try programme.evaluation(world, confirmed: confirmed)
        #expect(first.statement.creditedHundredths.hundredths == 400)
        try world.see("t2", from: Self.hour)
        let full = try programme.evaluation(world, confirmed: confirmed)
        #expect(full.statement.creditedHundredths.hundredths == 500)
        #expect(full.items.map(\.hundredths.hundredths) == [300])
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 400)
    }

    @Test("A topic counts if it was selected in its window, or is mandatory")
    func selection() throws {
        var programme = TestProgramme(rows: Self.rows)
        programme.rows[0].isMandatory = true
        programme.selection = SelectionWindow(
            startsAtMs: UTCTime(milliseconds: 10),
            endsAtMs: UTCTime(milliseconds: 20)
        )
        var world = World()
        for (index, topic) in ["t1", "t2"].enumerated() { try world.see(topic, from: Int64(index) * Self.hour) }
        for (time, hundredths) in [(9, 200), (10, 400), (19, 400), (20, 200)] as [(Int64, Int64)] {
            let statement = try programme.evaluation(world, selectedAtMs: time).statement
            #expect(statement.creditedHundredths.hundredths == hundredths, "selected at \(time)")
        }
        #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 400)
    }

    @Test("A topic keeps the time at which it was first selected; one that nobody wrote down stays unknown")
    func selectionTimes() throws {
        let topics = try ["a", "b"].map { try #require(Topic.ID($0)) }
        let registration = { (topics: [Topic.ID]) in
            Registration(
                programme: try #require(Programme.ID("g1")),
                identity: .trainee,
                subject: nil,
                coursePackage: nil,
                topics: topics
            )
        }
        let first = try registration([topics[0]]).selected(at: UTCTime(milliseconds: 5), before: nil)
        #expect(first.selectedAtMs?.map(\.milliseconds) == [5])
        let second = try registration(topics).selected(at: UTCTime(milliseconds: 9), before: first)
        #expect(second.selectedAtMs?.map(\.milliseconds) == [5, 9])
        let old = try registration(topics).selected(at: UTCTime(milliseconds: 9), before: try registration([topics[0]]))
        #expect(old.selectedAtMs?.map(\.milliseconds) == [0, 9])
        #expect(try registration(topics).selected(at: .zero, before: try registration(topics)).selectedAtMs == nil)
    }

    @Test("Credits are hours times the programme's ratio, rounded down, booked to its account")
    func credits() throws {
        var programme = TestProgramme(rows: Self.rows)
        programme.creditRatioPermille = 333
        var world = World()
        try world.see("t1", from: 0)
        let statement = try programme.evaluation(world).statement
        #expect(statement.creditsHundredths?.hundredths == 66)
        #expect(statement.accountKind == "remote")
    }
}
