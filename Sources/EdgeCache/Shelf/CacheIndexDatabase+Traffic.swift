package import CourseModel
import GRDB

/// What came, and what had to be tried again, counted by the quarter of an hour: every time zone's days begin with one.
///
/// A month is at most 2,976 quarters: some hundred kilobytes, however busy the line and however bad.
extension CacheIndexDatabase {
    private static let quarterMs: Int64 = 900_000
    /// 31 days: what the technician's page shows, and one more, since the school's days do not begin with those of UTC.
    private static let quartersMax: Int64 = 31 * 96

    static func countQuarters(_ db: Database) throws {
        try db.execute(
            sql: """
                -- Bytes that came in a quarter of an hour.
                CREATE TABLE trafficQuarter (
                    quarter INTEGER NOT NULL,  -- since 1970, UTC
                    source TEXT NOT NULL,      -- origin, parent, peer, disc
                    bytes INTEGER NOT NULL CHECK (bytes >= 0),
                    PRIMARY KEY (quarter, source)
                ) STRICT, WITHOUT ROWID;
                INSERT INTO trafficQuarter (quarter, source, bytes)
                    SELECT minute / 15, source, SUM(bytes) FROM traffic GROUP BY minute / 15, source;
                DROP TABLE traffic;
                ALTER TABLE trafficQuarter RENAME TO traffic;
                -- Fetches that failed in a quarter of an hour, and were to be tried again.
                CREATE TABLE retry (
                    quarter INTEGER NOT NULL,  -- since 1970, UTC
                    reason TEXT NOT NULL,      -- a RetryReason
                    times INTEGER NOT NULL CHECK (times > 0),
                    PRIMARY KEY (quarter, reason)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }

    private static func quarter(of time: UTCTime) -> Int64 { time.milliseconds / self.quarterMs }

    // MARK: Traffic

    package func addTraffic(bytes: Int64, source: String, at now: UTCTime) throws {
        let quarter = Self.quarter(of: now)
        try self.writer.write { db in
            try db.execute(
                sql: """
                    INSERT INTO traffic (quarter, source, bytes) VALUES (?, ?, ?)
                    ON CONFLICT (quarter, source) DO UPDATE SET bytes = bytes + excluded.bytes
                    """,
                arguments: [quarter, source, bytes]
            )
            try db.execute(sql: "DELETE FROM traffic WHERE quarter < ?", arguments: [quarter - Self.quartersMax])
        }
    }

    /// All bytes that came in the last 31 days, by source.
    package func traffic() throws -> [String: ByteCount] {
        try self.writer.read { try Self.traffic(in: 0...Int64.max, $0) }
    }

    /// - Parameter days: each begins and ends with a quarter of an hour.
    /// - Returns: for each of them the bytes that came, by source.
    package func traffic(in days: [Range<UTCTime>]) throws -> [[String: ByteCount]] {
        try self.writer.read { db in
            try days.map { day in
                try Self.traffic(in: Self.quarter(of: day.lowerBound)...(Self.quarter(of: day.upperBound) - 1), db)
            }
        }
    }

    private static func traffic(in quarters: ClosedRange<Int64>, _ db: Database) throws -> [String: ByteCount] {
        let statement = try db.cachedStatement(
            sql: "SELECT source, SUM(bytes) FROM traffic WHERE quarter BETWEEN ? AND ? GROUP BY source"
        )
        let rows = try Row.fetchAll(statement, arguments: [quarters.lowerBound, quarters.upperBound])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], ByteCount(bytes: $0[1])) })
    }

    // MARK: Retries

    package func addRetry(_ reason: RetryReason, at now: UTCTime) throws {
        let quarter = Self.quarter(of: now)
        try self.writer.write { db in
            try db.execute(
                sql: """
                    INSERT INTO retry (quarter, reason, times) VALUES (?, ?, 1)
                    ON CONFLICT (quarter, reason) DO UPDATE SET times = times + 1
                    """,
                arguments: [quarter, reason.rawValue]
            )
            try db.execute(sql: "DELETE FROM retry WHERE quarter < ?", arguments: [quarter - Self.quartersMax])
        }
    }

    /// How often each reason made a fetch fail since then, to the quarter of an hour.
    package func retries(since start: UTCTime) throws -> [RetryReason: Int64] {
        try self.writer.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT reason, SUM(times) FROM retry WHERE quarter >= ? GROUP BY reason",
                arguments: [Self.quarter(of: start)]
            )
            let counts = rows.compactMap { row in RetryReason(rawValue: row[0]).map { ($0, row[1] as Int64) } }
            return Dictionary(counts) { first, _ in first }
        }
    }
}
