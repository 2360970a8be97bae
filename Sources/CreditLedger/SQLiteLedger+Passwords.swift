import CourseModel
import GRDB

/// Passwords that people chose at their schools, on their way into the rosters.
extension SQLiteLedger {
    package func passwordChanges(limit: Int) async throws -> [ReportedPasswordChange] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM passwordChange WHERE isApplied = 0 ORDER BY number LIMIT ?",
                arguments: [limit]
            )
            .map { row in
                ReportedPasswordChange(
                    number: row["number"],
                    edge: try row.identifier("edge"),
                    change: PasswordChange(
                        person: try row.identifier("person"),
                        passwordVerifier: row["verifier"],
                        atMs: AgentTime(milliseconds: row["atMs"])
                    )
                )
            }
        }
    }

    package func markApplied(_ change: ReportedPasswordChange) async throws {
        try await self.pool.write { db in
            try db.execute(sql: "UPDATE passwordChange SET isApplied = 1 WHERE number = ?", arguments: [change.number])
        }
    }
}
