import CourseModel

/// Reads how schools choose and how study groups are formed: the keys `selection` and `grouping` of a programme's YAML.
struct OrganisationReader {
    static let tiersMax = 20
    /// Far above every plan; keeps a slip of the pen out.
    private static let peopleMax: Int64 = 1_000

    let top: YAMLMapping
    let time: CivilTime

    func selection() throws(YAMLProblem) -> SelectionRules? {
        guard self.top.has("selection") else { return nil }
        let rules = try self.top.mapping(
            "selection",
            keys: [
                "packageStarts", "packageEnds", "fillsQuotas", "identityExclusive", "tiers", "tierStarts", "tierEnds",
            ]
        )
        let tiers = rules.list("tiers", max: Self.tiersMax, keys: ["tier", "title", "topics"]) {
            item throws(YAMLProblem) in
            SelectionTier(
                tier: try item.identifier("tier"),
                title: try item.title("title"),
                topics: item.texts("topics", max: ProgrammeImport.topicsMax).compactMap { text in
                    let topic = Topic.ID(text)
                    if topic == nil { item.complain("topics", "'\(text.prefix(80))' is no identifier") }
                    return topic
                }
            )
        }
        return SelectionRules(
            packageWindow: try self.window(rules, "packageStarts", "packageEnds"),
            fillsQuotas: try rules.boolean("fillsQuotas", default: false),
            isIdentityExclusive: try rules.boolean("identityExclusive", default: false),
            tiers: tiers.isEmpty ? nil : tiers,
            tierWindow: try self.window(rules, "tierStarts", "tierEnds")
        )
    }

    func grouping() throws(YAMLProblem) -> GroupingRules? {
        guard self.top.has("grouping") else { return nil }
        let rules = try self.top.mapping(
            "grouping",
            keys: [
                "size", "sizeMax", "mergeBelow", "merge", "nearSubjects", "name", "mergedName", "serial",
                "serialAlone", "groupsPerGuide", "traineesPerGuide",
            ]
        )
        guard let merge = GroupingRules.Merge(rawValue: try rules.text("merge")) else {
            throw rules.problem("merge", "none, subjects or schools is expected")
        }
        let people = 1...Self.peopleMax
        return GroupingRules(
            size: try rules.integer("size", in: people),
            sizeMax: try rules.integer("sizeMax", in: people),
            mergeBelow: try rules.integer("mergeBelow", in: people),
            merge: merge,
            nearSubjects: rules.texts("nearSubjects", max: ProgrammeImport.subjectsMax).map { line in
                line.split { " 、".contains($0) }.map(String.init)
            },
            name: try rules.text("name"),
            mergedName: try rules.text("mergedName"),
            serial: try rules.text("serial"),
            serialAlone: try rules.boolean("serialAlone", default: false),
            groupsPerGuide: try rules.integer("groupsPerGuide", in: people),
            traineesPerGuide: rules.has("traineesPerGuide") ? try rules.integer("traineesPerGuide", in: people) : nil
        )
    }

    private func window(
        _ mapping: YAMLMapping,
        _ starts: String,
        _ ends: String
    ) throws(YAMLProblem) -> SelectionWindow? {
        guard mapping.has(starts) || mapping.has(ends) else { return nil }
        return SelectionWindow(startsAtMs: try self.instant(starts, mapping), endsAtMs: try self.instant(ends, mapping))
    }

    private func instant(_ key: String, _ mapping: YAMLMapping) throws(YAMLProblem) -> UTCTime {
        let text = try mapping.text(key)
        guard let instant = self.time.instant(text) else {
            throw mapping.problem(key, "'\(text)' is no time; write e.g. 2027-04-18 or 2027-04-18T08:00")
        }
        return instant
    }
}
