import CourseModel

/// Reads a table of selections. A row with a person chooses that trainee's topics, one with a study group and no person
/// the group's tier, one with neither the school's course package. Where a package or tier is empty, nothing is chosen.
package enum SelectionReader {
    package static let fileSizeMax = 64 << 20
    static let rowsMax = 300_000
    /// As many as a programme may have.
    static let topicsMax = ProgrammeImport.topicsMax

    package static func read(_ bytes: [UInt8]) throws(RefusedTable) -> [SelectionChange] {
        let table: Table<SelectionColumn>
        do {
            table = try Table<SelectionColumn>(bytes, rowsMax: Self.rowsMax)
        } catch {
            throw RefusedTable(error)
        }
        var changes: [SelectionChange] = []
        var refusals: [RowRefusal] = []
        for var row in table.rows {
            if let change = Self.change(&row, &refusals) { changes.append(change) }
            refusals += row.problems.map { RowRefusal($0) }
        }
        guard refusals.isEmpty else { throw RefusedTable(refusals) }
        guard !changes.isEmpty else { throw RefusedTable([RowRefusal(row: nil, column: nil, .nothingSaid)]) }
        return changes
    }

    private static func change(
        _ row: inout TableRow<SelectionColumn>,
        _ refusals: inout [RowRefusal]
    ) -> SelectionChange? {
        guard let programme: Programme.ID = row.identifier(.programme), let school: School.ID = row.identifier(.school)
        else { return nil }
        let choice: SelectionChange.Choice
        if !row.field(.person).isEmpty {
            guard let person: Person.ID = row.identifier(.person) else { return nil }
            if !row.field(.coursePackage).isEmpty {
                row.complain(
                    .coursePackage,
                    "a school chooses its package, in a row without a person: leave this empty"
                )
            }
            let words = row.field(.topics).split { " ;；、".contains($0) }
            guard words.count <= Self.topicsMax else {
                row.complain(.topics, "more than \(Self.topicsMax) topics")
                return nil
            }
            let unknown = words.filter { Topic.ID(String($0)) == nil }
            refusals += unknown.map {
                RowRefusal(
                    row: row.number,
                    column: SelectionColumn.topics.rawValue,
                    .unknownTopic(String($0.prefix(64)))
                )
            }
            guard unknown.isEmpty else { return nil }
            choice = .topics(person, words.compactMap { Topic.ID(String($0)) }.sorted())
        } else if !row.field(.studyGroup).isEmpty {
            guard !row.field(.tier).isEmpty else { return nil }
            guard let group: StudyGroup.ID = row.identifier(.studyGroup),
                let tier: SelectionTier.ID = row.identifier(.tier)
            else { return nil }
            choice = .tier(group, tier)
        } else {
            guard !row.field(.coursePackage).isEmpty else { return nil }
            guard let package: CoursePackage.ID = row.identifier(.coursePackage) else { return nil }
            choice = .package(package)
        }
        return SelectionChange(row: row.number, programme: programme, school: school, choice: choice)
    }
}
