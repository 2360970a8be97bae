package import CourseModel

/// How many hours of a section count: at most its quota, with room kept for what must still be done.
package struct SectionCount: Hashable, Sendable {
    package let quota: CreditHours
    /// The hours of each topic, as listed.
    package let hours: [Topic.ID: CreditHours]
    package let mandatory: Set<Topic.ID>
    /// Of each group one topic must be done, and only the first one done counts.
    package let oneOf: [[Topic.ID]]

    package init(
        quota: CreditHours,
        hours: [Topic.ID: CreditHours],
        mandatory: Set<Topic.ID>,
        oneOf: [[Topic.ID]]
    ) {
        self.quota = quota
        self.hours = hours
        self.mandatory = mandatory
        self.oneOf = oneOf
    }

    /// `min(quota − reserve, Σ hours of topics done)`, not below 0.
    ///
    /// The reserve is the hours of mandatory topics not yet done plus, for each one-of group of which none is done, its
    /// smallest topic. Topics that are not of this section count nothing.
    ///
    /// - Parameters:
    ///   - done: the topics that are done, in the order in which they were completed.
    ///   - earned: what a topic has earned where that is not all or nothing: of a topic done in place of its listed
    ///     hours, of another one towards its hours, which lessens the reserve that is kept for it.
    package func counted(done: [Topic.ID], earned: [Topic.ID: CreditHours] = [:]) -> CreditHours {
        let isDone = Set(done)
        let earnedHours = { (topic: Topic.ID) -> Int128 in
            guard let listed = self.hours[topic] else { return 0 }
            return Int128((earned[topic] ?? (isDone.contains(topic) ? listed : .zero)).hundredths)
        }
        let missingHours = { (topic: Topic.ID) -> Int128 in
            max(Int128(self.hours[topic]?.hundredths ?? 0) - earnedHours(topic), 0)
        }
        var reserve = self.mandatory.subtracting(isDone).reduce(Int128(0)) { $0 + missingHours($1) }
        var excluded: Set<Topic.ID> = []
        for group in self.oneOf {
            let counting: Topic.ID?
            if let first = done.first(where: group.contains) {
                counting = first
            } else {
                // None is done: the one furthest on counts, the first listed of equals.
                counting = group.max { earnedHours($0) < earnedHours($1) }
                reserve += group.filter { self.hours[$0] != nil }.map(missingHours).min() ?? 0
            }
            excluded.formUnion(group.filter { $0 != counting })
        }
        let total = self.hours.keys.filter { !excluded.contains($0) }.reduce(Int128(0)) { $0 + earnedHours($1) }
        return CreditHours(hundredths: Int64(clamping: max(min(Int128(self.quota.hundredths) - reserve, total), 0)))
    }
}
