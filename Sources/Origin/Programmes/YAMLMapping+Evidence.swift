import CourseModel

/// The parts of a rule set that say which evidence counts.
extension YAMLMapping {
    /// Of `evidence`.
    func evidence() throws(YAMLProblem) -> RuleSet.Evidence {
        let keys: Set<String> = ["classes", "countUnrecorded", "bufferedMinutesMax", "bufferedPermilleMax"]
        let rules = try self.mapping("evidence", keys: keys)
        let names = rules.texts("classes", max: EvidenceClass.allCases.count)
        let classes = names.compactMap(EvidenceClass.init)
        guard !classes.isEmpty, classes.count == names.count, Set(classes).count == names.count else {
            throw rules.problem("classes", "one or more of A, B and C are expected, each once")
        }
        return RuleSet.Evidence(
            classes: classes.sorted(),
            countsUnrecorded: try rules.boolean("countUnrecorded", default: false),
            bufferedMinutesMax: try rules.integer("bufferedMinutesMax", in: 0...1_440),
            bufferedPermilleMax: try rules.integer("bufferedPermilleMax", in: 0...1_000)
        )
    }

    /// Of `collective`.
    func collective() throws(YAMLProblem) -> RuleSet.Collective {
        let keys: Set<String> = [
            "rollCalls", "rollCallSeconds", "confirmHours", "peopleAloneMax", "strictSchedule", "slotToleranceMinutes",
        ]
        let rules = try self.mapping("collective", keys: keys)
        return RuleSet.Collective(
            rollCallsMin: try rules.integer("rollCalls", in: 1...10),
            rollCallSeconds: try rules.integer("rollCallSeconds", in: 10...3_600),
            confirmHours: try rules.integer("confirmHours", in: 1...720),
            peopleAloneMax: try rules.integer("peopleAloneMax", in: 0...10_000),
            strictSchedule: try rules.boolean("strictSchedule", default: false),
            slotToleranceMinutes: try rules.integer("slotToleranceMinutes", in: 0...1_440)
        )
    }
}
