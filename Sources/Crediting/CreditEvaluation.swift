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
    ///   - confirmed: hours of the phases' other items that two officers confirmed.
    package init(
        of trainee: Person.ID,
        registration: Registration,
        in programme: Programme,
        evidence: Evidence,
        durations: [Lesson.ID: MediaTime],
        among programmes: [Programme] = [],
        confirmed: [PhaseItem.ID: CreditHours] = [:]
    ) throws(EvidenceFault) {
        let playback = try Playback(
            of: evidence,
            rate: PaymentRate(maxRatePermille: programme.ruleSet.maxRatePermille),
            rules: EvidenceRules(of: programme, among: programmes, durations: durations),
            admission: IntervalAdmission(programme),
            roomsOf: trainee
        )
        let coverage = Self.coverage(of: trainee, in: programme, playback: playback, durations: durations)
        let hours = ProgrammeHours(
            of: programme,
            registration: registration,
            coverage: coverage,
            confirmed: confirmed
        )
        self.items = hours.sections.map { Item(section: $0.section.section, hundredths: $0.added) }
        self.statement = Statement(
            trainee: trainee,
            programme: programme.programme,
            creditedHundredths: hours.total,
            requiredHundredths: programme.requiredHundredths,
            sections: hours.sections.map { line in
                Statement.SectionLine(
                    section: line.section.section,
                    countedHundredths: line.counted,
                    quotaHundredths: line.section.quotaHundredths
                )
            },
            lessons: programme.lessons.compactMap { Self.line(of: $0.lesson, coverage: coverage) },
            refusals: Self.lines(of: trainee, in: programme, playback: playback) { $0.refusals },
            doubts: Self.doubts(of: trainee, in: programme, playback: playback),
            phases: hours.phases,
            creditsHundredths: hours.total.credits(ratioPermille: programme.ruleSet.creditRatioPermille),
            accountKind: programme.ruleSet.accountKind
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

    /// What counted although it is in doubt; nil: nothing.
    private static func doubts(
        of trainee: Person.ID,
        in programme: Programme,
        playback: Playback
    ) -> [Statement.Refusal]? {
        let lines = Self.lines(of: trainee, in: programme, playback: playback) { decision in
            decision.isDoubted && decision.countedMs > .zero ? [(.clock, decision.countedMs)] : []
        }
        return lines.isEmpty ? nil : lines
    }

    /// Media time summed by lesson and reason, in ascending order of both.
    private static func lines(
        of trainee: Person.ID,
        in programme: Programme,
        playback: Playback,
        _ times: (Playback.Decision) -> [(reason: Reason, claimedMs: MediaTime)]
    ) -> [Statement.Refusal] {
        var sums: [Lesson.ID: [Reason: MediaTime]] = [:]
        for decision in playback.decisions where decision.trainee == trainee {
            for (reason, claimedMs) in times(decision) {
                let before = sums[decision.lesson]?[reason] ?? .zero
                sums[decision.lesson, default: [:]][reason] = before.addingClamped(claimedMs)
            }
        }
        return Set(programme.lessons.map(\.lesson)).sorted().flatMap { lesson in
            (sums[lesson] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map { reason, refusedMs in
                Statement.Refusal(lesson: lesson, reason: reason, refusedMs: refusedMs)
            }
        }
    }
}

extension Quantity {
    /// At most the largest number there is: what was claimed is anybody's word.
    func addingClamped(_ other: Self) -> Self {
        Self(wholeNumber: Int64(clamping: Int128(self.wholeNumber) + Int128(other.wholeNumber)))
    }
}

extension CreditHours {
    /// Credits (学分) for these hours, rounded down to a hundredth.
    package func credits(ratioPermille: Int64) -> CreditHours {
        CreditHours(hundredths: Int64(clamping: Int128(self.hundredths) * Int128(ratioPermille) / 1000))
    }
}
