import CourseModel
import CreditLedger
import Crediting
import Origin
import Synchronization
import Testing

@Suite struct ReportIntakeTests {
    private let school: CreditedSchool
    private var journal = JournalOfViewing()

    init() throws {
        self.school = try CreditedSchool()
        try self.journal.watch("l1", from: 0)
    }

    @Test("A report is answered with a receipt that the origin signed, and again with the same when it comes again")
    func receipt() async throws {
        let report = try self.journal.report()
        let receipt = try await self.school.take(report)
        #expect(receipt.outcome == .append)
        #expect(receipt.through == 11)
        #expect(receipt.digest == report.payload.header.lastDigest)
        #expect(receipt.receivedAtMs == UTCTime(milliseconds: 5_000) && receipt.nowMs == UTCTime(milliseconds: 5_000))
        let again = try await self.school.take(report)
        #expect(again.outcome == .replay && again.through == 11 && again.receivedAtMs == receipt.receivedAtMs)
    }

    @Test("A report with another key, of another edge or of another epoch is refused and nothing is taken")
    func refusals() async throws {
        let stranger = SigningKey()
        let forged = try self.journal.report(key: stranger)
        let wrongKey = DocumentError.unknownKey(stranger.verifyingKey.keyID)
        try await self.refuses(forged.bytes, ReportRefusal.document(wrongKey))
        try await self.refuses(self.journal.report(edge: "e2").bytes, ReportRefusal.anotherEdge)
        try await self.refuses(self.journal.report(epoch: 2).bytes, ReportRefusal.anotherEpoch(granted: 1))
        var altered = try self.journal.report().bytes
        altered[altered.count / 2] ^= 1
        try await self.refuses(altered, ReportRefusal.document(.wrongSignature))
        #expect(try await self.school.ledger.journal(of: self.school.edge.edge) == nil)
    }

    @Test("What a school reports about people of another school credits nobody")
    func strangers() async throws {
        var journal = JournalOfViewing()
        try journal.watch("l1", by: "u9", from: 0)
        self.school.registrations.withLock { $0[self.school.trainee] = nil }
        try journal.watch("l1", from: 1_000_000)
        #expect(try await self.school.take(journal.report()).outcome == .append)
        #expect(try await self.school.ledger.evidence(of: self.school.trainee).plays.isEmpty)
        #expect(try await self.school.recompute.settleAll().posted == 0)
    }

    @Test("A report that lacks rows before it is answered with up to where the origin has everything")
    func gap() async throws {
        let receipt = try await self.school.take(self.journal.report(from: 3))
        #expect(receipt.outcome == .gap && receipt.through == 0 && receipt.digest == ChainDigest.beforeFirst)
    }

    private func refuses(_ bytes: [UInt8], _ refusal: ReportRefusal) async throws {
        await #expect(throws: refusal) { try await self.school.intake.take(bytes, from: self.school.edge) }
    }
}
