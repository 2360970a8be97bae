import CourseModel
import CreditLedger
import GRDB
import Testing

@Suite struct LedgerEntryTests {
    private let folder: TemporaryFolder
    private let ledger: SQLiteLedger
    private let trainee: Person.ID

    init() throws {
        self.folder = try TemporaryFolder()
        self.ledger = try SQLiteLedger(path: "\(self.folder.path)/ledger.sqlite")
        self.trainee = try #require(Person.ID("u1"))
    }

    @Test("Entries come back in the order in which they were posted")
    func order() async throws {
        let grant = try self.entry(.grant, 200)
        try await self.post([grant])
        let number = try #require(try await self.ledger.entries(of: self.trainee).first?.number)
        try await self.post([
            try self.entry(.reversal, -200, supersedes: number),
            try self.entry(.grant, 300, generation: 2, supersedes: number),
        ])
        let entries = try await self.ledger.entries(of: self.trainee)
        #expect(entries.map(\.hundredths.hundredths) == [200, -200, 300])
        #expect(entries.map(\.supersedes) == [nil, number, number])
    }

    @Test("One item has one entry of a kind in a generation")
    func unique() async throws {
        try await self.post([try self.entry(.grant, 200)])
        await #expect(throws: DatabaseError.self) { try await self.post([try self.entry(.grant, 300)]) }
        #expect(try await self.ledger.entries(of: self.trainee).count == 1)
    }

    @Test("An entry can be neither edited nor deleted, whoever opens the file")
    func neverEdited() async throws {
        try await self.post([try self.entry(.grant, 200)])
        let queue = try DatabaseQueue(path: "\(self.folder.path)/ledger.sqlite")
        for sql in [
            "UPDATE entry SET hundredths = 900", "DELETE FROM entry",
            "INSERT OR REPLACE INTO entry SELECT * FROM entry",
        ] {
            await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
        }
        #expect(try await self.ledger.entries(of: self.trainee).map(\.hundredths.hundredths) == [200])
    }

    @Test("A grant grants, a reversal takes back, and an adjustment needs two people")
    func kinds() async throws {
        let wrong = [
            try self.entry(.grant, -1), try self.entry(.reversal, 1), try self.entry(.adjustment, 100),
            try self.entry(.adjustment, 100, actor: "a", cosigner: "a"), try self.entry(.grant, 100, cosigner: "b"),
        ]
        for entry in wrong {
            await #expect(throws: DatabaseError.self) { try await self.post([entry]) }
        }
        try await self.post([try self.entry(.adjustment, 100, actor: "a", cosigner: "b")])
        #expect(try await self.ledger.entries(of: self.trainee).count == 1)
    }

    @Test("A settlement of an older change leaves the trainee due")
    func olderSettlement() async throws {
        try await self.ledger.markDue([self.trainee])
        let due = try #require(try await self.ledger.dueTrainees(limit: 1).first)
        try await self.ledger.markDue([self.trainee])
        try await self.ledger.settle(Settlement(due: due, entries: [], statements: [], atMs: .zero))
        let later = try #require(try await self.ledger.dueTrainees(limit: 1).first)
        #expect(later.mark > due.mark)
        try await self.ledger.settle(Settlement(due: later, entries: [], statements: [], atMs: .zero))
        #expect(try await self.ledger.dueTrainees(limit: 1).isEmpty)
    }

    @Test("A settlement is stored whole or not at all")
    func settlementIsWhole() async throws {
        try await self.ledger.markDue([self.trainee])
        let due = try #require(try await self.ledger.dueTrainees(limit: 1).first)
        let twice = try self.entry(.grant, 200)
        await #expect(throws: DatabaseError.self) {
            try await self.ledger.settle(Settlement(due: due, entries: [twice, twice], statements: [], atMs: .zero))
        }
        #expect(try await self.ledger.entries(of: self.trainee).isEmpty)
        #expect(try await self.ledger.dueTrainees(limit: 1) == [due])
    }

    @Test("Another basis makes everyone due, the same one nobody")
    func basis() async throws {
        try await self.post([try self.entry(.grant, 200)])
        try await self.ledger.markAllDue(ifNotJudgedBy: Digest(of: [1]), ruleSets: [:], at: .zero)
        let due = try #require(try await self.ledger.dueTrainees(limit: 10).first)
        try await self.ledger.settle(Settlement(due: due, entries: [], statements: [], atMs: .zero))
        try await self.ledger.markAllDue(ifNotJudgedBy: Digest(of: [1]), ruleSets: [:], at: .zero)
        #expect(try await self.ledger.dueTrainees(limit: 10).isEmpty)
        try await self.ledger.markAllDue(ifNotJudgedBy: Digest(of: [2]), ruleSets: [:], at: .zero)
        #expect(try await self.ledger.dueTrainees(limit: 10).map(\.trainee) == [self.trainee])
    }

    private func post(_ entries: [LedgerEntry]) async throws {
        try await self.ledger.post(entries, at: UTCTime(milliseconds: 1))
    }

    private func entry(
        _ kind: LedgerEntry.Kind,
        _ hundredths: Int64,
        generation: Int64 = 1,
        actor: String = "origin",
        cosigner: String? = nil,
        supersedes: Int64? = nil
    ) throws -> LedgerEntry {
        LedgerEntry(
            trainee: self.trainee,
            programme: try #require(Programme.ID("g1")),
            item: "s1",
            generation: generation,
            kind: kind,
            hundredths: CreditHours(hundredths: hundredths),
            rules: Digest(of: [1]),
            input: Digest(of: [2]),
            reason: "evidence",
            actor: actor,
            cosigner: cosigner,
            supersedes: supersedes
        )
    }
}
