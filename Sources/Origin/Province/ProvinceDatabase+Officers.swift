package import CourseModel
import GRDB

extension ProvinceDatabase {
    package func officer(login: String) throws -> OfficerRecord? {
        try self.writer.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM officer WHERE login = ?", arguments: [login])
            else {
                return nil
            }
            let county: County.ID? =
                (row["county"] as String?) == nil ? nil : try row.identifier("county", of: "officer")
            return OfficerRecord(
                login: row["login"],
                name: row["name"],
                county: county,
                passwordVerifier: row["passwordVerifier"],
                mustChangePassword: row["mustChangePassword"]
            )
        }
    }

    /// Adds an officer, or replaces the one with the same login.
    ///
    /// - Throws: `ProvinceError.unknownCounty`.
    package func setOfficer(_ officer: OfficerRecord) throws {
        try self.writer.write { db in
            if let county = officer.county {
                guard
                    try Bool.fetchOne(
                        db,
                        sql: "SELECT EXISTS (SELECT * FROM county WHERE county = ?)",
                        arguments: [county.rawValue]
                    ) == true
                else { throw try Self.unknown(county, db) }
            }
            try db.execute(
                sql: """
                    INSERT INTO officer (login, name, county, passwordVerifier, mustChangePassword)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (login) DO UPDATE SET name = excluded.name, county = excluded.county,
                        passwordVerifier = excluded.passwordVerifier,
                        mustChangePassword = excluded.mustChangePassword
                    """,
                arguments: [
                    officer.login, officer.name, officer.county?.rawValue, officer.passwordVerifier,
                    officer.mustChangePassword,
                ]
            )
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
