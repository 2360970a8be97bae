package import CourseModel
import GRDB

/// Where trainees and study groups stopped watching.
extension JournalDatabase {
    /// What a trainee watched last, whichever lesson it was; nil before the first.
    package func lastViewing(of trainee: Person.ID) async throws -> LastViewing? {
        try await self.pool.read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT lesson FROM viewing WHERE trainee = ? AND room IS NULL ORDER BY startMs DESC LIMIT 1",
                arguments: [trainee.rawValue]
            )
            guard let lesson = (row?["lesson"] as String?).flatMap(Lesson.ID.init) else { return nil }
            return LastViewing(lesson: lesson, positionMs: try Self.position(of: trainee, in: lesson, db))
        }
    }

    /// Where a trainee, or the study group of a room, was last in a lesson; 0 where that was the end.
    static func position(of viewing: ViewingOpened, _ db: Database) throws -> MediaTime {
        let group = try String.fetchOne(
            db,
            sql: "SELECT studyGroup FROM room WHERE room = ?",
            arguments: [viewing.room?.rawValue]
        ).flatMap(StudyGroup.ID.init)
        if let group { return try self.position(of: group, in: viewing.lesson, db) }
        return try self.position(of: viewing.trainee, in: viewing.lesson, db)
    }

    private static func position(of trainee: Person.ID, in lesson: Lesson.ID, _ db: Database) throws -> MediaTime {
        try self.position(
            "trainee = ? AND room IS NULL AND lesson = ?",
            [trainee.rawValue, lesson.rawValue],
            db
        )
    }

    static func position(of group: StudyGroup.ID, in lesson: Lesson.ID, _ db: Database) throws -> MediaTime {
        try self.position(
            "room IN (SELECT room FROM room WHERE studyGroup = ?) AND lesson = ?",
            [group.rawValue, lesson.rawValue],
            db
        )
    }

    private static func position(
        _ condition: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> MediaTime {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT positionMs, durationMs FROM viewing WHERE \(condition) ORDER BY startMs DESC LIMIT 1",
            arguments: arguments
        )
        guard let row else { return .zero }
        let position: Int64 = row["positionMs"]
        return MediaTime(milliseconds: position >= row["durationMs"] - 2_000 ? 0 : position)
    }
}
