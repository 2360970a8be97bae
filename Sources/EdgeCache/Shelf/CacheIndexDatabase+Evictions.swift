package import CourseModel
import GRDB
package import Prefetching

/// A file that gave way for want of room.
package struct Eviction: Hashable, Sendable, Codable {
    package let atMs: UTCTime
    /// nil where nothing listed it.
    package let lesson: Lesson.ID?
    package let sizeBytes: ByteCount
    package let reason: EvictionOrder.Reason

    package init(atMs: UTCTime, lesson: Lesson.ID?, sizeBytes: ByteCount, reason: EvictionOrder.Reason) {
        self.atMs = atMs
        self.lesson = lesson
        self.sizeBytes = sizeBytes
        self.reason = reason
    }
}

extension CacheIndexDatabase {
    /// Enough to see what happened lately.
    private static let evictionsMax = 100

    func addEviction(_ candidate: EvictionOrder.Candidate, at now: UTCTime) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "INSERT INTO eviction (atMs, lesson, bytes, reason) VALUES (?, ?, ?, ?)",
                arguments: [
                    now.milliseconds, candidate.lesson?.rawValue, candidate.sizeBytes.bytes, candidate.reason.rawValue,
                ]
            )
            try db.execute(
                sql: "DELETE FROM eviction WHERE number <= (SELECT MAX(number) FROM eviction) - ?",
                arguments: [Self.evictionsMax]
            )
        }
    }

    /// Newest first.
    package var evictions: [Eviction] {
        get throws {
            try self.writer.read { db in
                try Row.fetchAll(db, sql: "SELECT atMs, lesson, bytes, reason FROM eviction ORDER BY number DESC")
                    .compactMap { row in
                        let lesson: String? = row[1]
                        guard let reason = EvictionOrder.Reason(rawValue: row[3]) else { return nil }
                        return Eviction(
                            atMs: UTCTime(milliseconds: row[0]),
                            lesson: lesson.flatMap { Lesson.ID($0) },
                            sizeBytes: ByteCount(bytes: row[2]),
                            reason: reason
                        )
                    }
            }
        }
    }
}
