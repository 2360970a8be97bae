import CourseModel
import CreditLedger
import Crediting
import GRDB
import Testing

@Suite struct LedgerTimeTests {
    private let folder: TemporaryFolder
    private let ledger: SQLiteLedger
    private let trainee: Person.ID

    init() throws {
        self.folder = try TemporaryFolder()
        self.ledger = try SQLiteLedger(path: "\(self.folder.path)/ledger.sqlite")
        self.trainee = try #require(Person.ID("u1"))
    }

    @Test("What was watched lies in brackets by the anchors around it, and before the origin had it")
    func brackets() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 1_000)
        try journal.viewing("p1", startMs: 2_000)
        try journal.played("p1", n: 0, media: 0..<10, wall: 2_000..<2_010)
        try await self.take(journal, 1...3, at: 900_000)
        #expect(try await self.began() == [1_000...900_000])
        try journal.anchor(at: 3_000, originMs: 901_000)
        try journal.played("p1", n: 1, media: 10..<20, wall: 60_000..<60_010)
        try await self.take(journal, 4...5, at: 1_000_000)
        #expect(try await self.began() == [899_000...900_000, 957_000...959_000])
    }

    @Test("An anchor that the origin cannot have sent places nothing")
    func forgedAnchors() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 0)
        try journal.viewing("p1", startMs: 0)
        try await self.take(journal, 1...2, at: 10_000_000)
        // Receipts for these rows are of 10 000 000 or later, and not of the future.
        try journal.anchor(at: 1_000, originMs: 5_000_000)
        try journal.anchor(at: 1_000, originMs: 90_000_000)
        try journal.played("p1", n: 0, media: 0..<10, wall: 2_000..<2_010)
        try await self.take(journal, 3...5, at: 20_000_000)
        #expect(try await self.began() == [2_000...20_000_000])
    }

    @Test("A run's first anchor makes those due who were seen in it, also in a session that was opened long before")
    func lateAnchorOfALongSession() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 0)
        try journal.viewing("p1", startMs: 0)
        try journal.anchor(at: 0, originMs: 1_000_000)
        try journal.started(at: 10_000)
        try journal.anchor(at: 10_000, originMs: 1_010_000)
        try journal.started(at: 20_000)
        try journal.played("p1", n: 0, media: 0..<10, wall: 20_000..<20_010)
        try await self.take(journal, 1...7, at: 2_000_000)
        #expect(try await self.began() == [1_009_000...2_000_000])
        for due in try await self.ledger.dueTrainees(limit: 9) {
            try await self.ledger.settle(Settlement(due: due, entries: [], statements: [], atMs: .zero))
        }
        try journal.anchor(at: 21_000, originMs: 2_001_000)
        try await self.take(journal, 8...8, at: 2_001_000)
        #expect(try await self.ledger.isDue(self.trainee))
        #expect(try await self.began() == [1_999_000...2_000_000])
    }

    @Test("A receipt code names the last row about a trainee, and is found again; another digest is not")
    func receiptCodes() async throws {
        var journal = try SchoolJournal()
        try journal.viewing("p1")
        try journal.played("p1", n: 0, media: 0..<10, wall: 0..<10)
        try journal.viewing("p2", trainee: "u2")
        try await self.take(journal, 1...3, at: 1)
        let code = try #require(try await self.ledger.receipts(of: self.trainee).first)
        #expect(code.description == "e1/1/2/\(journal.digests[2].hexadecimal.prefix(8))")
        #expect(ReceiptCode(code.description) == code)
        #expect(try await self.ledger.holds(code))
        let other = ReceiptCode(edge: code.edge, epoch: 1, sequence: 3, digest: journal.digests[2])
        #expect(try await !self.ledger.holds(other))
        for text in ["", "e1/1/2", "e1/1/2/12345678/", "e1/x/2/12345678", "e1/1/2/1234567G", "e1/1/2/123456789"] {
            #expect(ReceiptCode(text) == nil)
        }
    }

    @Test("A ledger of an earlier version gets its anchors at the first start")
    func migration() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 0)
        try journal.viewing("p1", startMs: 0)
        try journal.played("p1", n: 0, media: 0..<10, wall: 2_000..<2_010)
        try journal.anchor(at: 3_000, originMs: 1_000_000)
        try await self.take(journal, 1...4, at: 1_000_000)
        let now = try await self.began()
        try self.ledger.close()
        let path = "\(self.folder.path)/ledger.sqlite"
        let database = try DatabaseQueue(path: path)
        try await database.write { db in
            for table in ["proposal", "appeal", "anchor", "ruleSet"] { try db.execute(sql: "DROP TABLE \(table)") }
            for (table, column) in [("boot", "startMs"), ("boot", "endMs"), ("entry", "account")] {
                try db.execute(sql: "ALTER TABLE \(table) DROP COLUMN \(column)")
            }
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '003%'")
        }
        try database.close()
        let migrated = try SQLiteLedger(path: path)
        #expect(try await self.began(in: migrated) == now)
        #expect(now == [998_000...1_000_000])
        try migrated.close()
    }

    private func take(_ journal: SchoolJournal, _ sequences: ClosedRange<Int>, at now: Int64) async throws {
        let report = try journal.report(sequences)
        let rows = try report.payload.journalRows()
        _ = try await self.ledger.take(report, rows: rows, at: UTCTime(milliseconds: now))
    }

    private func began(in ledger: SQLiteLedger? = nil) async throws -> [ClosedRange<Int64>] {
        let evidence = try await (ledger ?? self.ledger).evidence(of: self.trainee)
        return try evidence.intervals.map { interval in
            let began = try #require(interval.beganMs)
            return began.earliestMs.milliseconds...began.latestMs.milliseconds
        }
    }
}
