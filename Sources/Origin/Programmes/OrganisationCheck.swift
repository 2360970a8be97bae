import CourseModel

/// Whether what a programme says of selection and study groups fits together, and fits the rest of it.
enum OrganisationCheck {
    static func problems(of programme: Programme) -> [String] {
        (programme.selection.map { Self.problems(of: $0, programme) } ?? [])
            + (programme.grouping.map { Self.problems(of: $0, programme) } ?? [])
    }

    private static func problems(of rules: SelectionRules, _ programme: Programme) -> [String] {
        var problems: [String] = []
        for (name, window) in [("package", rules.packageWindow), ("tier", rules.tierWindow)] {
            if let window, window.startsAtMs >= window.endsAtMs {
                problems.append("the window in which a \(name) is chosen ends before it starts")
            }
        }
        if rules.packageWindow != nil, programme.coursePackages.isEmpty {
            problems.append("packageStarts is given, but the programme has no course packages")
        }
        let known = Set(programme.topics.map(\.topic))
        var seen: Set<SelectionTier.ID> = []
        for tier in rules.tiers ?? [] {
            if !seen.insert(tier.tier).inserted { problems.append("tier '\(tier.tier)' is there twice") }
            if tier.topics.isEmpty { problems.append("tier '\(tier.tier)' has no topics") }
            for topic in tier.topics where !known.contains(topic) {
                problems.append("tier '\(tier.tier)' names topic '\(topic)', which is not there")
            }
        }
        return problems
    }

    private static func problems(of rules: GroupingRules, _ programme: Programme) -> [String] {
        var problems: [String] = []
        // Half of a group that is split in two is then never so small that it would have been merged.
        if rules.mergeBelow * 2 > rules.size || rules.size > rules.sizeMax {
            problems.append("mergeBelow of the grouping is more than half of size, or size more than sizeMax")
        }
        for (key, pattern) in [("name", rules.name), ("mergedName", rules.mergedName)]
        where !pattern.contains("{serial}") {
            problems.append("\(key) of the grouping has no {serial}: two groups would have one name")
        }
        if !rules.serial.contains("{n}") { problems.append("serial of the grouping has no {n}") }
        var seen: Set<String> = []
        for subject in rules.nearSubjects.flatMap(\.self) {
            if !programme.subjects.contains(subject) {
                problems.append("nearSubjects names '\(subject)', which is none of the subjects")
            } else if !seen.insert(subject).inserted {
                problems.append("nearSubjects names '\(subject)' twice")
            }
        }
        return problems
    }
}
