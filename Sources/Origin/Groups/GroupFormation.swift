package import CourseModel

/// Forms study groups by a programme's rules.
///
/// A pure function of the set of people: the same people in any order make the same groups with the same names and
/// identifiers. Every trainee is in exactly one group; no group has more than `sizeMax` members, and the sizes of groups
/// that were split from one unit differ by at most one.
package struct GroupFormation: Sendable {
    private let rules: GroupingRules
    private let basis: GroupBasis

    package init(rules: GroupingRules, basis: GroupBasis) {
        self.rules = rules
        self.basis = basis
    }

    /// People of one school and subject, or several such units that were put together.
    private struct Unit {
        let people: [GroupCandidate]

        var isMerged: Bool { Set(self.people.map(\.school)).count > 1 || Set(self.people.map(\.subject)).count > 1 }
    }

    private struct UnitKey: Hashable, Comparable {
        let school: School.ID
        let subject: String
        /// A group studies one package: it watches together.
        let coursePackage: String

        static func < (one: Self, other: Self) -> Bool {
            (one.school, one.subject, one.coursePackage) < (other.school, other.subject, other.coursePackage)
        }
    }

    /// Groups with their names and leaders, and with guides as far as there are enough.
    package func proposal(at now: UTCTime) -> GroupProposal {
        let named = GroupNames(rules: self.rules, basis: self.basis).named(self.pieces())
        let groups = named.map { name, people in
            GroupProposal.Group(
                studyGroup: Self.identifier([self.basis.programme.rawValue, self.basis.county.rawValue, name]),
                name: name,
                leader: people.first { $0.registration.identity == .groupLeader }?.person,
                members: people.map(\.person).sorted()
            )
        }
        let allotment = GuideAllotment(rules: self.rules, basis: self.basis)
        return GroupProposal(
            programme: self.basis.programme,
            county: self.basis.county,
            madeAtMs: now,
            groups: allotment.allotted(groups)
        )
    }

    /// Stays the same as long as the group's name does, so that forming again keeps it.
    static func identifier(_ parts: [String]) -> StudyGroup.ID {
        let digest = Digest(of: Array(parts.joined(separator: "\n").utf8)).hexadecimal
        guard let identifier = StudyGroup.ID("g-\(digest.prefix(16))") else {
            preconditionFailure("hexadecimal digits are an identifier")
        }
        return identifier
    }

    /// The members of each group, sorted by school, subject and person; in the order of their units.
    private func pieces() -> [(people: [GroupCandidate], isMerged: Bool)] {
        let people = self.basis.people.filter(\.isGrouped).sorted { $0.person < $1.person }
        let units = Dictionary(grouping: people) { person in
            UnitKey(
                school: person.school,
                subject: person.subject ?? "",
                coursePackage: person.coursePackage?.rawValue ?? ""
            )
        }.sorted { $0.key < $1.key }
        let isSmall = { (people: [GroupCandidate]) in people.count < Int(self.rules.mergeBelow) }
        let large = units.filter { !isSmall($0.value) }.map { Unit(people: $0.value) }
        let small = units.filter { isSmall($0.value) }
        return (large + self.merged(small)).flatMap { unit in
            self.split(unit.people).map { ($0, unit.isMerged) }
        }
    }

    private func merged(_ small: [(key: UnitKey, value: [GroupCandidate])]) -> [Unit] {
        switch self.rules.merge {
        case .none:
            return small.map { Unit(people: $0.value) }
        case .schools:
            return Self.grouped(small) { "\($0.subject)\n\($0.coursePackage)" }.flatMap { self.packed($0) }
        case .subjects:
            return Self.grouped(small) { "\($0.school)\n\($0.coursePackage)" }.flatMap { self.nearby($0) }
        }
    }

    private static func grouped(
        _ units: [(key: UnitKey, value: [GroupCandidate])],
        by name: (UnitKey) -> String
    ) -> [[(key: UnitKey, value: [GroupCandidate])]] {
        Dictionary(grouping: units) { name($0.key) }.sorted { $0.key < $1.key }.map {
            $0.value.sorted { $0.key < $1.key }
        }
    }

    /// Whole schools one after the other until a group has its size; schools that stand near each other in the list of
    /// the county are taken to be near.
    private func packed(_ units: [(key: UnitKey, value: [GroupCandidate])]) -> [Unit] {
        var bundles: [[GroupCandidate]] = []
        for unit in units {
            if let last = bundles.last, last.count < Int(self.rules.size),
                last.count + unit.value.count <= Int(self.rules.sizeMax)
            {
                bundles[bundles.count - 1] += unit.value
            } else {
                bundles.append(unit.value)
            }
        }
        if bundles.count > 1, let last = bundles.last, last.count < Int(self.rules.mergeBelow),
            bundles[bundles.count - 2].count + last.count <= Int(self.rules.sizeMax)
        {
            bundles.removeLast()
            bundles[bundles.count - 1] += last
        }
        return bundles.map { Unit(people: $0) }
    }

    /// Near subjects of one school together; what is still too small, all together.
    private func nearby(_ units: [(key: UnitKey, value: [GroupCandidate])]) -> [Unit] {
        guard units.count > 1 else { return units.map { Unit(people: $0.value) } }
        let family = { (subject: String) in
            self.rules.nearSubjects.firstIndex { $0.contains(subject) } ?? self.rules.nearSubjects.count
        }
        let families = Dictionary(grouping: units) { family($0.key.subject) }.sorted { $0.key < $1.key }
            .map { $0.value.flatMap(\.value) }
        let isSmall = { (people: [GroupCandidate]) in people.count < Int(self.rules.mergeBelow) }
        var bundles = families.filter { !isSmall($0) }
        let rest = families.filter(isSmall).flatMap(\.self)
        if isSmall(rest), !rest.isEmpty, let last = bundles.popLast() {
            bundles.append(last + rest)
        } else if !rest.isEmpty {
            bundles.append(rest)
        }
        return bundles.map { Unit(people: $0.sorted { ($0.school, $0.subject ?? "") < ($1.school, $1.subject ?? "") }) }
    }

    /// As many groups as come nearest to the size, none above the most, as even as can be.
    private func split(_ people: [GroupCandidate]) -> [[GroupCandidate]] {
        let (size, most) = (Int(self.rules.size), Int(self.rules.sizeMax))
        let fewest = (people.count + most - 1) / most
        let count = max((people.count + size / 2) / size, fewest, 1)
        let (each, more) = people.count.quotientAndRemainder(dividingBy: count)
        var pieces: [[GroupCandidate]] = []
        var rest = people[...]
        for index in 0..<count {
            let length = each + (index < more ? 1 : 0)
            pieces.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return pieces
    }
}
