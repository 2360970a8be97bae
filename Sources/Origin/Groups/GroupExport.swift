import CourseModel

/// The table of study groups: what `GroupReader` reads.
package struct GroupExport: Sendable {
    private let basis: GroupBasis

    package init(basis: GroupBasis) {
        self.basis = basis
    }

    package func bytes(of groups: [GroupProposal.Group], as encoding: TableText.Encoding) -> [UInt8] {
        let people = Dictionary(self.basis.people.map { ($0.person, $0) }) { first, _ in first }
        var table = CSVTable(header: GroupColumn.allCases.map(\.rawValue))
        for group in groups {
            for member in group.members {
                table.append(self.row(group, member, people[member]))
            }
        }
        return table.bytes(as: encoding)
    }

    private func row(_ group: GroupProposal.Group, _ member: Person.ID, _ person: GroupCandidate?) -> [CSVTable.Cell] {
        GroupColumn.allCases.map { column in
            let text =
                switch column {
                case .programme: self.basis.programme.rawValue
                case .studyGroup: group.studyGroup.rawValue
                case .studyGroupName: group.name
                case .person: member.rawValue
                case .name: person?.name ?? ""
                case .school: person?.school.rawValue ?? ""
                case .schoolName: person.flatMap { self.basis.schoolNames[$0.school] } ?? ""
                case .subject: person?.subject ?? ""
                case .leader: member == group.leader ? "是" : "否"
                case .guide: group.guide?.rawValue ?? ""
                case .tier: group.tier?.rawValue ?? ""
                }
            return .text(text)
        }
    }
}

extension ProvinceDatabase.AcceptedGroup {
    /// As a table of study groups has it.
    package var proposed: GroupProposal.Group {
        GroupProposal.Group(
            studyGroup: self.studyGroup,
            name: self.name,
            leader: self.leader,
            members: self.members,
            guide: self.guide,
            tier: self.tier
        )
    }
}
