import CourseModel
import GRDB

extension ProvinceDatabase {
    /// Which version a school's roster has, and since when.
    struct RosterEdition: Hashable, Sendable {
        let version: Int64
        let issuedAtMs: UTCTime
        let people: [PersonRecord]
        let studyGroups: [StudyGroup]
    }

    /// The current edition of a school's roster; a new one where its people have changed since the last.
    ///
    /// - Returns: nil where there is no such school.
    func rosterEdition(of school: School.ID, at now: UTCTime) throws -> RosterEdition? {
        if let edition = try self.writer.read({ try Self.unchangedEdition(of: school, $0) }) { return edition }
        return try self.writer.write { db in
            if let edition = try Self.unchangedEdition(of: school, db) { return edition }
            let people = try Self.people(of: school, db)
            let studyGroups = try Self.studyGroups(of: school, db)
            try db.execute(
                sql: """
                    UPDATE school
                    SET rosterVersion = rosterVersion + 1, rosterDigest = ?, rosterIssuedAtMs = ?
                    WHERE school = ?
                    """,
                arguments: [try Self.digest(of: people, in: studyGroups), now.milliseconds, school.rawValue]
            )
            return try Self.unchangedEdition(of: school, db)
        }
    }

    private static func unchangedEdition(of school: School.ID, _ db: Database) throws -> RosterEdition? {
        guard
            let row = try Row.fetchOne(
                db,
                sql: "SELECT rosterVersion, rosterDigest, rosterIssuedAtMs FROM school WHERE school = ?",
                arguments: [school.rawValue]
            ), let digest: String = row["rosterDigest"]
        else { return nil }
        let people = try Self.people(of: school, db)
        let studyGroups = try Self.studyGroups(of: school, db)
        guard try Self.digest(of: people, in: studyGroups) == digest else { return nil }
        return RosterEdition(
            version: row["rosterVersion"],
            issuedAtMs: UTCTime(milliseconds: row["rosterIssuedAtMs"]),
            people: people,
            studyGroups: studyGroups
        )
    }

    private static func digest(of people: [PersonRecord], in studyGroups: [StudyGroup]) throws -> String {
        let accounts = try CanonicalJSON.encode(people.map(\.account))
        guard !studyGroups.isEmpty else { return Digest(of: accounts).hexadecimal }
        return Digest(of: accounts + (try CanonicalJSON.encode(studyGroups))).hexadecimal
    }
}

extension PersonRecord {
    /// What a school's edge is told of the person.
    var account: Roster.Account {
        Roster.Account(
            person: self.person,
            role: self.role,
            login: self.login,
            name: self.name,
            passwordVerifier: self.passwordVerifier,
            mustChangePassword: self.mustChangePassword,
            registrations: self.registrations
        )
    }
}
