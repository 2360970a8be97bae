import CourseModel
import Testing

/// Small programmes, registrations and statements.
enum OfficeValues {
    static func programme(
        _ id: String,
        slots: [String: UTCTime],
        requiredHundredths: Int64,
        silentAfterMinutes: Int64
    ) throws -> Programme {
        let topic = try #require(Topic.ID("topic"))
        return Programme(
            programme: try #require(Programme.ID(id)),
            title: Title(zh: "项目", en: "Programme"),
            timeZone: "Asia/Shanghai",
            phases: [],
            sections: [],
            topics: [],
            lessons: try slots.keys.sorted().map {
                LessonEntry(lesson: try #require(Lesson.ID($0)), topic: topic, title: Title(zh: "课 \($0)"))
            },
            timetable: try slots.map { lesson, start in
                TimetableSlot(lesson: try #require(Lesson.ID(lesson)), startsAtMs: start, endsAtMs: start)
            },
            coursePackages: [],
            ruleSet: RuleSet(
                ruleSet: try #require(RuleSet.ID("r1")),
                owner: Title(zh: "项目办"),
                maxRatePermille: 1000,
                gapCloseMs: MediaTime(milliseconds: 1500),
                completionPermille: 900,
                hoursMode: .catalogue,
                minutesPerHour: 45,
                quantumHundredths: CreditHours(hundredths: 50),
                creditRatioPermille: 1000,
                accountKind: "remote",
                silentAfterMinutes: silentAfterMinutes
            ),
            requiredHundredths: CreditHours(hundredths: requiredHundredths),
            accessEndsAtMs: nil
        )
    }

    static func registration(_ programme: String) throws -> Registration {
        Registration(
            programme: try #require(Programme.ID(programme)),
            identity: .trainee,
            subject: nil,
            coursePackage: nil,
            topics: []
        )
    }

    static func statement(
        _ trainee: String,
        _ programme: String,
        credited: Int64,
        required: Int64
    ) throws -> Statement {
        let lesson = try #require(Lesson.ID("l01"))
        return Statement(
            trainee: try #require(Person.ID(trainee)),
            programme: try #require(Programme.ID(programme)),
            creditedHundredths: CreditHours(hundredths: credited),
            requiredHundredths: CreditHours(hundredths: required),
            sections: [],
            lessons: [
                .init(
                    lesson: lesson,
                    coveredMs: MediaTime(milliseconds: 57_000),
                    durationMs: MediaTime(milliseconds: 60_000),
                    isComplete: true
                )
            ],
            refusals: [.init(lesson: lesson, reason: .rate, refusedMs: MediaTime(milliseconds: 10_000))]
        )
    }
}
