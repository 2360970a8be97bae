import CourseModel

/// Which guide looks after which study groups: of one subject, as far as can be of one course package, and within the
/// programme's ratios. Pure; the order in which people are listed changes nothing.
struct GuideAllotment {
    let rules: GroupingRules
    let basis: GroupBasis

    private struct Load {
        var groups: Int64 = 0
        var trainees: Int64 = 0
        var packages: Set<String> = []
    }

    /// The groups with a guide each, as far as there are enough guides.
    func allotted(_ groups: [GroupProposal.Group]) -> [GroupProposal.Group] {
        let people = Dictionary(self.basis.people.map { ($0.person, $0) }) { first, _ in first }
        let guides = self.basis.people.filter(\.isGuide).sorted { $0.person < $1.person }
        var loads: [Person.ID: Load] = [:]
        var allotted: [GroupProposal.Group] = []
        let sorted = groups.map { group in
            (group: group, package: Self.package(of: group, people))
        }.sorted { ($0.package, $0.group.name) < ($1.package, $1.group.name) }
        for (group, package) in sorted {
            let subjects = Set(group.members.compactMap { people[$0]?.subject })
            let able = guides.filter { guide in
                guard let subject = guide.subject else { return subjects.isEmpty }
                return subjects.contains(subject)
            }.filter { self.hasRoom(loads[$0.person] ?? Load(), for: group) }
            var group = group
            // Who has this package already before who has none, and those before who has another; of those, who has least.
            let chosen = able.min { one, other in
                self.rank(one, loads, package) < self.rank(other, loads, package)
            }
            group.guide = chosen?.person
            if let guide = chosen?.person {
                loads[guide, default: Load()].groups += 1
                loads[guide, default: Load()].trainees += Int64(group.members.count)
                loads[guide, default: Load()].packages.insert(package)
            }
            allotted.append(group)
        }
        return allotted
    }

    private func hasRoom(_ load: Load, for group: GroupProposal.Group) -> Bool {
        load.groups < self.rules.groupsPerGuide
            && load.trainees + Int64(group.members.count) <= self.rules.traineesPerGuide ?? .max
    }

    private func rank(_ guide: GroupCandidate, _ loads: [Person.ID: Load], _ package: String) -> (Int, Int64, Person.ID)
    {
        let load = loads[guide.person] ?? Load()
        let distance = load.packages.contains(package) ? 0 : load.packages.isEmpty ? 1 : 2
        return (distance, load.groups, guide.person)
    }

    private static func package(of group: GroupProposal.Group, _ people: [Person.ID: GroupCandidate]) -> String {
        group.members.compactMap { people[$0]?.coursePackage?.rawValue }.first ?? ""
    }
}
