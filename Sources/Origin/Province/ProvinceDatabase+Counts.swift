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
}
