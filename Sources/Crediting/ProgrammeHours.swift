import CourseModel

/// From coverage to hours: topics, sections, phases and the programme, for one trainee (section 2 of crediting).
struct ProgrammeHours {
    /// One section that applies to the trainee.
    struct SectionHours {
        let section: Section
        /// Within its quota.
        let counted: CreditHours
        /// What of it is left within its phase and the programme.
        let added: CreditHours
    }

    /// In the programme's order.
    let sections: [SectionHours]
    let phases: [Statement.PhaseLine]
    let total: CreditHours

    init(
        of programme: Programme,
        registration: Registration,
        coverage: [Lesson.ID: Coverage],
        confirmed: [PhaseItem.ID: CreditHours]
    ) {
        let sections = programme.sections.filter { section in
            section.coursePackage == nil || section.coursePackage == registration.coursePackage
        }
        let work = TopicWork(
            in: programme,
            sections: sections,
            registration: registration,
            coverage: coverage
        )
        let counts = sections.map { work.counted(in: $0, of: programme) }
        var added: [Section.ID: CreditHours] = [:]
        var lines: [Statement.PhaseLine] = []
        var total = CreditHours.zero
        let items = programme.phases.map { phase in
            (phase.items ?? []).reduce(CreditHours.zero) { $0.addingClamped(max(confirmed[$1.item] ?? .zero, .zero)) }
        }
        // What was confirmed is granted already: the programme's cap leaves room for all of it first.
        let cap = programme.ruleSet.caps?.programmeHundredths
        let confirmedSum = items.reduce(CreditHours.zero) { $0.addingClamped($1) }
        var left = cap.map { max($0 - confirmedSum, .zero) }
        for (phase, items) in zip(programme.phases, items) {
            let inPhase = zip(sections, counts).filter { $0.0.phase == phase.phase }
            let hours = left.map { min(phase.hoursHundredths, $0.addingClamped(items)) } ?? phase.hoursHundredths
            let counted = PhaseCount(hours: hours, items: items).counted(sections: inPhase.map(\.1))
            for (place, hundredths) in zip(inPhase, counted) { added[place.0.section] = hundredths }
            let sum = counted.reduce(CreditHours.zero) { $0.addingClamped($1) }
            left = left.map { $0 - sum }
            lines.append(
                Statement.PhaseLine(
                    phase: phase.phase,
                    countedHundredths: sum.addingClamped(items),
                    hoursHundredths: phase.hoursHundredths
                )
            )
            total = total.addingClamped(sum.addingClamped(items))
        }
        self.sections = zip(sections, counts).map { section, counted in
            SectionHours(section: section, counted: counted, added: added[section.section] ?? .zero)
        }
        self.phases = lines
        self.total = total
    }
}

/// What a trainee has done of the topics that count for them.
private struct TopicWork {
    private var earned: [Topic.ID: CreditHours] = [:]
    private var completedAtMs: [Topic.ID: AgentTime] = [:]

    init(
        in programme: Programme,
        sections: [Section],
        registration: Registration,
        coverage: [Lesson.ID: Coverage]
    ) {
        let applying = Dictionary(sections.map { ($0.section, $0) }) { first, _ in first }
        let lessons = Dictionary(grouping: programme.lessons, by: \.topic)
        var earnings: [DayCount.Earning] = []
        for topic in programme.topics {
            guard let section = applying[topic.section], registration.counts(topic, of: section) else { continue }
            let hours = TopicHours(
                of: topic,
                lessons: (lessons[topic.topic] ?? []).map { coverage[$0.lesson] },
                ruleSet: programme.ruleSet
            )
            self.completedAtMs[topic.topic] = hours.completedAtMs
            guard let atMs = hours.earnedAtMs else { continue }
            earnings.append(DayCount.Earning(topic: topic.topic, hours: hours.earned, atMs: atMs))
        }
        let counting = earnings.filter { !self.isSecondOfGroup($0.topic, in: programme) }
        self.earned = DayCount(programme.ruleSet.caps).counted(counting)
    }

    /// A topic that another one of its group was done before counts nothing, and takes none of its day's hours.
    private func isSecondOfGroup(_ topic: Topic.ID, in programme: Programme) -> Bool {
        guard let entry = programme.topics.first(where: { $0.topic == topic }), entry.oneOf != nil else { return false }
        let mine = self.completedAtMs[topic]
        return programme.topics.contains { other in
            guard other.section == entry.section, other.oneOf == entry.oneOf, other.topic != topic,
                let theirs = self.completedAtMs[other.topic]
            else { return false }
            return mine.map { (theirs, other.topic) < ($0, topic) } ?? true
        }
    }

    func counted(in section: Section, of programme: Programme) -> CreditHours {
        let topics = programme.topics.filter { $0.section == section.section }
        let groups = Dictionary(grouping: topics.filter { $0.oneOf != nil }) { $0.oneOf ?? "" }
        let count = SectionCount(
            quota: section.quotaHundredths,
            hours: Dictionary(topics.map { ($0.topic, $0.hoursHundredths) }) { first, _ in first },
            mandatory: Set(topics.filter(\.isMandatory).map(\.topic)),
            oneOf: groups.keys.sorted().map { (groups[$0] ?? []).map(\.topic) }
        )
        let done = topics.compactMap { topic in self.completedAtMs[topic.topic].map { (at: $0, topic: topic.topic) } }
        let inOrder = done.sorted { ($0.at, $0.topic) < ($1.at, $1.topic) }.map(\.topic)
        // What has earned nothing counts nothing, done or not.
        let earned = Dictionary(topics.map { ($0.topic, self.earned[$0.topic] ?? .zero) }) { first, _ in first }
        return count.counted(done: inOrder, earned: earned)
    }
}
