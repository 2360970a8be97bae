import CourseModel
import CreditLedger
import Origin
import Synchronization
import Testing

@Suite struct RecomputeTests {
    private let school: CreditedSchool
    private var journal = JournalOfViewing()

    init() throws {
        self.school = try CreditedSchool()
        try self.journal.watch("l1", from: 0)
    }

    @Test("A lesson that was watched becomes an entry, once, however often it is reported and recomputed")
    func grantOnce() async throws {
        for _ in 0..<3 {
            _ = try await self.school.take(self.journal.report())
            _ = try await self.school.recompute.settleAll()
            try await self.school.ledger.markDue([self.school.trainee])
        }
        _ = try await self.school.recompute.settleAll()
        let entries = try await self.school.ledger.entries(of: self.school.trainee)
        #expect(entries.map(\.hundredths.hundredths) == [200])
        #expect(entries.map(\.item) == ["s1"] && entries.map(\.kind) == [.grant] && entries.map(\.generation) == [1])
        #expect(try await self.school.ledger.dueTrainees(limit: 1).isEmpty)
    }

    @Test("More hours come as a reversal and a new grant that name what they replace")
    func newGeneration() async throws {
        _ = try await self.school.take(self.journal.report())
        _ = try await self.school.recompute.settleAll()
        var journal = self.journal
        try journal.watch("l2", from: 1_000_000)
        _ = try await self.school.take(journal.report(from: 12))
        _ = try await self.school.recompute.settleAll()
        let entries = try await self.school.ledger.entries(of: self.school.trainee)
        #expect(entries.map(\.hundredths.hundredths) == [200, -200, 400])
        #expect(entries.map(\.kind) == [.grant, .reversal, .grant])
        #expect(entries.map(\.generation) == [1, 1, 2])
        #expect(entries.map(\.supersedes) == [nil, entries[0].number, entries[0].number])
    }

    @Test("Hours that the evidence no longer gives are taken back, and given again in a new generation")
    func changedRules() async throws {
        _ = try await self.school.take(self.journal.report())
        _ = try await self.school.recompute.settleAll()
        self.school.quotaHundredths.withLock { $0 = 0 }
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.hundredths() == [200, -200])
        self.school.quotaHundredths.withLock { $0 = 400 }
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.hundredths() == [200, -200, 200])
        #expect(try await self.school.ledger.entries(of: self.school.trainee).map(\.generation) == [1, 1, 2])
    }

    @Test("Someone who left the province keeps what they have")
    func leaver() async throws {
        _ = try await self.school.take(self.journal.report())
        _ = try await self.school.recompute.settleAll()
        self.school.registrations.withLock { $0[self.school.trainee] = nil }
        try await self.school.ledger.markDue([self.school.trainee])
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.hundredths() == [200])
    }

    @Test("What a kill between intake and settling left undone is done by the next start")
    func killedBetween() async throws {
        _ = try await self.school.take(self.journal.report())
        try self.school.ledger.close()
        let ledger = try SQLiteLedger(path: "\(self.school.folder)/ledger.sqlite")
        let recompute = Recompute(ledger: ledger, sources: self.school.sources, now: { .zero })
        #expect(try await recompute.settleAll().posted == 1)
        #expect(try await ledger.entries(of: self.school.trainee).map(\.hundredths.hundredths) == [200])
    }

    @Test("Passwords chosen at the school are handed on once, in order")
    func passwords() async throws {
        var journal = JournalOfViewing()
        for verifier in ["a", "b"] {
            let change = PasswordChange(
                person: self.school.trainee,
                passwordVerifier: verifier,
                atMs: AgentTime(milliseconds: 1)
            )
            try journal.append(.password(change))
        }
        _ = try await self.school.take(journal.report())
        #expect(try await self.school.recompute.applyPasswords() == 2)
        #expect(try await self.school.recompute.applyPasswords() == 0)
        #expect(self.school.passwords.withLock { $0.map(\.passwordVerifier) } == ["a", "b"])
    }

    @Test("The statement says the same before and after settling, and tells adjustments")
    func statements() async throws {
        #expect(try await self.statement().creditedHundredths == .zero)
        _ = try await self.school.take(self.journal.report())
        let before = try await self.statement()
        #expect(before.creditedHundredths.hundredths == 200)
        #expect(before.lessons.map(\.lesson.rawValue) == ["l1"])
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.statement() == before)
        let digest = Digest(of: [])
        let adjustment = LedgerEntry(
            trainee: self.school.trainee,
            programme: before.programme,
            item: "s1",
            generation: 1,
            kind: .adjustment,
            hundredths: CreditHours(hundredths: 50),
            rules: digest,
            input: digest,
            reason: "a power cut at the school",
            actor: "county",
            cosigner: "province"
        )
        try await self.school.ledger.post([adjustment], at: .zero)
        #expect(try await self.statement().creditedHundredths.hundredths == 250)
        #expect(try await self.school.recompute.settleAll().posted == 0)
        #expect(try await self.statement().creditedHundredths.hundredths == 250)
    }

    @Test("Verification finds the ledger right, what is not settled yet due, and an entry too many wrong")
    func verification() async throws {
        let verify = LedgerVerify(ledger: self.school.ledger, sources: self.school.sources)
        _ = try await self.school.take(self.journal.report())
        let early = try await verify.run()
        #expect(early.due == 1 && early.differences.isEmpty)
        _ = try await self.school.recompute.settleAll()
        let settled = try await verify.run()
        #expect(settled.trainees == 1 && settled.entries == 1 && settled.due == 0 && settled.differences.isEmpty)
        let digest = Digest(of: [])
        let invented = LedgerEntry(
            trainee: self.school.trainee,
            programme: try #require(Programme.ID("g1")),
            item: "s9",
            generation: 1,
            kind: .grant,
            hundredths: CreditHours(hundredths: 900),
            rules: digest,
            input: digest,
            reason: "invented",
            actor: "somebody"
        )
        let due = DueTrainee(trainee: self.school.trainee, mark: 0)
        try await self.school.ledger.settle(Settlement(due: due, entries: [invented], statements: [], atMs: .zero))
        #expect(try await verify.run().differences.map(\.item) == ["s9"])
    }

    private func statement() async throws -> Statement {
        try #require(try await self.school.statements.statements(of: self.school.trainee).first)
    }
}
