import CourseModel
import EdgeCache
import GRDB
import HTTPServing
import Testing

/// What came and what was tried again, as the index keeps it for a month.
@Suite struct TrafficTests {
    private static let quarterMs: Int64 = 900_000
    private let folder: TemporaryFolder
    private let index: CacheIndexDatabase
    private let start = UTCTime(milliseconds: 2_000_000 * Self.quarterMs)

    init() throws {
        self.folder = try TemporaryFolder()
        self.index = try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite")
    }

    private func after(quarters: Int64, milliseconds: Int64 = 0) -> UTCTime {
        UTCTime(milliseconds: self.start.milliseconds + quarters * Self.quarterMs + milliseconds)
    }

    @Test("Traffic of a quarter of an hour adds up by source, and is forgotten after 31 days")
    func forgotten() throws {
        try self.index.addTraffic(bytes: 7, source: "origin", at: self.start)
        try self.index.addTraffic(bytes: 5, source: "origin", at: self.after(quarters: 1, milliseconds: -1))
        try self.index.addTraffic(bytes: 3, source: "disc", at: self.start)
        #expect(try self.index.traffic() == ["origin": ByteCount(bytes: 12), "disc": ByteCount(bytes: 3)])
        try self.index.addTraffic(bytes: 1, source: "origin", at: self.after(quarters: 31 * 96))
        #expect(try self.index.traffic()["origin"] == ByteCount(bytes: 13))
        try self.index.addTraffic(bytes: 1, source: "origin", at: self.after(quarters: 31 * 96 + 1))
        #expect(try self.index.traffic() == ["origin": ByteCount(bytes: 2)])
    }

    @Test("A day has what came from its first moment to its last, in the school's own time")
    func days() throws {
        // Nepal is 5:45 hours east of Greenwich.
        let time = LocalTime(timeZone: "Asia/Kathmandu")
        let days = time.days(2, until: UTCTime(milliseconds: 1_900_000_000_000))
        let midnight = days[1].lowerBound
        #expect(time.sortable(midnight) == "2030-03-17 00:00")
        let before = UTCTime(milliseconds: midnight.milliseconds - 1)
        let last = UTCTime(milliseconds: days[1].upperBound.milliseconds - 1)
        for (bytes, time) in [(1, before), (10, midnight), (100, last), (1_000, days[1].upperBound)] {
            try self.index.addTraffic(bytes: Int64(bytes), source: "origin", at: time)
        }
        try self.index.addTraffic(bytes: 4, source: "disc", at: days[0].lowerBound)
        let traffic = try self.index.traffic(in: days)
        #expect(traffic[0] == ["origin": ByteCount(bytes: 1), "disc": ByteCount(bytes: 4)])
        #expect(traffic[1] == ["origin": ByteCount(bytes: 110)])
    }

    @Test("A month of a line that is never idle takes as many rows as it has quarters of an hour")
    func bounded() throws {
        let month = 40 * 96
        try DatabaseQueue(path: "\(self.folder.path)/index.sqlite").write { db in
            for quarter in 0..<month {
                try db.execute(sql: "INSERT INTO traffic VALUES (?, 'origin', 1)", arguments: [2_000_000 + quarter])
                try db.execute(sql: "INSERT INTO retry VALUES (?, 'cut', 1)", arguments: [2_000_000 + quarter])
            }
        }
        try self.index.addTraffic(bytes: 1, source: "origin", at: self.after(quarters: Int64(month)))
        try self.index.addRetry(.cut, at: self.after(quarters: Int64(month)))
        #expect(try self.index.traffic()["origin"] == ByteCount(bytes: 31 * 96 + 1))
        #expect(try self.index.retries(since: .zero) == [.cut: 31 * 96 + 1])
    }

    @Test("Retries are counted by reason, since any time")
    func retries() throws {
        try self.index.addRetry(.cut, at: self.start)
        try self.index.addRetry(.cut, at: self.after(quarters: 4))
        try self.index.addRetry(.wrongBytes, at: self.after(quarters: 5))
        #expect(try self.index.retries(since: self.start) == [.cut: 2, .wrongBytes: 1])
        #expect(try self.index.retries(since: self.after(quarters: 4, milliseconds: 10)) == [.cut: 1, .wrongBytes: 1])
        #expect(try self.index.retries(since: self.after(quarters: 6)) == [:])
    }

    @Test("What an earlier version counted by the minute is still there")
    func migrated() throws {
        let path = "\(self.folder.path)/older.sqlite"
        do {
            let older = try DatabaseQueue(path: path)
            try older.write { db in
                try db.execute(
                    sql: """
                        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                        INSERT INTO grdb_migrations VALUES ('001 held chunks, traffic, settings'), ('002 wishes');
                        CREATE TABLE heldChunk (blob TEXT NOT NULL, chunk INTEGER NOT NULL, PRIMARY KEY (blob, chunk));
                        CREATE TABLE traffic (
                            minute INTEGER NOT NULL, source TEXT NOT NULL, bytes INTEGER NOT NULL,
                            PRIMARY KEY (minute, source)
                        );
                        INSERT INTO traffic VALUES (30000000, 'origin', 1), (30000014, 'origin', 2),
                            (30000015, 'origin', 4), (30000014, 'disc', 8);
                        """
                )
            }
            try older.close()
        }
        let index = try CacheIndexDatabase(path: path)
        let first = UTCTime(milliseconds: 30_000_000 * 60_000)
        let second = UTCTime(milliseconds: first.milliseconds + Self.quarterMs)
        let traffic = try index.traffic(in: [first..<second, second..<UTCTime(milliseconds: .max)])
        #expect(traffic[0] == ["origin": ByteCount(bytes: 3), "disc": ByteCount(bytes: 8)])
        #expect(traffic[1] == ["origin": ByteCount(bytes: 4)])
    }
}
