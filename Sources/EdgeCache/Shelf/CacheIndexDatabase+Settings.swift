package import CourseModel
import GRDB
package import Prefetching

extension CacheIndexDatabase {
    package var isPaused: Bool {
        get throws {
            try self.writer.read { try Int.fetchOne($0, sql: "SELECT value FROM setting WHERE name = 'paused'") == 1 }
        }
    }

    package func setPaused(_ isPaused: Bool) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('paused', ?)",
                arguments: [isPaused ? 1 : 0]
            )
        }
    }

    /// A number higher than every one before it.
    ///
    /// - Parameter least: keeps the numbers rising when the index was lost; the time, say.
    package func nextHoldingsNumber(atLeast least: Int64 = 1) throws -> Int64 {
        try self.writer.write { db in
            try db.execute(
                sql: """
                    INSERT INTO setting (name, value) VALUES ('holdings', ?)
                    ON CONFLICT (name) DO UPDATE SET value = MAX(value + 1, excluded.value)
                    """,
                arguments: [least]
            )
            return try Int64.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'holdings'") ?? least
        }
    }

    /// When everything held had last been read and compared; nil before the first time.
    package var scrubbedAt: UTCTime? {
        get throws {
            try self.writer.read { db in
                try Int64.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'scrubbed'")
                    .map { UTCTime(milliseconds: $0) }
            }
        }
    }

    package func setScrubbed(at now: UTCTime) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('scrubbed', ?)",
                arguments: [now.milliseconds]
            )
        }
    }

    /// What the line was last measured to bring; nil before the first time.
    package var lineRate: LineRate? {
        get throws {
            try self.writer.read { db in
                func rate(_ name: String) throws -> ByteCount? {
                    try Int64.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
                        .map { ByteCount(bytes: $0) }
                }
                guard let median = try rate("lineMedian"), let low = try rate("lineLow") else { return nil }
                return LineRate(median: median, low: low)
            }
        }
    }

    package func setLineRate(_ rate: LineRate) throws {
        try self.writer.write { db in
            for (name, value) in [("lineMedian", rate.median), ("lineLow", rate.low)] {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                    arguments: [name, value.bytes]
                )
            }
        }
    }
}

// MARK: - Wishes

extension CacheIndexDatabase {
    package var wishes: LessonWishes {
        get throws {
            try self.writer.read { db in
                let first = try String.fetchAll(db, sql: "SELECT lesson FROM first ORDER BY place DESC")
                let pinned = try String.fetchAll(db, sql: "SELECT lesson FROM pinned")
                return LessonWishes(
                    first: first.compactMap { Lesson.ID($0) },
                    pinned: Set(pinned.compactMap { Lesson.ID($0) })
                )
            }
        }
    }

    /// Puts a lesson before all others, or back to its place.
    package func setFirst(_ lesson: Lesson.ID, _ isFirst: Bool) throws {
        try self.writer.write { db in
            try db.execute(sql: "DELETE FROM first WHERE lesson = ?", arguments: [lesson.rawValue])
            guard isFirst else { return }
            try db.execute(sql: "INSERT INTO first (lesson) VALUES (?)", arguments: [lesson.rawValue])
            try db.execute(
                sql: "DELETE FROM first WHERE place NOT IN (SELECT place FROM first ORDER BY place DESC LIMIT ?)",
                arguments: [LessonWishes.firstMax]
            )
        }
    }

    package func setPinned(_ lesson: Lesson.ID, _ isPinned: Bool) throws {
        try self.writer.write { db in
            try db.execute(
                sql: isPinned
                    ? "INSERT OR IGNORE INTO pinned (lesson) VALUES (?)" : "DELETE FROM pinned WHERE lesson = ?",
                arguments: [lesson.rawValue]
            )
        }
    }
}
