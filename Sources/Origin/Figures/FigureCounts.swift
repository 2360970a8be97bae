package import CourseModel

/// How far some trainees of one programme are.
package struct FigureCounts: Hashable, Sendable, Codable {
    /// What was credited in one phase.
    package struct PhaseHours: Hashable, Sendable, Codable {
        package let phase: Phase.ID
        package var creditedHundredths: CreditHours
    }

    /// Media time that was claimed and did not count, for one reason.
    package struct RefusedTime: Hashable, Sendable, Codable {
        package let reason: Reason
        package var refusedMs: MediaTime
        /// Of how many trainees.
        package var trainees: Int64
    }

    /// Trainees and group leaders.
    package private(set) var registered: Int64 = 0
    /// Those of whom any viewing was reported.
    package private(set) var active: Int64 = 0
    /// Those who have all the hours that they need.
    package private(set) var complete: Int64 = 0
    package private(set) var creditedHundredths = CreditHours.zero
    package private(set) var requiredHundredths = CreditHours.zero
    /// In the programme's order.
    package private(set) var phases: [PhaseHours]
    /// Only what there is, by reason.
    package private(set) var refused: [RefusedTime] = []

    init(programme: Programme) {
        self.phases = programme.phases.map { PhaseHours(phase: $0.phase, creditedHundredths: .zero) }
    }

    /// Counts one trainee.
    ///
    /// - Parameter statement: nil where nothing of them is known.
    mutating func add(_ statement: Statement?, in programme: Programme) {
        self.registered += 1
        self.requiredHundredths += statement?.requiredHundredths ?? programme.requiredHundredths
        guard let statement else { return }
        if statement.lessons.contains(where: { $0.coveredMs > .zero }) || !statement.refusals.isEmpty {
            self.active += 1
        }
        if statement.creditedHundredths >= statement.requiredHundredths { self.complete += 1 }
        self.creditedHundredths += statement.creditedHundredths
        let counted = Dictionary(statement.sections.map { ($0.section, $0.countedHundredths) }) { first, _ in first }
        for (index, phase) in programme.phases.enumerated() where self.phases.indices.contains(index) {
            let sections = programme.sections.filter { $0.phase == phase.phase }
            let hours = sections.reduce(CreditHours.zero) { $0 + (counted[$1.section] ?? .zero) }
            self.phases[index].creditedHundredths += min(phase.hoursHundredths, hours)
        }
        for (reason, refusals) in Dictionary(grouping: statement.refusals, by: \.reason) {
            self.add(
                RefusedTime(
                    reason: reason,
                    refusedMs: refusals.reduce(.zero) { $0 + $1.refusedMs },
                    trainees: 1
                )
            )
        }
    }

    mutating func add(_ other: Self) {
        self.registered += other.registered
        self.active += other.active
        self.complete += other.complete
        self.creditedHundredths += other.creditedHundredths
        self.requiredHundredths += other.requiredHundredths
        for (index, phase) in other.phases.enumerated() where self.phases.indices.contains(index) {
            self.phases[index].creditedHundredths += phase.creditedHundredths
        }
        for time in other.refused { self.add(time) }
    }

    private mutating func add(_ time: RefusedTime) {
        if let index = self.refused.firstIndex(where: { $0.reason == time.reason }) {
            self.refused[index].refusedMs += time.refusedMs
            self.refused[index].trainees += time.trainees
        } else {
            self.refused.append(time)
            self.refused.sort { $0.reason.rawValue < $1.reason.rawValue }
        }
    }
}
