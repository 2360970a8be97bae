import CourseModel
import Prefetching

/// What a seed makes of a county before a run: schools, people, lessons and rules, and which kinds of trouble come.
struct ProgressPlan: Sendable {
    struct Trainee: Sendable {
        let person: Person.ID
        let school: School.ID
        /// Watches at one computer, one lesson at a time, and claims nothing else: none of it may be refused.
        let isPlain: Bool
    }

    let start: UTCTime
    let schools: [School.ID]
    let trainees: [Trainee]
    let lessons: [Lesson.ID]
    let durations: [Lesson.ID: MediaTime]
    let programme: Programme
    /// Whether no computer's calendar is ever set: then the schools' times can be laid beside each other.
    let areClocksRight: Bool
    let steps: Int

    /// Media milliseconds that a thousand milliseconds pay for.
    static let rate: Int64 = 1_000

    /// - Parameter rate: what the rules pay, in media milliseconds a second.
    init(seed: UInt64, rate: Int64 = Self.rate) throws(SimulationError) {
        var random = SplitMix64(state: seed)
        self.start = UTCTime(milliseconds: 1_900_000_000_000)
        self.steps = Int.random(in: 40...90, using: &random)
        self.schools = [try School.ID(named: "s1"), try School.ID(named: "s2")]
        var trainees: [Trainee] = []
        for number in 0..<Int.random(in: 4...6, using: &random) {
            let school = self.schools[number < 3 || Bool.random(using: &random) ? 0 : 1]
            trainees.append(
                Trainee(person: try Person.ID(named: "t\(number)"), school: school, isPlain: number % 2 == 0)
            )
        }
        self.trainees = trainees
        var durations: [Lesson.ID: MediaTime] = [:]
        for number in 0..<4 {
            let seconds = Int64.random(in: 40...200, using: &random)
            durations[try Lesson.ID(named: "l\(number)")] = MediaTime(milliseconds: seconds * 1_000 + 123)
        }
        self.durations = durations
        self.lessons = durations.keys.sorted()
        self.areClocksRight = Bool.random(using: &random)
        self.programme = try Self.programme(
            of: self.lessons,
            ruleSet: try Self.ruleSet(rate: rate, &random),
            start: self.start,
            &random
        )
    }

    var hasEvidence: Bool { self.programme.ruleSet.evidence != nil }
    var hasWindows: Bool { self.programme.ruleSet.times != nil }

    /// One phase of two sections with two topics each, of which a section counts fewer hours than its topics have.
    private static func programme(
        of lessons: [Lesson.ID],
        ruleSet: RuleSet,
        start: UTCTime,
        _ random: inout SplitMix64
    ) throws(SimulationError) -> Programme {
        let title = Title(zh: "研修项目", en: "Programme")
        let hours = Int64.random(in: 1...60, using: &random) * 3_600_000
        let phase = Phase(
            phase: try Phase.ID(named: "phase"),
            kind: .concentrated,
            title: title,
            startsAtMs: UTCTime(milliseconds: start.milliseconds - 3_600_000),
            endsAtMs: UTCTime(milliseconds: start.milliseconds + hours),
            hoursHundredths: CreditHours(hundredths: 500)
        )
        var sections: [Section] = []
        var topics: [Topic] = []
        for number in 0..<2 {
            let section = try Section.ID(named: "section\(number)")
            sections.append(
                Section(
                    section: section,
                    phase: phase.phase,
                    title: title,
                    quotaHundredths: CreditHours(hundredths: 300),
                    coursePackage: nil
                )
            )
            for half in 0..<2 {
                topics.append(
                    Topic(
                        topic: try Topic.ID(named: "topic\(2 * number + half)"),
                        section: section,
                        title: title,
                        hoursHundredths: CreditHours(hundredths: 200),
                        isMandatory: half == 0,
                        oneOf: nil
                    )
                )
            }
        }
        return Programme(
            programme: try Programme.ID(named: "programme"),
            title: title,
            timeZone: "Asia/Shanghai",
            phases: [phase],
            sections: sections,
            topics: topics,
            lessons: zip(lessons, topics).map { LessonEntry(lesson: $0, topic: $1.topic, title: title) },
            timetable: [],
            coursePackages: [],
            ruleSet: ruleSet,
            requiredHundredths: CreditHours(hundredths: 500),
            accessEndsAtMs: nil
        )
    }

    private static func ruleSet(rate: Int64, _ random: inout SplitMix64) throws(SimulationError) -> RuleSet {
        let evidence = RuleSet.Evidence(
            classes: [.served, .buffered],
            countsUnrecorded: false,
            bufferedMinutesMax: 30,
            bufferedPermilleMax: 1_000
        )
        return RuleSet(
            ruleSet: try RuleSet.ID(named: "rules"),
            owner: Title(zh: "省"),
            maxRatePermille: rate,
            gapCloseMs: MediaTime(milliseconds: 1_500),
            completionPermille: 900,
            hoursMode: Bool.random(using: &random) ? .catalogue : .duration,
            minutesPerHour: 1,
            quantumHundredths: CreditHours(hundredths: 10),
            creditRatioPermille: 1_000,
            accountKind: "remote",
            silentAfterMinutes: 60,
            evidence: Bool.random(using: &random) ? evidence : nil,
            times: Int.random(in: 0..<4, using: &random) == 0 ? TimeRules(settlingDays: 1) : nil
        )
    }
}
