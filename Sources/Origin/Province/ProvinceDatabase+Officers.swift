package import CourseModel
import GRDB

extension ProvinceDatabase {
    package func officer(login: String) throws -> OfficerRecord? {
        try self.writer.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM officer WHERE login = ?", arguments: [login])
            else {
                return nil
            }
            return OfficerRecord(
                login: row["login"],
                name: row["name"],
                scope: try Self.scope(row, db),
                passwordVerifier: row["passwordVerifier"],
                mustChangePassword: row["mustChangePassword"]
            )
        }
    }

    private static func scope(_ row: Row, _ db: Database) throws -> OfficerScope {
        if (row["school"] as String?) != nil { return .school(try row.identifier("school", of: "officer")) }
        if (row["county"] as String?) != nil { return .county(try row.identifier("county", of: "officer")) }
        guard let city: String = row["city"] else { return .province }
        let counties = try Row.fetchAll(
            db,
            sql: "SELECT county FROM officerCounty WHERE login = ? ORDER BY county",
            arguments: [row["login"] as String]
        )
        return .city(city, try counties.map { try $0.identifier("county", of: "officerCounty") })
    }

    /// Adds an officer, or replaces the one with the same login.
    ///
    /// - Throws: `ProvinceError.unknownCounty`, `ProvinceError.unknownSchool`.
    package func setOfficer(_ officer: OfficerRecord) throws {
        try self.writer.write { db in
            var county: County.ID?
            var school: School.ID?
            var city: String?
            var counties: [County.ID] = []
            switch officer.scope {
            case .province: break
            case .city(let name, let own): (city, counties) = (name, own)
            case .county(let own): county = own
            case .school(let own): school = own
            }
            for county in counties + (county.map { [$0] } ?? []) { try Self.check(county, db) }
            if let school { try Self.check(school, db) }
            try db.execute(
                sql: """
                    INSERT INTO officer (login, name, county, school, city, passwordVerifier, mustChangePassword)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (login) DO UPDATE SET name = excluded.name, county = excluded.county,
                        school = excluded.school, city = excluded.city,
                        passwordVerifier = excluded.passwordVerifier,
                        mustChangePassword = excluded.mustChangePassword
                    """,
                arguments: [
                    officer.login, officer.name, county?.rawValue, school?.rawValue, city, officer.passwordVerifier,
                    officer.mustChangePassword,
                ]
            )
            try db.execute(sql: "DELETE FROM officerCounty WHERE login = ?", arguments: [officer.login])
            for county in Set(counties) {
                try db.execute(
                    sql: "INSERT INTO officerCounty (login, county) VALUES (?, ?)",
                    arguments: [officer.login, county.rawValue]
                )
            }
        }
    }

    private static func check(_ county: County.ID, _ db: Database) throws {
        let sql = "SELECT EXISTS (SELECT * FROM county WHERE county = ?)"
        guard try Bool.fetchOne(db, sql: sql, arguments: [county.rawValue]) == true else {
            throw try Self.unknown(county, db)
        }
    }

    private static func check(_ school: School.ID, _ db: Database) throws {
        let sql = "SELECT EXISTS (SELECT * FROM school WHERE school = ?)"
        guard try Bool.fetchOne(db, sql: sql, arguments: [school.rawValue]) == true else {
            throw try Self.unknown(school, db)
        }
    }

    /// Puts the password that an officer chose in place of the one before.
    package func setOfficerPassword(login: String, passwordVerifier: String) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "UPDATE officer SET passwordVerifier = ?, mustChangePassword = 0 WHERE login = ?",
                arguments: [passwordVerifier, login]
            )
        }
    }
}

extension ProvinceDatabase {
    static func unknown(_ county: County.ID, _ db: Database) throws -> ProvinceError {
        .unknownCounty(
            county,
            known: try String.fetchAll(db, sql: "SELECT county FROM county ORDER BY county LIMIT 20")
        )
    }

    static func unknown(_ school: School.ID, _ db: Database) throws -> ProvinceError {
        .unknownSchool(
            school,
            known: try String.fetchAll(db, sql: "SELECT school FROM school ORDER BY school LIMIT 20")
        )
    }
}

/// What was named does not exist in the province, or cannot be so; the description says what does.
package enum ProvinceError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownCounty(County.ID, known: [String])
    case unknownSchool(School.ID, known: [String])
    /// Schools, each the parent of the one before it, until one comes again.
    case parentCircle([String])

    package var description: String {
        switch self {
        case .unknownCounty(let county, let known):
            "there is no county '\(county)'; \(Self.advice(known, plural: "counties"))"
        case .unknownSchool(let school, let known):
            "there is no school '\(school)'; \(Self.advice(known, plural: "schools"))"
        case .parentCircle(let schools):
            "a circle of parents: \(schools.joined(separator: " asks ")); nothing was changed"
        }
    }

    private static func advice(_ known: [String], plural: String) -> String {
        known.isEmpty
            ? "import a roster first: lectern-origin roster import FILE.csv"
            : "\(plural) of the imported roster: \(known.joined(separator: ", "))"
    }
}
