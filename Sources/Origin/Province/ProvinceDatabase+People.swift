package import CourseModel
import GRDB

// MARK: - Counties and schools

extension ProvinceDatabase {
    /// Sorted by identifier.
    package func counties() throws -> [CountyRecord] {
        try self.writer.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM county ORDER BY county").map { row in
                CountyRecord(county: try row.identifier("county", of: "county"), name: row.title)
            }
        }
    }

    package func county(_ county: County.ID) throws -> CountyRecord? {
        try self.writer.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM county WHERE county = ?", arguments: [county.rawValue]).map {
                CountyRecord(county: county, name: $0.title)
            }
        }
    }

    /// Sorted by identifier.
    ///
    /// - Parameter county: nil for the whole province.
    package func schools(in county: County.ID?) throws -> [SchoolRecord] {
        try self.writer.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM school WHERE ?1 IS NULL OR county = ?1 ORDER BY school",
                arguments: [county?.rawValue]
            ).map(Self.school)
        }
    }

    package func school(_ school: School.ID) throws -> SchoolRecord? {
        try self.writer.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM school WHERE school = ?", arguments: [school.rawValue])
                .map(Self.school)
        }
    }

    private static func school(_ row: Row) throws -> SchoolRecord {
        SchoolRecord(
            school: try row.identifier("school", of: "school"),
            county: try row.identifier("county", of: "school"),
            name: row.title
        )
    }
}

// MARK: - People

extension ProvinceDatabase {
    /// Sorted by identifier.
    package func people(of school: School.ID) throws -> [PersonRecord] {
        try self.writer.read { try Self.people(of: school, $0) }
    }

    package func person(_ person: Person.ID) throws -> PersonRecord? {
        try self.writer.read { db in
            let registrations = try Self.registrations(of: person, db)
            return try Row.fetchOne(db, sql: "SELECT * FROM person WHERE person = ?", arguments: [person.rawValue])
                .map { try Self.person($0, registrations: registrations) }
        }
    }

    /// Puts a password that a person chose at the school in place of the one before; an older one, or one for a person
    /// of another school, changes nothing.
    ///
    /// - Parameter school: whose edge reported it; nil where that was checked before.
    package func applyPasswordChange(_ change: PasswordChange, of school: School.ID? = nil) throws {
        try self.writer.write { db in
            try db.execute(
                sql: """
                    UPDATE person
                    SET passwordVerifier = ?1, mustChangePassword = 0, passwordChangedAtMs = ?2
                    WHERE person = ?3 AND passwordChangedAtMs < ?2 AND (?4 IS NULL OR school = ?4)
                    """,
                arguments: [
                    change.passwordVerifier, change.atMs.milliseconds, change.person.rawValue, school?.rawValue,
                ]
            )
        }
    }

    static func people(of school: School.ID, _ db: Database) throws -> [PersonRecord] {
        var registrations: [String: [Registration]] = [:]
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT registration.person, programme, document FROM registration JOIN person USING (person)
                WHERE school = ? ORDER BY registration.person, programme
                """,
            arguments: [school.rawValue]
        )
        for row in rows {
            registrations[row["person"], default: []].append(try Self.registration(row))
        }
        return try Row.fetchAll(
            db,
            sql: "SELECT * FROM person WHERE school = ? ORDER BY person",
            arguments: [school.rawValue]
        ).map { try Self.person($0, registrations: registrations[$0["person"]] ?? []) }
    }

    /// Sorted by programme.
    static func registrations(of person: Person.ID, _ db: Database) throws -> [Registration] {
        try Row.fetchAll(
            db,
            sql: "SELECT programme, document FROM registration WHERE person = ? ORDER BY programme",
            arguments: [person.rawValue]
        ).map(Self.registration)
    }

    static func registration(_ row: Row) throws -> Registration {
        do {
            return try CanonicalJSON.decode(Registration.self, from: Array((row["document"] as String).utf8))
        } catch {
            throw ProvinceDatabaseError(table: "registration", column: "document")
        }
    }

    static func person(_ row: Row, registrations: [Registration]) throws -> PersonRecord {
        guard let role = Roster.Account.Role(rawValue: row["role"]) else {
            throw ProvinceDatabaseError(table: "person", column: "role")
        }
        return PersonRecord(
            person: try row.identifier("person", of: "person"),
            school: try row.identifier("school", of: "person"),
            role: role,
            login: row["login"],
            name: row["name"],
            registrations: registrations,
            passwordVerifier: row["passwordVerifier"],
            mustChangePassword: row["mustChangePassword"]
        )
    }
}
