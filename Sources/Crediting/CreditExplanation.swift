package import CourseModel

/// Steps 0 to 3 and the counting of sections, on evidence from a file: for officers, appeals and tests.
///
/// This is what `lectern-origin credit explain FILE --json` reads and writes; both forms are stable.
package struct CreditExplanation: Hashable, Sendable, Codable {
    /// What one trainee has seen of one lesson; there is none where nothing counted.
    package struct CoverageLine: Hashable, Sendable, Codable {
        package let trainee: Person.ID
        package let lesson: Lesson.ID
        package let playedMs: [Range<MediaTime>]
        package let totalMs: MediaTime
    }

    /// What became of one interval.
    package struct DecisionLine: Hashable, Sendable, Codable {
        package let edge: Edge.ID
        package let epoch: Int64
        package let sequence: Int64
        package let reason: Reason
        package let countedMs: MediaTime
    }

    package struct SectionLine: Hashable, Sendable, Codable {
        package let countedHundredths: CreditHours
    }

    /// In ascending order of trainee and lesson.
    package let coverage: [CoverageLine]
    /// In ascending order of edge, epoch and sequence.
    package let decisions: [DecisionLine]
    /// In the order of the question's sections.
    package let sections: [SectionLine]

    package init(of question: CreditQuestion) throws {
        try question.check()
        let rate = PaymentRate(maxRatePermille: question.maxRatePermille ?? CreditQuestion.maxRatePermilleDefault)
        let playback = try Playback(
            of: Evidence(plays: question.plays, intervals: question.intervals.map(\.evidence)),
            rate: rate
        )
        self.coverage = Self.coverage(playback.counted, lessons: question.lessons)
        self.decisions = playback.decisions.map { decision in
            DecisionLine(
                edge: decision.key.edge,
                epoch: decision.key.epoch,
                sequence: decision.key.sequence,
                reason: decision.reason,
                countedMs: decision.countedMs
            )
        }
        self.sections = (question.sections ?? []).map { section in
            SectionLine(countedHundredths: section.counted)
        }
    }

    private struct Subject: Hashable {
        let trainee: Person.ID
        let lesson: Lesson.ID
    }

    private static func coverage(
        _ counted: [Playback.Counted],
        lessons: [CreditQuestion.LessonLength]
    ) -> [CoverageLine] {
        let durations = Dictionary(lessons.map { ($0.lesson, $0.durationMs) }) { first, _ in first }
        // The threshold is not asked for here, and decides nothing about what is covered.
        let threshold = Coverage.Threshold(gapCloseMs: .zero, completionPermille: 1000)
        return Dictionary(grouping: counted) { Subject(trainee: $0.trainee, lesson: $0.lesson) }
            .sorted { lhs, rhs in
                lhs.key.trainee == rhs.key.trainee
                    ? lhs.key.lesson < rhs.key.lesson : lhs.key.trainee < rhs.key.trainee
            }
            .compactMap { subject, pieces in
                let coverage = Coverage(
                    of: pieces.map(\.paid),
                    durationMs: durations[subject.lesson] ?? .zero,
                    threshold: threshold
                )
                guard !coverage.played.isEmpty else { return nil }
                return CoverageLine(
                    trainee: subject.trainee,
                    lesson: subject.lesson,
                    playedMs: coverage.played.ranges,
                    totalMs: coverage.coveredMs
                )
            }
    }
}
