import CourseModel
import Crediting
import Testing

@Suite struct CreditEvaluationTests {
    private static let hour: Int64 = 3_600_000

    @Test("Lessons watched whole become the hours of their topics, within section and phase")
    func wholeWay() throws {
        var world = World()
        try world.watch("must1", from: 0)
        try world.watch("must2", from: Self.hour)
        try world.watch("free1", from: 2 * Self.hour)
        let statement = try Self.evaluation(world, selected: ["free"]).statement
        #expect(statement.creditedHundredths.hundredths == 500)
        #expect(statement.requiredHundredths.hundredths == 600)
        #expect(statement.sections.map(\.countedHundredths.hundredths) == [500, 0])
        #expect(statement.lessons.map(\.lesson.rawValue) == ["must1", "must2", "free1"])
        #expect(statement.lessons.allSatisfy { $0.isComplete && $0.coveredMs == $0.durationMs })
        #expect(statement.refusals.isEmpty)
    }

    @Test("A topic counts when all its lessons are complete, and if it was selected or is mandatory")
    func topics() throws {
        var world = World()
        try world.watch("must1", from: 0)
        try world.watch("free1", from: Self.hour)
        #expect(try Self.evaluation(world, selected: []).statement.creditedHundredths == .zero)
        let selected = try Self.evaluation(world, selected: ["free"]).statement
        #expect(selected.creditedHundredths.hundredths == 300)
        try world.watch("must2", from: 2 * Self.hour)
        #expect(try Self.evaluation(world, selected: []).statement.creditedHundredths.hundredths == 200)
    }

