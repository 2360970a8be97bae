package import CourseModel
import GRDB

/// What a table or a form of selections did.
package struct SelectionSummary: Hashable, Sendable, Encodable {
    /// Rows that were read.
    package let rows: Int
    /// Registrations that are other than before.
    package let changed: Int
    /// Whose hours are to be worked out again, in ascending order.
    package let people: [Person.ID]

    private enum CodingKeys: String, CodingKey {
        case rows, changed
    }
}

extension ProvinceDatabase {
    /// Makes what was chosen the registrations of the people concerned: everything, or nothing.
    ///
    /// - Throws: `RefusedTable` with all that the programmes' rules refuse.
    package func select(
        _ changes: [SelectionChange],
        programmes: [Programme],
        at now: UTCTime
    ) throws -> SelectionSummary {
        try self.writer.write { db in
            let plan = SelectionPlan(
                changes,
                state: try Self.state(of: changes, db),
                programmes: programmes,
                at: now
            )
            guard plan.refusals.isEmpty else { throw RefusedTable(plan.refusals) }
            for (person, registrations) in plan.changed {
                for registration in registrations.values { try Self.keep(registration, of: person, db) }
            }
            for (group, tier) in plan.tiers {
                try db.execute(
                    sql: "UPDATE studyGroup SET tier = ? WHERE studyGroup = ?",
                    arguments: [tier.rawValue, group.rawValue]
                )
            }
            let changed = plan.changed.filter { !$0.value.isEmpty }
            return SelectionSummary(
                rows: changes.count,
                changed: changed.values.reduce(0) { $0 + $1.count },
                people: changed.keys.sorted()
            )
        }
    }

    /// Puts a registration in place of the one that the person has in that programme.
    static func keep(_ registration: Registration, of person: Person.ID, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE registration SET document = ?, studyGroup = ?, isLeader = ? WHERE person = ? AND programme = ?
                """,
            arguments: [
                String(decoding: try CanonicalJSON.encode(registration), as: UTF8.self),
                registration.studyGroup?.rawValue, registration.identity == .groupLeader, person.rawValue,
                registration.programme.rawValue,
            ]
        )
    }

    private static func state(of changes: [SelectionChange], _ db: Database) throws -> SelectionPlan.State {
        var state = SelectionPlan.State()
        func add(_ people: [PersonRecord]) {
            for person in people { state.people[person.person] = person }
        }
        for school in Set(changes.map(\.school)) where try Self.exists(school, db) {
            state.schools.insert(school)
            add(try Self.people(of: school, db))
        }
        for change in changes {
            guard case .tier(let group, _) = change.choice, let record = try Self.studyGroup(group, db) else {
                continue
            }
            state.groups[group] = SelectionPlan.GroupState(
                programme: record.programme,
                members: record.members,
                tier: record.tier
            )
            // A group that was put together has members of schools that the table does not name.
            for member in record.members where state.people[member] == nil {
                if let row = try Row.fetchOne(
                    db,
                    sql: "SELECT * FROM person WHERE person = ?",
                    arguments: [member.rawValue]
                ) {
                    add([try Self.person(row, registrations: try Self.registrations(of: member, db))])
                }
            }
        }
        return state
    }
}
