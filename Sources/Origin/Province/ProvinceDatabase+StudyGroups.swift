import CourseModel
import GRDB

/// Study groups: which there are, and who is in them.
extension ProvinceDatabase {
    /// Those with a leader and with a member at this school, in ascending order; members of other schools are in them too.
    static func studyGroups(of school: School.ID, _ db: Database) throws -> [StudyGroup] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT studyGroup.*, person, isLeader FROM studyGroup JOIN registration USING (studyGroup)
                WHERE studyGroup IN (
                    SELECT studyGroup FROM registration JOIN person USING (person) WHERE school = ?)
                ORDER BY studyGroup, person
                """,
            arguments: [school.rawValue]
        )
        return try Dictionary(grouping: rows) { $0["studyGroup"] as String }.sorted { $0.key < $1.key }
            .compactMap { _, rows in
                guard let leading = rows.first(where: { $0["isLeader"] }) else { return nil }
                return StudyGroup(
                    studyGroup: try leading.identifier("studyGroup", of: "studyGroup"),
                    programme: try leading.identifier("programme", of: "studyGroup"),
                    name: leading["name"],
                    leader: try leading.identifier("person", of: "registration"),
                    members: try rows.map { try $0.identifier("person", of: "registration") }
                )
            }
    }

    /// Where a roster's groups contradict the people whom it does not name.
    static func contradictions(of content: RosterContent, named: Set<String>, _ db: Database) throws -> [RosterProblem]
    {
        var leaders: [StudyGroup.ID: RosterContent.Member] = [:]
        var firsts: [StudyGroup.ID: Int] = [:]
        for member in content.members.sorted(by: { $0.row < $1.row }) {
            for group in member.ledGroups { leaders[group] = member }
            for group in member.registrations.compactMap(\.studyGroup) { firsts[group] = firsts[group] ?? member.row }
        }
        return try content.studyGroups.compactMap { group in
            let others = try String.fetchAll(
                db,
                sql: "SELECT person FROM registration WHERE studyGroup = ? AND isLeader ORDER BY person",
                arguments: [group.studyGroup.rawValue]
            ).filter { !named.contains($0) }
            if let leader = leaders[group.studyGroup] {
                guard let other = others.first else { return nil }
                let reason = "group '\(group.studyGroup)' is led by '\(other)', who is imported already"
                return RosterProblem(row: leader.row, column: .identity, reason: reason)
            }
            guard others.isEmpty else { return nil }
            return RosterProblem(
                row: firsts[group.studyGroup],
                column: .studyGroup,
                reason: "group '\(group.studyGroup)' has no leader: one of its rows has the identity 研修组长"
            )
        }
    }

    static func keep(_ groups: [StudyGroupRecord], _ db: Database) throws {
        for group in groups {
            try db.execute(
                sql: """
                    INSERT INTO studyGroup (studyGroup, programme, name) VALUES (?, ?, ?)
                    ON CONFLICT (studyGroup) DO UPDATE SET programme = excluded.programme, name = excluded.name
                    """,
                arguments: [group.studyGroup.rawValue, group.programme.rawValue, group.name]
            )
        }
    }
}
