import CourseModel

/// Whether a proposal can be accepted: everybody in exactly one group, every group within the rules and with a leader.
struct GroupCheck {
    let basis: GroupBasis
    let rules: GroupingRules?
    let tiers: [SelectionTier]

    /// - Returns: what is wrong, group by group.
    func refusals(of proposal: GroupProposal) -> [Refusal] {
        let grouped = Dictionary(self.basis.people.filter(\.isGrouped).map { ($0.person, $0) }) { first, _ in first }
        let guides = Set(self.basis.people.filter(\.isGuide).map(\.person))
        var refusals: [Refusal] = []
        var places: [Person.ID: String] = [:]
        var names: Set<String> = []
        for group in proposal.groups {
            if !names.insert(group.name).inserted { refusals.append(.groupNameTwice(group.name)) }
            if let rules, group.members.count > Int(rules.sizeMax) {
                refusals.append(.groupTooLarge(group.name, size: group.members.count, max: rules.sizeMax))
            }
            for member in group.members {
                guard let person = grouped[member] else {
                    refusals.append(.notGrouped(member.rawValue, group.name))
                    continue
                }
                if places.updateValue(group.name, forKey: member) != nil { refusals.append(.inTwoGroups(person.name)) }
            }
            refusals += self.roles(of: group, guides)
        }
        let left = grouped.values.filter { places[$0.person] == nil }.sorted { $0.person < $1.person }
        return refusals + left.map { .inNoGroup($0.name) }
    }

    private func roles(of group: GroupProposal.Group, _ guides: Set<Person.ID>) -> [Refusal] {
        var refusals: [Refusal] = []
        if let leader = group.leader {
            if !group.members.contains(leader) { refusals.append(.leaderNotMember(group.name)) }
        } else {
            refusals.append(.noLeader(group.name))
        }
        if let guide = group.guide, !guides.contains(guide) { refusals.append(.notGuide(guide.rawValue, group.name)) }
        if let tier = group.tier, !self.tiers.contains(where: { $0.tier == tier }) {
            refusals.append(.unknownTier(tier.rawValue))
        }
        return refusals
    }
}

/// What is allowed in a proposal, and wants an officer's look.
struct GroupNotice {
    let rules: GroupingRules
    let basis: GroupBasis

    func notices(of group: GroupProposal.Group) -> [Refusal] {
        var notices: [Refusal] = []
        if group.members.count < Int(self.rules.mergeBelow) { notices.append(.groupSmall(size: group.members.count)) }
        if group.guide == nil, self.basis.people.contains(where: \.isGuide) { notices.append(.noGuide) }
        return notices
    }
}

/// What can be wrong with study groups.
extension Refusal {
    static func groupName(max: Int) -> Self { Self(.groupName, ["max": .name("\(max)")]) }
    static func groupNameTwice(_ name: String) -> Self { Self(.groupNameTwice, ["group": .name(name)]) }
    static func groupTooLarge(_ name: String, size: Int, max: Int64) -> Self {
        Self(.groupTooLarge, ["group": .name(name), "size": .name("\(size)"), "max": .name("\(max)")])
    }
    static func notGrouped(_ person: String, _ group: String) -> Self {
        Self(.notGrouped, ["person": .name(person), "group": .name(group)])
    }
    static func inTwoGroups(_ name: String) -> Self { Self(.inTwoGroups, ["name": .name(name)]) }
    static func inNoGroup(_ name: String) -> Self { Self(.inNoGroup, ["name": .name(name)]) }
    static func noLeader(_ group: String) -> Self { Self(.noLeader, ["group": .name(group)]) }
    static func leaderTwice(_ group: String) -> Self { Self(.leaderTwice, ["group": .name(group)]) }
    static func leaderNotMember(_ group: String) -> Self { Self(.leaderNotMember, ["group": .name(group)]) }
    static func notGuide(_ person: String, _ group: String) -> Self {
        Self(.notGuide, ["person": .name(person), "group": .name(group)])
    }
    static func groupDiffers(_ group: String, row: Int) -> Self {
        Self(.groupDiffers, ["group": .name(group), "row": .name("\(row)")])
    }
    static func otherCounty(_ person: String) -> Self { Self(.otherCounty, ["person": .name(person)]) }
    static func otherProgramme(_ programme: String) -> Self { Self(.otherProgramme, ["programme": .name(programme)]) }
    static let noGroupingRules = Self(.noGroupingRules)
    static let noProposal = Self(.noProposal)
    static let proposalChanged = Self(.proposalChanged)
    static func groupSmall(size: Int) -> Self { Self(.groupSmall, ["size": .name("\(size)")]) }
    static let noGuide = Self(.noGuide)
    static func unknownCounty(_ id: String) -> Self { Self(.unknownCounty, ["county": .name(id)]) }
}

/// Why study groups are not accepted; nothing of them was.
package struct RefusedGroups: Error, Hashable, Sendable {
    /// At least one.
    package let refusals: [Refusal]
}
