package import CourseModel

/// A programme that is made up: a concentrated phase of days with a timetable, and a dispersed one after it.
package struct SimulatedProgramme: Sendable {
    private static let dayMs: Int64 = 86_400_000

    /// The first lesson of the first day.
    package let firstDay: UTCTime
    package let lessonsPerDay: Int
    package let days: Int
    /// How long a lesson takes with its break.
    package let slotMs: Int64

    package init(firstDay: UTCTime, lessonsPerDay: Int, days: Int, slotMs: Int64) {
        self.firstDay = firstDay
        self.lessonsPerDay = lessonsPerDay
        self.days = days
        self.slotMs = slotMs
    }

    /// - Parameter lessons: the first of them have slots, as many as there are; the rest are of the dispersed phase.
    package func programme(of lessons: [Lesson.ID]) throws(SimulationError) -> Programme {
        let title = Title(zh: "研修项目", en: "Programme")
        let end = self.day(self.days)
        let phases = [
            try self.phase("concentrated", .concentrated, self.firstDay, end),
            try self.phase("dispersed", .dispersed, end, UTCTime(milliseconds: end.milliseconds + 60 * Self.dayMs)),
        ]
        let slots = Array(lessons.prefix(self.lessonsPerDay * self.days).enumerated())
        let slotted = Set(slots.map(\.element))
        var topics: [Topic] = []
        var sections: [Section] = []
        for phase in phases {
            let section = try Section.ID(named: "section-\(phase.phase.rawValue)")
            sections.append(
                Section(section: section, phase: phase.phase, title: title, quotaHundredths: .zero, coursePackage: nil)
            )
            topics.append(
                Topic(
                    topic: try Topic.ID(named: phase.phase.rawValue),
                    section: section,
                    title: title,
                    hoursHundredths: .zero,
                    isMandatory: false,
                    oneOf: nil
                )
            )
        }
        return Programme(
            programme: try Programme.ID(named: "programme"),
            title: title,
            timeZone: "Asia/Shanghai",
            phases: phases,
            sections: sections,
            topics: topics,
            lessons: lessons.map { lesson in
                LessonEntry(lesson: lesson, topic: topics[slotted.contains(lesson) ? 0 : 1].topic, title: title)
            },
            timetable: slots.map { index, lesson in
                let day = self.day(index / self.lessonsPerDay)
                let start = day.milliseconds + Int64(index % self.lessonsPerDay) * self.slotMs
                return TimetableSlot(
                    lesson: lesson,
                    startsAtMs: UTCTime(milliseconds: start),
                    endsAtMs: UTCTime(milliseconds: start + self.slotMs)
                )
            },
            coursePackages: [],
            ruleSet: try Self.ruleSet(title),
            requiredHundredths: .zero,
            accessEndsAtMs: nil
        )
    }

    private func day(_ day: Int) -> UTCTime {
        UTCTime(milliseconds: self.firstDay.milliseconds + Int64(day) * Self.dayMs)
    }

    private func phase(
        _ name: String,
        _ kind: Phase.Kind,
        _ start: UTCTime,
        _ end: UTCTime
    ) throws(SimulationError) -> Phase {
        Phase(
            phase: try Phase.ID(named: name),
            kind: kind,
            title: Title(zh: name),
            startsAtMs: start,
            endsAtMs: end,
            hoursHundredths: .zero
        )
    }

    private static func ruleSet(_ title: Title) throws(SimulationError) -> RuleSet {
        RuleSet(
            ruleSet: try RuleSet.ID(named: "rules"),
            owner: title,
            maxRatePermille: 1_000,
            gapCloseMs: .zero,
            completionPermille: 900,
            hoursMode: .catalogue,
            minutesPerHour: 45,
            quantumHundredths: .zero,
            creditRatioPermille: 1_000,
            accountKind: "remote",
            silentAfterMinutes: 60
        )
    }
}
