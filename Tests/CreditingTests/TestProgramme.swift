import CourseModel
import Crediting
import Testing

/// A programme made up for tests: each topic has one lesson of ten minutes with the topic's name.
struct TestProgramme {
    struct Row {
        let topic: String
        let section: String
        var hours: Int64 = 200
        var isMandatory = false
        var oneOf: String?
    }

    /// Section and phase; quotas are 10 hours.
    var sections: [(section: String, phase: String)] = [("s1", "f1")]
    var rows: [Row] = []
    /// Of each phase, open one after the other.
    var phaseMs: [String: Range<Int64>] = ["f1": 0..<1_000_000_000]
    var phaseHours: Int64 = 1_000
    var items: [PhaseItem]?
    var selection: SelectionWindow?
    var mode = RuleSet.HoursMode.catalogue
    var table: [HoursStep]?
    var times: TimeRules?
    var caps: HourCaps?
    var creditRatioPermille: Int64 = 1_000
    var silentAfterMinutes: Int64 = 60

    func programme() throws -> Programme {
        let phases = try self.phaseMs.sorted { $0.value.lowerBound < $1.value.lowerBound }.map { phase, window in
            Phase(
                phase: try #require(Phase.ID(phase)),
                kind: .concentrated,
                title: Title(zh: phase),
                startsAtMs: UTCTime(milliseconds: window.lowerBound),
                endsAtMs: UTCTime(milliseconds: window.upperBound),
                hoursHundredths: CreditHours(hundredths: self.phaseHours),
                items: self.items
            )
        }
        return Programme(
            programme: try #require(Programme.ID("g1")),
            title: Title(zh: "研修"),
            timeZone: "Asia/Shanghai",
            phases: phases,
            sections: try self.sections.map { section, phase in
                Section(
                    section: try #require(Section.ID(section)),
                    phase: try #require(Phase.ID(phase)),
                    title: Title(zh: section),
                    quotaHundredths: CreditHours(hundredths: 1_000),
                    coursePackage: nil,
                    selection: self.selection
                )
            },
            topics: try self.rows.map { row in
                Topic(
                    topic: try #require(Topic.ID(row.topic)),
                    section: try #require(Section.ID(row.section)),
                    title: Title(zh: row.topic),
                    hoursHundredths: CreditHours(hundredths: row.hours),
                    isMandatory: row.isMandatory,
                    oneOf: row.oneOf
                )
            },
            lessons: try self.rows.map { row in
                LessonEntry(
                    lesson: try #require(Lesson.ID(row.topic)),
                    topic: try #require(Topic.ID(row.topic)),
                    title: Title(zh: row.topic)
                )
            },
            timetable: [],
            coursePackages: [],
            ruleSet: try self.ruleSet(),
            requiredHundredths: CreditHours(hundredths: 600),
            accessEndsAtMs: nil
        )
    }

    private func ruleSet() throws -> RuleSet {
        RuleSet(
            ruleSet: try #require(RuleSet.ID("r1")),
            owner: Title(zh: "省"),
            maxRatePermille: 1_000,
            gapCloseMs: MediaTime(milliseconds: 1_500),
            completionPermille: 900,
            hoursMode: self.mode,
            minutesPerHour: 45,
            quantumHundredths: CreditHours(hundredths: 25),
            creditRatioPermille: self.creditRatioPermille,
            accountKind: "remote",
            silentAfterMinutes: self.silentAfterMinutes,
            hoursTable: self.table,
            times: self.times,
            caps: self.caps
        )
    }

    /// What `u1` has, who selected all topics.
    func evaluation(
        _ world: World,
        selectedAtMs: Int64? = nil,
        confirmed: [PhaseItem.ID: CreditHours] = [:]
    ) throws -> CreditEvaluation {
        let programme = try self.programme()
        let topics = programme.topics.map(\.topic)
        return try CreditEvaluation(
            of: try #require(Person.ID("u1")),
            registration: Registration(
                programme: programme.programme,
                identity: .trainee,
                subject: nil,
                coursePackage: nil,
                topics: topics,
                selectedAtMs: selectedAtMs.map { time in topics.map { _ in UTCTime(milliseconds: time) } }
            ),
            in: programme,
            evidence: world.evidence,
            durations: Dictionary(
                uniqueKeysWithValues: programme.lessons.map { ($0.lesson, MediaTime(milliseconds: 600_000)) }
            ),
            confirmed: confirmed
        )
    }
}

extension World {
    /// The first minutes of a lesson, seen in one piece.
    mutating func see(_ lesson: String, from startMs: Int64, minutes: Int64 = 10, received: Int64? = nil) throws {
        let play = "\(lesson)-\(startMs)"
        let length = minutes * 60_000
        try self.play(play, lesson: lesson, startMs: startMs)
        try self.interval(
            play,
            media: 0..<length,
            wall: startMs..<(startMs + length),
            began: startMs...startMs,
            received: received
        )
    }
}
