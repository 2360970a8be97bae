package import CourseModel

/// What one trainee has in one programme: from what was played to credited hours, all steps together.
///
/// A function of the set of evidence, the programme with its rule set, and the registration. The same code gives the
/// school's provisional figure and the origin's final one.
package struct CreditEvaluation: Hashable, Sendable {
    /// Hours of one section as they go into the ledger: what it adds to its phase.
    package struct Item: Hashable, Sendable {
        package let section: Section.ID
        package let hundredths: CreditHours
    }

    package let statement: Statement
    /// For every section that applies to the trainee, in the programme's order; together they are what is credited.
    package let items: [Item]

    /// - Parameters:
    ///   - evidence: everything known of this trainee, of other programmes too: wall time is spent once in all of
    ///     them. What it says of other trainees is ignored.
    ///   - durations: of the lessons' current releases; a lesson without one counts nothing.
    ///   - programmes: all whose rooms the evidence may tell of.
    package init(
        of trainee: Person.ID,
        registration: Registration,
        in programme: Programme,
        evidence: Evidence,
        durations: [Lesson.ID: MediaTime],
        among programmes: [Programme] = []
    ) throws(EvidenceFault) {
        let playback = try Playback(
            of: evidence,
            rate: PaymentRate(maxRatePermille: programme.ruleSet.maxRatePermille),
            rules: EvidenceRules(of: programme, among: programmes, durations: durations),
            roomsOf: trainee
        )
        let coverage = Self.coverage(of: trainee, in: programme, playback: playback, durations: durations)
        let sections = programme.sections.filter { section in
            section.coursePackage == nil || section.coursePackage == registration.coursePackage
        }
        let counts = sections.map { section in
            Self.count(of: section, registration: registration, in: programme, coverage: coverage)
        }
        self.items = Self.items(sections: sections, counts: counts, phases: programme.phases)
        self.statement = Statement(
            trainee: trainee,
            programme: programme.programme,
            creditedHundredths: self.items.reduce(.zero) { Self.sum($0, $1.hundredths) },
            requiredHundredths: programme.requiredHundredths,
            sections: zip(sections, counts).map { section, count in
                Statement.SectionLine(
                    section: section.section,
                    countedHundredths: count,
                    quotaHundredths: section.quotaHundredths
                )
            },
            lessons: programme.lessons.compactMap { Self.line(of: $0.lesson, coverage: coverage) },
            refusals: Self.refusals(of: trainee, in: programme, playback: playback)
        )
    }

    private static func coverage(
        of trainee: Person.ID,
        in programme: Programme,
        playback: Playback,
        durations: [Lesson.ID: MediaTime]
    ) -> [Lesson.ID: Coverage] {
        let threshold = Coverage.Threshold(
            gapCloseMs: programme.ruleSet.gapCloseMs,
            completionPermille: programme.ruleSet.completionPermille
        )
        let lessons = Set(programme.lessons.map(\.lesson))
        var pieces: [Lesson.ID: [IntervalAcceptance.Paid]] = [:]
        for counted in playback.counted where counted.trainee == trainee && lessons.contains(counted.lesson) {
            pieces[counted.lesson, default: []].append(counted.paid)
        }
        var coverage: [Lesson.ID: Coverage] = [:]
        for (lesson, pieces) in pieces {
            guard let durationMs = durations[lesson] else { continue }
            coverage[lesson] = Coverage(of: pieces, durationMs: durationMs, threshold: threshold)
        }
        return coverage
    }

    private static func count(
        of section: Section,
        registration: Registration,
        in programme: Programme,
        coverage: [Lesson.ID: Coverage]
    ) -> CreditHours {
        let topics = programme.topics.filter { $0.section == section.section }
        let selected = Set(registration.topics)
        var earned: [Topic.ID: CreditHours] = [:]
        var done: [(topic: Topic.ID, atMs: AgentTime)] = []
        for topic in topics where topic.isMandatory || selected.contains(topic.topic) {
            let lessons = programme.lessons.filter { $0.topic == topic.topic }.map { coverage[$0.lesson] }
            let hours = TopicHours(of: topic, lessons: lessons, ruleSet: programme.ruleSet)
            earned[topic.topic] = hours.earned
            if let atMs = hours.completedAtMs { done.append((topic.topic, atMs)) }
        }
        let groups = Dictionary(grouping: topics.filter { $0.oneOf != nil }) { $0.oneOf ?? "" }
        let count = SectionCount(
            quota: section.quotaHundredths,
            hours: Dictionary(topics.map { ($0.topic, $0.hoursHundredths) }) { first, _ in first },
            mandatory: Set(topics.filter(\.isMandatory).map(\.topic)),
            oneOf: groups.keys.sorted().map { (groups[$0] ?? []).map(\.topic) }
        )
        done.sort { $0.atMs == $1.atMs ? $0.topic < $1.topic : $0.atMs < $1.atMs }
        return count.counted(done: done.map(\.topic), earned: earned)
    }

    private static func items(sections: [Section], counts: [CreditHours], phases: [Phase]) -> [Item] {
        var added: [Section.ID: CreditHours] = [:]
        for phase in phases {
            let inPhase = zip(sections, counts).filter { $0.0.phase == phase.phase }
            let counted = PhaseCount(hours: phase.hoursHundredths).counted(sections: inPhase.map(\.1))
            for (place, hundredths) in zip(inPhase, counted) { added[place.0.section] = hundredths }
        }
        return sections.map { Item(section: $0.section, hundredths: added[$0.section] ?? .zero) }
    }

    private static func line(of lesson: Lesson.ID, coverage: [Lesson.ID: Coverage]) -> Statement.LessonLine? {
        coverage[lesson].map { coverage in
            Statement.LessonLine(
                lesson: lesson,
                coveredMs: coverage.coveredMs,
                durationMs: coverage.durationMs,
                isComplete: coverage.isComplete
            )
        }
    }

    /// Media time claimed and not counted, summed by lesson and reason, in ascending order of both.
    private static func refusals(
        of trainee: Person.ID,
        in programme: Programme,
        playback: Playback
    ) -> [Statement.Refusal] {
        var refused: [Lesson.ID: [Reason: MediaTime]] = [:]
        for decision in playback.decisions where decision.trainee == trainee {
            for (reason, claimedMs) in decision.refusals {
                let before = refused[decision.lesson]?[reason] ?? .zero
                refused[decision.lesson, default: [:]][reason] = Self.sum(before, claimedMs)
            }
        }
        return Set(programme.lessons.map(\.lesson)).sorted().flatMap { lesson in
            (refused[lesson] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map { reason, refusedMs in
                Statement.Refusal(lesson: lesson, reason: reason, refusedMs: refusedMs)
            }
        }
    }

    /// At most the largest number there is: what was claimed is anybody's word.
    private static func sum<Amount: Quantity>(_ lhs: Amount, _ rhs: Amount) -> Amount {
        Amount(wholeNumber: Int64(clamping: Int128(lhs.wholeNumber) + Int128(rhs.wholeNumber)))
    }
}
