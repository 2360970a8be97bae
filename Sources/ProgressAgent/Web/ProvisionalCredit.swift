package import CourseModel
package import Crediting

/// What a trainee would be credited if the origin knew what this school knows; at least that, never a promise.
///
/// The same evaluation that the origin does, over this school's journal. Where the origin's statement covers more of a
/// lesson than the journal does (another school, a journal that was lost), the statement stands in for the journal:
/// which stretches it covers is not said, so the two are not added.
package struct ProvisionalCredit: Hashable, Sendable {
    package let statement: Statement

    /// - Parameter confirmed: the origin's last statement of this trainee and programme, if any came.
    package init(
        of trainee: Person.ID,
        registration: Registration,
        in programme: Programme,
        known: JournalEvidence,
        confirmed: Statement?,
        durations: [Lesson.ID: MediaTime],
        among programmes: [Programme] = []
    ) throws(EvidenceFault) {
        let durations = known.durations.merging(durations) { $1 }
        let local = try CreditEvaluation(
            of: trainee,
            registration: registration,
            in: programme,
            evidence: known.evidence,
            durations: durations,
            among: programmes
        ).statement
        let ahead = Self.ahead(confirmed, of: local)
        guard !ahead.isEmpty else {
            self.statement = local
            return
        }
        let united = Self.united(
            known.evidence,
            with: ahead,
            of: trainee,
            as: programme.ruleSet.evidence?.classes.first { $0 != .buffered }
        )
        self.statement = try CreditEvaluation(
            of: trainee,
            registration: registration,
            in: programme,
            evidence: united,
            durations: durations.merging(ahead.mapValues(\.durationMs)) { $1 },
            among: programmes
        ).statement
    }

    /// The lessons of which the origin has more.
    private static func ahead(_ confirmed: Statement?, of local: Statement) -> [Lesson.ID: Statement.LessonLine] {
        let here = Dictionary(local.lessons.map { ($0.lesson, $0) }) { first, _ in first }
        let lines = (confirmed?.lessons ?? []).filter { line in
            guard let mine = here[line.lesson] else { return true }
            return line.coveredMs > mine.coveredMs || (line.isComplete && !mine.isComplete)
        }
        return Dictionary(lines.map { ($0.lesson, $0) }) { first, _ in first }
    }

    /// Of those lessons, what the origin covers, as if it were played one after the other before anything else.
    private static func united(
        _ evidence: Evidence,
        with ahead: [Lesson.ID: Statement.LessonLine],
        of trainee: Person.ID,
        as evidenceClass: EvidenceClass?
    ) -> Evidence {
        let dropped = Set(evidence.plays.filter { ahead[$0.lesson] != nil }.map(\.play))
        var united = Evidence(
            plays: evidence.plays.filter { !dropped.contains($0.play) },
            intervals: evidence.intervals.filter { !dropped.contains($0.played.play) },
            rooms: evidence.rooms.filter { room in !room.plays.contains { ahead[$0.lesson] != nil } }
        )
        guard let edge = Edge.ID("confirmed") else { return united }
        var wall: Int64 = 0
        for (index, line) in ahead.values.sorted(by: { $0.lesson < $1.lesson }).enumerated() {
            let covered = line.isComplete ? line.durationMs : line.coveredMs
            guard let play = ViewingSession.ID("confirmed-\(index)"), covered > .zero else { continue }
            let start = AgentTime(milliseconds: wall)
            wall += covered.milliseconds
            united.plays.append(
                Evidence.Play(play: play, trainee: trainee, lesson: line.lesson, startMs: start)
            )
            united.intervals.append(
                Evidence.Interval(
                    key: IntervalKey(edge: edge, epoch: 0, sequence: Int64(index)),
                    played: PlayedInterval(
                        play: play,
                        n: 0,
                        mediaMs: .zero..<covered,
                        wallMs: start..<AgentTime(milliseconds: wall),
                        evidence: evidenceClass
                    )
                )
            )
        }
        return united
    }
}
