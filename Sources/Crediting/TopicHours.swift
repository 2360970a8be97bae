package import CourseModel

/// What one topic has come to for one trainee.
package struct TopicHours: Hashable, Sendable {
    /// At most what the programme lists.
    package let earned: CreditHours
    /// When the last of its lessons was completed; nil while one is missing.
    package let completedAtMs: AgentTime?
    /// When the hours were earned: when the topic was completed, of parts when the last of them was; nil without hours.
    package let earnedAtMs: AgentTime?

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
        case .table:
            let steps = ruleSet.hoursTable ?? []
            let sum = lessons.reduce(Int128(0)) { $0 + Int128(Self.hours(of: $1, by: steps).hundredths) }
            self.earned = min(listed, CreditHours(hundredths: Int64(clamping: sum)))
        }
        let grewAtMs = lessons.compactMap { $0?.grewAtMs }.max()
        self.earnedAtMs = self.earned == .zero ? nil : ruleSet.hoursMode == .catalogue ? self.completedAtMs : grewAtMs
    }

    /// What the highest step that is reached says.
    private static func hours(of lesson: Coverage?, by steps: [HoursStep]) -> CreditHours {
        let minutes = (lesson?.coveredMs.milliseconds ?? 0) / 60_000
        let reached = steps.filter { lesson != nil && $0.fromMinutes <= minutes }.max {
            $0.fromMinutes < $1.fromMinutes
        }
        return max(reached?.hundredths ?? .zero, .zero)
    }

    /// Covered minutes over the minutes of an hour, rounded down to the quantum.
    private static func hours(of coveredMs: Int128, ruleSet: RuleSet) -> CreditHours {
        guard ruleSet.minutesPerHour > 0 else { return .zero }
        let hundredths = coveredMs * 100 / (Int128(ruleSet.minutesPerHour) * 60_000)
        let quantum = Int128(max(ruleSet.quantumHundredths.hundredths, 1))
        return CreditHours(hundredths: Int64(clamping: hundredths / quantum * quantum))
    }
}
