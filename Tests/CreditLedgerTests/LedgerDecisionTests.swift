import CourseModel
import CreditLedger
import Crediting
import Foundation
import GRDB
import Testing

@Suite struct LedgerDecisionTests {
    private let folder: TemporaryFolder
    private let ledger: SQLiteLedger
    private let trainee: Person.ID
    private let county = Proposal.Actor(login: "li", level: "county")
    private let province = Proposal.Actor(login: "wang", level: "province")
    private let rules = Digest(of: [7])

    init() throws {
        self.folder = try TemporaryFolder()
        self.ledger = try SQLiteLedger(path: "\(self.folder.path)/ledger.sqlite")
        self.trainee = try #require(Person.ID("u1"))
    }

    @Test("A cosigned adjustment posts its entry with both names, and the trainee is due")
    func adjustment() async throws {
        let proposal = try await self.propose(.adjustment, "s1", hundredths: 50)
        #expect(proposal.number == 1 && proposal.state == .open)
        #expect(try await self.ledger.openProposals(limit: 9) == [proposal])
        #expect(try await self.ledger.entries(of: self.trainee).isEmpty)
        let decided = try await self.cosign(1)
        let entry = try #require(try await self.ledger.entries(of: self.trainee).first)
        #expect(entry.kind == .adjustment && entry.hundredths.hundredths == 50 && entry.item == "s1")
        #expect(
            entry.actor == "li" && entry.cosigner == "wang" && entry.account == "remote" && entry.rules == self.rules
        )
        #expect(decided.entry == entry.number && decided.decider == self.province)
        #expect(try await self.ledger.isDue(self.trainee))
        #expect(try await self.ledger.openProposals(limit: 9).isEmpty)
        _ = try await self.propose(.adjustment, "s1", hundredths: -20)
        _ = try await self.cosign(2)
        #expect(try await self.ledger.entries(of: self.trainee).map(\.generation) == [1, 2])
    }

    @Test("Nobody decides on their own proposal, nor one of their own level, nor twice; only its proposer withdraws it")
    func refusals() async throws {
        _ = try await self.propose(.void, "p1")
        await #expect(throws: ProposalFault.ownProposal) { try await self.cosign(1, by: self.county) }
        let other = Proposal.Actor(login: "zhao", level: "county")
        await #expect(throws: ProposalFault.sameLevel("county")) { try await self.cosign(1, by: other) }
        await #expect(throws: ProposalFault.foreignProposal) { try await self.decide(1, .withdraw, by: self.province) }
        await #expect(throws: ProposalFault.unknown(2)) { try await self.cosign(2) }
        let declined = try await self.decide(1, .decline, by: self.province)
        #expect(declined.state == .declined && declined.answer == "why")
        await #expect(throws: ProposalFault.decided(1, .declined)) { try await self.cosign(1) }
        _ = try await self.propose(.void, "p1")
        #expect(try await self.decide(2, .withdraw, by: self.county).state == .withdrawn)
        #expect(try await self.ledger.evidence(of: self.trainee).voided.isEmpty)
    }

    @Test("The database itself refuses one officer for two, one level for two, and a decision that is changed")
    func constraints() async throws {
        _ = try await self.propose(.void, "p1")
        let path = "\(self.folder.path)/ledger.sqlite"
        let database = try DatabaseQueue(path: path)
        for decider in [("li", "province"), ("zhao", "county")] {
            #expect(throws: DatabaseError.self) {
                try database.write { db in
                    try db.execute(
                        sql: "UPDATE proposal SET state = 'cosigned', decider = ?, deciderLevel = ?, decidedAtMs = 1",
                        arguments: [decider.0, decider.1]
                    )
                }
            }
        }
        _ = try await self.cosign(1)
        #expect(throws: DatabaseError.self) {
            try database.write { try $0.execute(sql: "UPDATE proposal SET reason = 'another'") }
        }
        #expect(throws: DatabaseError.self) { try database.write { try $0.execute(sql: "DELETE FROM proposal") } }
        try database.close()
    }

    @Test("Cosigned rulings are part of the evidence, and make the trainee due")
    func rulings() async throws {
        _ = try await self.propose(.void, "p1")
        _ = try await self.propose(.late, "f1")
        #expect(try await self.ledger.evidence(of: self.trainee) == Evidence())
        _ = try await self.cosign(1)
        _ = try await self.cosign(2)
        let evidence = try await self.ledger.evidence(of: self.trainee)
        #expect(evidence.voided.map(\.rawValue) == ["p1"])
        #expect(evidence.approvals.map(\.phase.rawValue) == ["f1"])
        #expect(evidence.approvals.map(\.receivedUntilMs.milliseconds) == [5])
        #expect(try await self.ledger.isDue(self.trainee))
    }

    @Test(
        "An appeal comes as a journal row or is filed, stands once however often it is reported, and is answered once"
    )
    func appeals() async throws {
        var journal = try SchoolJournal()
        let filed = AppealFiled(
            person: self.trainee,
            programme: try #require(Programme.ID("g1")),
            lesson: Lesson.ID("l1"),
            text: "我看完了",
            atMs: AgentTime(milliseconds: 3)
        )
        try journal.append(.appeal(filed))
        let report = try journal.report(1...1)
        let rows = try report.payload.journalRows()
        for _ in 0..<2 { _ = try await self.ledger.take(report, rows: rows, at: UTCTime(milliseconds: 9)) }
        var stranger = try SchoolJournal(edge: "e2")
        try stranger.append(.appeal(filed))
        let foreign = try stranger.report(1...1)
        _ = try await self.ledger.take(
            foreign,
            rows: try foreign.payload.journalRows(),
            strangers: [self.trainee],
            at: .zero
        )
        let appeal = try #require(try await self.ledger.openAppeals(limit: 9).first)
        #expect(try await self.ledger.appeals(of: self.trainee) == [appeal])
        #expect(appeal.text == "我看完了" && appeal.filedBy == "u1" && appeal.source == "e1/1/1")
        let answer = Appeal.Answer(isUpheld: true, text: "已核实", by: "wang", atMs: .zero)
        #expect(try await self.ledger.answer(1, answer).answer == answer)
        await #expect(throws: AppealFault.answered(1)) { try await self.ledger.answer(1, answer) }
        #expect(try await self.ledger.openAppeals(limit: 9).isEmpty)
    }

    @Test("A rule set is in force from when it was first judged by until the next one is")
    func ruleSets() async throws {
        let programme = try #require(Programme.ID("g1"))
        for (step, rate) in [1_000, 1_000, 1_500, 1_000].enumerated() {
            try await self.ledger.markAllDue(
                ifNotJudgedBy: Digest(of: [UInt8(step)]),
                ruleSets: [programme: try Self.rules(rate: Int64(rate))],
                at: UTCTime(milliseconds: Int64(step) * 10)
            )
        }
        let adopted = try await self.ledger.ruleSets(of: programme)
        #expect(adopted.map(\.ruleSet.maxRatePermille) == [1_000, 1_500, 1_000])
        #expect(adopted.map(\.validFromMs.milliseconds) == [0, 20, 30])
        #expect(adopted.map(\.validUntilMs?.milliseconds) == [20, 30, nil])
        #expect(adopted[0].digest == adopted[2].digest)
    }

    private func propose(_ kind: Proposal.Kind, _ subject: String, hundredths: Int64? = nil) async throws -> Proposal {
        try await self.ledger.propose(
            Proposal.Content(
                kind: kind,
                trainee: self.trainee,
                programme: try #require(Programme.ID("g1")),
                subject: subject,
                hundredths: hundredths.map(CreditHours.init(hundredths:)),
                reason: "a power cut"
            ),
            by: self.county,
            at: UTCTime(milliseconds: 5)
        )
    }

    private func cosign(_ number: Int64, by actor: Proposal.Actor? = nil) async throws -> Proposal {
        try await self.decide(number, .cosign(rules: self.rules, account: "remote"), by: actor ?? self.province)
    }

    private func decide(
        _ number: Int64,
        _ decision: ProposalDecision,
        by actor: Proposal.Actor
    ) async throws -> Proposal {
        try await self.ledger.decide(number, decision, by: actor, answer: "why", at: UTCTime(milliseconds: 6))
    }

    private static func rules(rate: Int64) throws -> RuleSet {
        RuleSet(
            ruleSet: try #require(RuleSet.ID("r1")),
            owner: Title(zh: "省"),
            maxRatePermille: rate,
            gapCloseMs: .zero,
            completionPermille: 900,
            hoursMode: .catalogue,
            minutesPerHour: 45,
            quantumHundredths: CreditHours(hundredths: 1),
            creditRatioPermille: 1_000,
            accountKind: "remote",
            silentAfterMinutes: 60
        )
    }
}