    @Test("Of a one-of group the topic that was completed first counts, whenever it was reported")
    func oneOf() throws {
        var world = World()
        try world.watch("big1", from: Self.hour)
        try world.watch("small1", from: 3 * Self.hour)
        let selected = ["big", "small"]
        #expect(
            try Self.evaluation(world, selected: selected).statement.sections[1].countedHundredths.hundredths == 200
        )
        var other = World()
        try other.watch("big1", from: 3 * Self.hour)
        try other.watch("small1", from: Self.hour)
        #expect(
            try Self.evaluation(other, selected: selected).statement.sections[1].countedHundredths.hundredths == 100
        )
    }

    @Test("Sections of another course package are not counted")
    func coursePackage() throws {
        var world = World()
        try world.watch("big1", from: 0)
        let other = try Self.evaluation(world, selected: ["big"], coursePackage: "B")
        #expect(other.statement.sections.map(\.section.rawValue) == ["s1"])
        #expect(other.statement.creditedHundredths == .zero)
    }

    @Test("A phase counts no more than its hours, and the items say which section adds what")
    func phase() throws {
        var world = World()
        var hour: Int64 = 0
        for lesson in ["must1", "must2", "free1", "big1"] {
            try world.watch(lesson, from: hour)
            hour += Self.hour
        }
        let evaluation = try Self.evaluation(world, selected: ["free", "big"])
        #expect(evaluation.items.map(\.hundredths.hundredths) == [500, 100])
        #expect(evaluation.statement.sections.map(\.countedHundredths.hundredths) == [500, 200])
        #expect(evaluation.statement.creditedHundredths.hundredths == 600)
    }

    @Test("What was claimed and did not count is told by lesson and reason")
    func refusals() throws {
        var world = World()
        try world.watch("must1", from: 0)
        try world.watch("free1", from: 300_000)
        try world.play("fast", lesson: "must2", startMs: 5 * Self.hour)
        try world.interval("fast", media: 0..<100_000, wall: 5 * Self.hour..<5 * Self.hour + 200)
        try world.interval("fast", media: 0..<10_400, wall: 5 * Self.hour..<5 * Self.hour + 10_000)
        let refusals = try Self.evaluation(world, selected: []).statement.refusals.map { refusal in
            "\(refusal.lesson) \(refusal.reason.rawValue) \(refusal.refusedMs.milliseconds)"
        }
        #expect(refusals == ["free1 CONFLICT 300000", "must2 CLIPPED 400", "must2 RATE 100000"])
    }

    @Test("By duration, covered minutes become hours in whole quanta, at most the listed ones")
    func duration() throws {
        var world = World()
        try world.play("p1", lesson: "free1")
        try world.interval("p1", media: 0..<400_000, wall: 0..<400_000)
        // 400 s over 1 min an hour: 6.66 hours; listed are 3.
        let whole = try Self.evaluation(world, selected: ["free"], mode: .duration, minutesPerHour: 1)
        #expect(whole.statement.sections[0].countedHundredths.hundredths == 300)
        // Over 4 min: 1.66 hours, in quarters 1.5.
        let quarters = try Self.evaluation(world, selected: ["free"], mode: .duration, minutesPerHour: 4)
        #expect(quarters.statement.sections[0].countedHundredths.hundredths == 150)
        let never = try Self.evaluation(world, selected: ["free"], mode: .duration, minutesPerHour: 0)
        #expect(never.statement.creditedHundredths == .zero)
    }

    @Test("Viewing of other people, of other programmes and of lessons without a release counts nothing")
    func elsewhere() throws {
        var world = World()
        try world.play("p1", trainee: "u2", lesson: "must1")
        try world.interval("p1", media: 0..<600_000, wall: 0..<600_000)
        try world.play("p2", lesson: "elsewhere")
        try world.interval("p2", media: 0..<600_000, wall: 0..<600_000)
        try world.play("p3", lesson: "unreleased", startMs: 600_000)
        try world.interval("p3", media: 0..<600_000, wall: 600_000..<1_200_000)
        let statement = try Self.evaluation(world, selected: ["free"]).statement
        #expect(statement.lessons.isEmpty)
        #expect(statement.creditedHundredths == .zero)
    }

    /// Section `s1` (quota 5 h): `must` (mandatory, 2 lessons, 2 h), `free` (3 h). Section `s2` of course package A
    /// (quota 2 h): one of `big` (2 h) and `small` (1 h). One phase of 6 h. Every lesson has ten minutes.
    private static func evaluation(
        _ world: World,
        selected: [String],
        coursePackage: String = "A",
        mode: RuleSet.HoursMode = .catalogue,
        minutesPerHour: Int64 = 45
    ) throws -> CreditEvaluation {
        let programme = try self.programme(mode: mode, minutesPerHour: minutesPerHour)
        let lessons = programme.lessons.map(\.lesson).filter { $0.rawValue != "unreleased" }
        return try CreditEvaluation(
            of: try #require(Person.ID("u1")),
            registration: Registration(
                programme: programme.programme,
                identity: .trainee,
                subject: nil,
                coursePackage: CoursePackage.ID(coursePackage),
                topics: try selected.map { try #require(Topic.ID($0)) }
            ),
            in: programme,
            evidence: world.evidence,
            durations: Dictionary(uniqueKeysWithValues: lessons.map { ($0, MediaTime(milliseconds: 600_000)) })
        )
    }

    private static func programme(mode: RuleSet.HoursMode, minutesPerHour: Int64) throws -> Programme {
        let phase = Phase(
            phase: try #require(Phase.ID("f1")),
            kind: .concentrated,
            title: Title(zh: "集中"),
            startsAtMs: .zero,
            endsAtMs: UTCTime(milliseconds: 1_000_000_000),
            hoursHundredths: CreditHours(hundredths: 600)
        )
        return Programme(
            programme: try #require(Programme.ID("g1")),
            title: Title(zh: "研修"),
            timeZone: "Asia/Shanghai",
            phases: [phase],
            sections: [
                try self.section("s1", in: phase, quota: 500), try self.section("s2", in: phase, quota: 200, only: "A"),
            ],
            topics: [
                try self.topic("must", in: "s1", 200, isMandatory: true), try self.topic("free", in: "s1", 300),
                try self.topic("big", in: "s2", 200, oneOf: "either"),
                try self.topic("small", in: "s2", 100, oneOf: "either"),
            ],
            lessons: try [
                ("must1", "must"), ("must2", "must"), ("free1", "free"), ("big1", "big"), ("small1", "small"),
                ("unreleased", "nowhere"),
            ].map { lesson, topic in
                LessonEntry(
                    lesson: try #require(Lesson.ID(lesson)),
                    topic: try #require(Topic.ID(topic)),
                    title: Title(zh: lesson)
                )
            },
            timetable: [],
            coursePackages: [],
            ruleSet: try self.ruleSet(mode: mode, minutesPerHour: minutesPerHour),
            requiredHundredths: CreditHours(hundredths: 600),
            accessEndsAtMs: nil
        )
    }

    private static func ruleSet(mode: RuleSet.HoursMode, minutesPerHour: Int64) throws -> RuleSet {
        RuleSet(
            ruleSet: try #require(RuleSet.ID("r1")),
            owner: Title(zh: "省"),
            maxRatePermille: 1_000,
            gapCloseMs: MediaTime(milliseconds: 1_500),
            completionPermille: 900,
            hoursMode: mode,
            minutesPerHour: minutesPerHour,
            quantumHundredths: CreditHours(hundredths: 25),
            creditRatioPermille: 1_000,
            accountKind: "remote",
            silentAfterMinutes: 60
        )
    }

    private static func section(_ id: String, in phase: Phase, quota: Int64, only: String? = nil) throws -> Section {
        Section(
            section: try #require(Section.ID(id)),
            phase: phase.phase,
            title: Title(zh: id),
            quotaHundredths: CreditHours(hundredths: quota),
            coursePackage: only.flatMap { CoursePackage.ID($0) }
        )
    }

    private static func topic(
        _ id: String,
        in section: String,
        _ hours: Int64,
        isMandatory: Bool = false,
        oneOf: String? = nil
    ) throws -> Topic {
        Topic(
            topic: try #require(Topic.ID(id)),
            section: try #require(Section.ID(section)),
            title: Title(zh: id),
            hoursHundredths: CreditHours(hundredths: hours),
            isMandatory: isMandatory,
            oneOf: oneOf
        )
    }
}

extension World {
    /// The whole lesson of ten minutes, in a viewing session that bears its name.
    fileprivate mutating func watch(_ lesson: String, from startMs: Int64) throws {
        try self.play("play-\(lesson)", lesson: lesson, startMs: startMs)
        try self.interval("play-\(lesson)", media: 0..<600_000, wall: startMs..<startMs + 600_000)
    }
}
