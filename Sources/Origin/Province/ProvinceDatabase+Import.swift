package import CourseModel
import GRDB

/// What an import of a roster did.
package struct RosterSummary: Hashable, Sendable, Codable {
    package var counties = 0
    package var schools = 0
    package var added = 0
    package var changed = 0
    package var unchanged = 0
}

extension ProvinceDatabase {
    /// Which of these people have no account yet.
    package func newcomers(among people: [Person.ID]) throws -> Set<Person.ID> {
        try self.writer.read { db in
            let known = Set(try String.fetchAll(db, sql: "SELECT person FROM person"))
            return Set(people.filter { !known.contains($0.rawValue) })
        }
    }

    /// Where a roster contradicts the people whom it does not name.
    package func contradictions(to content: RosterContent) throws -> [RosterProblem] {
        let named = Set(content.members.map(\.person.rawValue))
        return try self.writer.read { db in
            var logins: [String: String] = [:]
            var cards: [String: String] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT person, school, login, idCardHash FROM person") {
                let person: String = row["person"]
                guard !named.contains(person) else { continue }
                logins["\(row["school"] as String)/\((row["login"] as String).lowercased())"] = person
                if let hash: String = row["idCardHash"] { cards[hash] = person }
            }
            let groups = try Self.contradictions(of: content, named: named, db)
            return groups
                + content.members.flatMap { member in
                    var problems: [RosterProblem] = []
                    if let other = logins["\(member.school)/\(member.login)"] {
                        let reason = "'\(member.login)' is the login of '\(other)' in this school already"
                        problems.append(RosterProblem(row: member.row, column: .login, reason: reason))
                    }
                    if let card = member.idCard, let other = cards[card.hash.hexadecimal] {
                        let reason = "is the number of '\(other)', who is imported already"
                        problems.append(RosterProblem(row: member.row, column: .idCard, reason: reason))
                    }
                    return problems
                }
        }
    }

    /// Makes the people of a roster what it says; people whom it does not name stay as they are, and so does every
    /// password.
    ///
    /// - Parameters:
    ///   - verifiers: of the one-time passwords of those who have no account yet.
    ///   - now: when topics that are new in it were selected; nil: nobody knows.
    package func keep(
        _ content: RosterContent,
        verifiers: [Person.ID: String],
        at now: UTCTime? = nil
    ) throws -> RosterSummary {
        try self.writer.write { db in
            var summary = RosterSummary(counties: content.counties.count, schools: content.schools.count)
            for county in content.counties {
                try db.execute(
                    sql: """
                        INSERT INTO county (county, nameZh, nameEn) VALUES (?, ?, ?)
                        ON CONFLICT (county) DO UPDATE SET nameZh = excluded.nameZh
                        """,
                    arguments: [county.county.rawValue, county.name.zh, county.name.en]
                )
            }
            for school in content.schools {
                try db.execute(
                    sql: """
                        INSERT INTO school (school, county, nameZh, nameEn) VALUES (?, ?, ?, ?)
                        ON CONFLICT (school) DO UPDATE SET county = excluded.county, nameZh = excluded.nameZh
                        """,
                    arguments: [school.school.rawValue, school.county.rawValue, school.name.zh, school.name.en]
                )
            }
            try Self.keep(content.studyGroups, db)
            let members = try content.members.map { member in
                try Self.keepingGroups(of: try Self.selecting(member, at: now, db), db)
            }
            let changed = try members.filter { try Self.differs($0, db) }
            // Two people may have swapped logins, so all of them are let go before any is given.
            for member in changed {
                try db.execute(
                    sql: """
                        UPDATE person SET login = '!' || person, idCardHash = CASE WHEN ? THEN NULL ELSE idCardHash END
                        WHERE person = ?
                        """,
                    arguments: [member.idCard != nil, member.person.rawValue]
                )
            }
            for member in changed {
                if let verifier = verifiers[member.person] {
                    try Self.insert(member, verifier: verifier, db)
                    summary.added += 1
                } else {
                    try Self.update(member, db)
                    summary.changed += 1
                }
                try Self.replaceRegistrations(of: member, db)
            }
            summary.unchanged = content.members.count - changed.count
            return summary
        }
    }

    /// With the times at which topics were selected.
    private static func selecting(
        _ member: RosterContent.Member,
        at now: UTCTime?,
        _ db: Database
    ) throws -> RosterContent.Member {
        guard let now else { return member }
        let known = try Self.registrations(of: member.person, db)
        var selecting = member
        selecting.registrations = member.registrations.map { registration in
            registration.selected(at: now, before: known.first { $0.programme == registration.programme })
        }
        return selecting
    }

    private static func differs(_ member: RosterContent.Member, _ db: Database) throws -> Bool {
        guard
            let row = try Row.fetchOne(
                db,
                sql: "SELECT * FROM person WHERE person = ?",
                arguments: [member.person.rawValue]
            )
        else { return true }
        let documents = try member.registrations.map(Self.document)
        let known = try String.fetchAll(
            db,
            sql: "SELECT document FROM registration WHERE person = ? ORDER BY programme",
            arguments: [member.person.rawValue]
        )
        return row["school"] != member.school.rawValue || row["role"] != member.role.rawValue
            || row["login"] != member.login || row["name"] != member.name
            || member.idCard.map { row["idCardHash"] != $0.hash.hexadecimal } ?? false
            || documents != known
    }

    private static func insert(_ member: RosterContent.Member, verifier: String, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO person
                    (person, school, role, login, name, idCardHash, idCardLastFour, passwordVerifier, mustChangePassword)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
                """,
            arguments: [
                member.person.rawValue, member.school.rawValue, member.role.rawValue, member.login, member.name,
                member.idCard?.hash.hexadecimal, member.idCard?.lastFour, verifier,
            ]
        )
    }

    private static func update(_ member: RosterContent.Member, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE person SET school = ?, role = ?, login = ?, name = ?,
                    idCardHash = COALESCE(?, idCardHash), idCardLastFour = COALESCE(?, idCardLastFour)
                WHERE person = ?
                """,
            arguments: [
                member.school.rawValue, member.role.rawValue, member.login, member.name,
                member.idCard?.hash.hexadecimal, member.idCard?.lastFour, member.person.rawValue,
            ]
        )
        guard db.changesCount == 1 else { throw RosterImportRace(person: member.person) }
    }

    private static func replaceRegistrations(of member: RosterContent.Member, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM registration WHERE person = ?", arguments: [member.person.rawValue])
        for registration in member.registrations {
            try db.execute(
                sql: """
                    INSERT INTO registration (person, programme, document, studyGroup, isLeader) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    member.person.rawValue, registration.programme.rawValue, try Self.document(registration),
                    registration.studyGroup?.rawValue, registration.identity == .groupLeader,
                ]
            )
        }
    }

    private static func document(_ registration: Registration) throws -> String {
        String(decoding: try CanonicalJSON.encode(registration), as: UTF8.self)
    }
}

/// Somebody removed a person between the check of a roster and its import.
package struct RosterImportRace: Error, Hashable, Sendable, CustomStringConvertible {
    package let person: Person.ID

    package var description: String {
        "the people of the province changed during the import ('\(self.person)'): import the file again"
    }
}
