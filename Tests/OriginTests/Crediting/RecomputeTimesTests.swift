import CourseModel
import CreditLedger
import Crediting
import Origin
import Synchronization
import Testing

/// Windows, sealing, decisions and new rules, on the way from a report to the ledger.
@Suite struct RecomputeTimesTests {
    private static let day: Int64 = 86_400_000
    private let school: CreditedSchool

    init() throws {
        self.school = try CreditedSchool()
        self.school.times.withLock { $0 = TimeRules(settlingDays: 2) }
        self.school.phaseMs.withLock { $0 = (10 * Self.day)..<(20 * Self.day) }
    }

    @Test(
        "What was watched in its phase counts, whenever it is reported before the sealing; before or after it does not"
    )
    func windows() async throws {
        var journal = try self.journal(originMs: 15 * Self.day)
        try journal.watch("l1", from: 0)
        self.school.nowMs.withLock { $0 = 22 * Self.day - 1 }
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.hundredths() == [200])
        var early = try self.journal(originMs: 10 * Self.day - 3_600_000)
        try early.watch("l2", from: 0)
        _ = try await self.school.take(early.report(edge: "e2"), from: "e2")
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.hundredths() == [200])
        let statement = try #require(try await self.school.statements.statements(of: self.school.trainee).first)
        #expect(statement.refusals.map(\.reason) == [.window])
        #expect(try await self.verify().differences.isEmpty)
    }

    @Test("A report after the sealing is kept as LATE, and counts when two officers have approved it")
    func late() async throws {
        var journal = try self.journal(originMs: 15 * Self.day)
        try journal.watch("l1", from: 0)
        self.school.nowMs.withLock { $0 = 22 * Self.day }
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.hundredths().isEmpty)
        let waiting = try #require(try await self.school.statements.statements(of: self.school.trainee).first)
        #expect(waiting.refusals.map(\.reason) == [.late])
        #expect(waiting.refusals.map(\.refusedMs.milliseconds) == [600_000])
        let content = Proposal.Content(
            kind: .late,
            trainee: self.school.trainee,
            programme: waiting.programme,
            subject: "f1",
            hundredths: nil,
            reason: "the line was cut"
        )
        let proposal = try await self.school.ledger.propose(
            content,
            by: Proposal.Actor(login: "li", level: "county"),
            at: UTCTime(milliseconds: 23 * Self.day)
        )
        _ = try await self.school.ledger.decide(
            proposal.number,
            .cosign(rules: Digest(of: []), account: nil),
            by: Proposal.Actor(login: "wang", level: "province"),
            answer: nil,
            at: UTCTime(milliseconds: 24 * Self.day)
        )
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.hundredths() == [200])
        #expect(try await self.verify().differences.isEmpty)
    }

    @Test("Reports in any pieces, settled after each or once at the end, give the same ledger", arguments: 0..<20)
    func stepwise(seed: Int) async throws {
        var journal = try self.journal(originMs: nil)
        try journal.watch("l1", from: 1_000)
        try journal.start(at: 700_000)
        try journal.watch("l2", from: 700_000)
        try journal.anchor(at: 1_400_000, originMs: 10 * Self.day + 600_000 + Int64(seed) * 60_000)
        let now = 10 * Self.day + 600_000 + Int64(seed) * 60_000
        self.school.nowMs.withLock { $0 = now }
        let rows = journal.texts.count
        let step = 1 + seed % 7
        for first in stride(from: 1, through: rows, by: step) {
            _ = try await self.school.take(journal.report(from: first, through: min(first + step - 1, rows)))
            if seed % 3 > 0 { _ = try await self.school.recompute.settleAll() }
        }
        _ = try await self.school.recompute.settleAll()
        let whole = try CreditedSchool()
        whole.times.withLock { $0 = TimeRules(settlingDays: 2) }
        whole.phaseMs.withLock { $0 = (10 * Self.day)..<(20 * Self.day) }
        whole.nowMs.withLock { $0 = now }
        _ = try await whole.take(journal.report())
        _ = try await whole.recompute.settleAll()
        let stepwise = try await self.school.hundredths().reduce(0, +)
        #expect(try await whole.hundredths().reduce(0, +) == stepwise)
        #expect(try await self.verify().differences.isEmpty)
        #expect(try await self.verify().due == 0)
    }

    @Test("Before new rules are adopted, what they change is said for each person and in all, and nothing is written")
    func dryRun() async throws {
        var journal = try self.journal(originMs: 15 * Self.day)
        try journal.watch("l1", from: 0)
        self.school.nowMs.withLock { $0 = 16 * Self.day }
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        let dryRun = ProgrammeDryRun(ledger: self.school.ledger, sources: self.school.sources)
        let same = try await dryRun.run(try self.school.programme())
        #expect(
            same.differences.isEmpty && same.rulesBefore == same.rulesAfter && same.beforeHundredths.hundredths == 200
        )
        let other = try CreditedSchool()
        other.quotaHundredths.withLock { $0 = 150 }
        let changed = try await dryRun.run(try other.programme())
        #expect(changed.differences.map(\.trainee.rawValue) == ["u1"])
        #expect(changed.differences.map(\.beforeHundredths.hundredths) == [200])
        #expect(changed.differences.map(\.afterHundredths.hundredths) == [150])
        #expect(changed.afterHundredths.hundredths == 150 && changed.rulesBefore != changed.rulesAfter)
        #expect(try await self.school.hundredths() == [200])
        #expect(try await self.verify().differences.isEmpty)
    }

    @Test("Hours that are booked to another account are taken back and granted anew; the register sums both years")
    func account() async throws {
        var journal = try self.journal(originMs: 15 * Self.day)
        try journal.watch("l1", from: 0)
        self.school.nowMs.withLock { $0 = 16 * Self.day }
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        self.school.accountKind.withLock { $0 = "school-based" }
        _ = try await self.school.recompute.settleAll()
        let entries = try await self.school.ledger.entries(of: self.school.trainee)
        #expect(entries.map(\.account) == ["remote", "remote", "school-based"])
        #expect(entries.map(\.hundredths.hundredths) == [200, -200, 200])
        let programmes = [try self.school.programme()]
        let reader = RegisterReader(years: 5, requiredHours: 360, timeZone: "Asia/Shanghai", programmes: { programmes })
        let register = try reader.register(of: entries, at: UTCTime(milliseconds: 30 * Self.day))
        #expect(register.lines.map(\.accountKind) == ["school-based"])
        #expect(register.totalHundredths.hundredths == 200 && register.requiredHundredths.hundredths == 36_000)
        let later = try reader.register(of: entries, at: UTCTime(milliseconds: 20 * Self.day + 6 * 366 * Self.day))
        #expect(later.lines.isEmpty && later.totalHundredths == .zero)
    }

    /// A journal whose first run has one anchor: agent time 0 is `originMs`.
    private func journal(originMs: Int64?) throws -> JournalOfViewing {
        var journal = JournalOfViewing()
        try journal.start(at: 0)
        if let originMs { try journal.anchor(at: 0, originMs: originMs) }
        return journal
    }

    private func verify() async throws -> LedgerVerify.Result {
        try await LedgerVerify(ledger: self.school.ledger, sources: self.school.sources).run()
    }
}
