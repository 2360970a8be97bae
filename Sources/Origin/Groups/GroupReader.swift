package import CourseModel

/// Reads a table of study groups as a proposal. A group is named by its identifier, or, where that is empty, by its name.
package struct GroupReader {
    package static let fileSizeMax = 16 << 20
    static let rowsMax = 50_000

    private let basis: GroupBasis
    private var groups: [StudyGroup.ID: (group: GroupProposal.Group, row: Int)] = [:]
    private var rows: [Person.ID: Int] = [:]
    private var refusals: [RowRefusal] = []

    package init(basis: GroupBasis) {
        self.basis = basis
    }

    /// - Throws: `RefusedTable` with all that is wrong.
    package mutating func read(_ bytes: [UInt8], at now: UTCTime) throws(RefusedTable) -> GroupProposal {
        let table: Table<GroupColumn>
        do {
            table = try Table<GroupColumn>(bytes, rowsMax: Self.rowsMax)
        } catch {
            throw RefusedTable(error)
        }
        for var row in table.rows {
            self.take(&row)
            self.refusals += row.problems.map { RowRefusal($0) }
        }
        if self.groups.isEmpty, self.refusals.isEmpty {
            self.refusals.append(RowRefusal(row: nil, column: nil, .nothingSaid))
        }
        guard self.refusals.isEmpty else { throw RefusedTable(self.refusals) }
        return GroupProposal(
            programme: self.basis.programme,
            county: self.basis.county,
            madeAtMs: now,
            groups: self.groups.values.map { entry in
                var group = entry.group
                group.members.sort()
                return group
            }
        )
    }

    private mutating func take(_ row: inout TableRow<GroupColumn>) {
        guard let programme: Programme.ID = row.identifier(.programme), let person: Person.ID = row.identifier(.person),
            let name = row.text(.studyGroupName, lengthMax: GroupProposal.nameLengthMax)
        else { return }
        guard programme == self.basis.programme else {
            return self.refuse(row, .programme, .otherProgramme(programme.rawValue))
        }
        guard self.basis.people.contains(where: { $0.person == person }) else {
            return self.refuse(row, .person, .otherCounty(person.rawValue))
        }
        if let first = self.rows.updateValue(row.number, forKey: person) {
            return self.refuse(row, .person, .twice(row: first))
        }
        guard let id = self.identifier(&row, name), let guide = self.optional(&row, .guide) as Person.ID??,
            let tier = self.optional(&row, .tier) as SelectionTier.ID??
        else { return }
        var entry =
            self.groups[id] ?? (
                GroupProposal.Group(studyGroup: id, name: name, members: [], guide: guide, tier: tier), row.number
            )
        if entry.group.name != name || entry.group.guide != guide || entry.group.tier != tier {
            return self.refuse(row, .studyGroupName, .groupDiffers(name, row: entry.row))
        }
        entry.group.members.append(person)
        if Self.isYes(row.field(.leader)) {
            guard entry.group.leader == nil else { return self.refuse(row, .leader, .leaderTwice(name)) }
            entry.group.leader = person
        }
        self.groups[id] = entry
    }

    private func identifier(_ row: inout TableRow<GroupColumn>, _ name: String) -> StudyGroup.ID? {
        guard row.field(.studyGroup).isEmpty else { return row.identifier(.studyGroup) }
        return GroupFormation.identifier([self.basis.programme.rawValue, self.basis.county.rawValue, name])
    }

    /// - Returns: nil where the field is no identifier; `.some(nil)` where it is empty.
    private func optional<Subject>(
        _ row: inout TableRow<GroupColumn>,
        _ column: GroupColumn
    ) -> Identifier<Subject>?? {
        guard !row.field(column).isEmpty else { return .some(nil) }
        guard let identifier: Identifier<Subject> = row.identifier(column) else { return nil }
        return .some(identifier)
    }

    private mutating func refuse(_ row: TableRow<GroupColumn>, _ column: GroupColumn, _ refusal: Refusal) {
        self.refusals.append(RowRefusal(row: row.number, column: column.rawValue, refusal))
    }

    private static func isYes(_ text: String) -> Bool {
        ["是", "yes", "1", "组长"].contains(text.lowercased())
    }
}
