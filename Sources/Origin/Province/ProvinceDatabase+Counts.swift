import CourseModel
import GRDB

extension ProvinceDatabase {
    /// How many there are of each.
    struct Counts: Hashable, Sendable {
        let schools: Int64
        let edges: Int64
        let trainees: Int64
        let technicians: Int64
    }

    func counts() throws -> Counts {
        try self.writer.read { db in
            func count(_ sql: String) throws -> Int64 { try Int64.fetchOne(db, sql: sql) ?? 0 }
            return Counts(
                schools: try count("SELECT COUNT(*) FROM school"),
                edges: try count("SELECT COUNT(*) FROM edge"),
                trainees: try count("SELECT COUNT(*) FROM person WHERE role = 'trainee'"),
                technicians: try count("SELECT COUNT(*) FROM person WHERE role = 'technician'")
            )
        }
    }

    /// When each school that has an edge last sent its holdings, or else was enrolled.
    func lastContacts() throws -> [School.ID: UTCTime] {
        try self.writer.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT school, MAX(COALESCE(receivedAtMs, enrolledAtMs)) AS lastMs
                    FROM edge LEFT JOIN holdings USING (edge) GROUP BY school
                    """
            )
            var contacts: [School.ID: UTCTime] = [:]
            for row in rows {
                contacts[try row.identifier("school", of: "edge")] = UTCTime(milliseconds: row["lastMs"])
            }
            return contacts
        }
    }
}
