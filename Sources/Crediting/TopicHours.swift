package import CourseModel

/// What one topic has come to for one trainee.
package struct TopicHours: Hashable, Sendable {
    /// At most what the programme lists.
    package let earned: CreditHours
    /// When the last of its lessons was completed; nil while one is missing.
    package let completedAtMs: AgentTime?

    /// - Parameter lessons: coverage of each lesson of the topic; nil for one that nothing counted of.
    package init(of topic: Topic, lessons: [Coverage?], ruleSet: RuleSet) {
        let completions = lessons.compactMap { $0?.completedAtMs }
        self.completedAtMs = completions.count == lessons.count ? completions.max() : nil
        let listed = max(topic.hoursHundredths, .zero)
        switch ruleSet.hoursMode {
        case .catalogue:
            self.earned = self.completedAtMs == nil ? .zero : listed
        case .duration:
            let covered = lessons.reduce(Int128(0)) { $0 + Int128($1?.coveredMs.milliseconds ?? 0) }
            self.earned = min(listed, Self.hours(of: covered, ruleSet: ruleSet))
        }
    }

    /// Covered minutes over the minutes of an hour, rounded down to the quantum.
    private static func hours(of coveredMs: Int128, ruleSet: RuleSet) -> CreditHours {
        guard ruleSet.minutesPerHour > 0 else { return .zero }
        let hundredths = coveredMs * 100 / (Int128(ruleSet.minutesPerHour) * 60_000)
        let quantum = Int128(max(ruleSet.quantumHundredths.hundredths, 1))
        return CreditHours(hundredths: Int64(clamping: hundredths / quantum * quantum))
    }
}
