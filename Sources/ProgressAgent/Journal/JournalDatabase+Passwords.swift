package import CourseModel
import GRDB

/// Passwords that people chose at this school.
extension JournalDatabase {
    /// Keeps a new password and appends its row.
    ///
    /// - Parameter replaced: the verifier that was good until now.
    package func changePassword(_ change: PasswordChange, replacing replaced: String) async throws {
        try await self.commits.perform { db in
            try self.append(.password(change), in: db)
            try db.execute(
                sql: "INSERT INTO passwordChange (person, verifier, replaced) VALUES (?, ?, ?)",
                arguments: [change.person.rawValue, change.passwordVerifier, replaced]
            )
        }
    }

    /// The password that a person chose here last, unless the roster has moved on from what it replaced.
    ///
    /// No clocks are compared: the choice holds as long as the roster still brings a verifier that a choice made here
    /// replaced. Once it brings another, the origin has taken the choice over, or has given out a new password since.
    ///
    /// - Parameter rosterVerifier: what the roster has for the person.
    package func chosenPassword(of person: Person.ID, rosterVerifier: String) async throws -> String? {
        try await self.pool.read { db in
            let isReplaced = try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM passwordChange WHERE person = ? AND replaced = ?)",
                arguments: [person.rawValue, rosterVerifier]
            )
            guard isReplaced == true else { return nil }
            return try String.fetchOne(
                db,
                sql: "SELECT verifier FROM passwordChange WHERE person = ? ORDER BY number DESC LIMIT 1",
                arguments: [person.rawValue]
            )
        }
    }
}
