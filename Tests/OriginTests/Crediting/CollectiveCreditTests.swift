import CourseModel
import CreditLedger
import Crediting
import Origin
import Synchronization
import Testing

/// From a room's rows in a report to hours in the ledger.
@Suite struct CollectiveCreditTests {
    private let school: CreditedSchool
    private let second: Person.ID

    init() throws {
        self.school = try CreditedSchool()
        let second = try #require(Person.ID("u2"))
        self.second = second
        let technician = try #require(Person.ID("k1"))
        let trainee = self.school.trainee
        self.school.registrations.withLock { registrations in
            registrations[second] = registrations[trainee]
            registrations[technician] = []
        }
        self.school.collective.withLock {
            $0 = RuleSet.Collective(
                rollCallsMin: 2,
                rollCallSeconds: 60,
                confirmHours: 24,
                peopleAloneMax: 20,
                strictSchedule: false,
                slotToleranceMinutes: 15
            )
        }
    }

    private func hundredths(of person: Person.ID) async throws -> Int64 {
        try await self.school.ledger.entries(of: person).reduce(0) { $0 + $1.hundredths.hundredths }
    }

    private func refusals(of person: Person.ID) async throws -> [Reason: Int64] {
        let statement = try #require(try await self.school.statements.statements(of: person).first)
        return Dictionary(uniqueKeysWithValues: statement.refusals.map { ($0.reason, $0.refusedMs.milliseconds) })
    }

    @Test("A signed room gives its leader and everybody in it the hours of the lesson, once, however often reported")
    func signedRoom() async throws {
        var journal = JournalOfViewing()
        try journal.show("l1", by: "u1", to: ["u2"], from: 0)
        for _ in 0..<2 {
            _ = try await self.school.take(journal.report())
            _ = try await self.school.recompute.settleAll()
        }
        #expect(try await self.hundredths(of: self.school.trainee) == 200)
        #expect(try await self.hundredths(of: self.second) == 200)
        let verify = LedgerVerify(ledger: self.school.ledger, sources: self.school.sources)
        #expect(try await verify.run().differences.isEmpty)
    }

    @Test("A room counts nothing until it is signed, and is credited by the report that brings the last signature")
    func lateSignature() async throws {
        var journal = JournalOfViewing()
        try journal.show("l1", by: "u1", to: ["u2"], from: 0, signed: false)
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.hundredths(of: self.second) == 0)
        #expect(try await self.refusals(of: self.second) == [.unsigned: 600_000])
        let room = try #require(Room.ID("r-0"))
        try journal.sign(room, by: "u1", as: .leader, at: 700_000)
        try journal.sign(room, by: "k1", as: .school, at: 800_000)
        _ = try await self.school.take(journal.report(from: journal.texts.count - 1))
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.hundredths(of: self.second) == 200)
        #expect(try await self.refusals(of: self.second).isEmpty)
    }

    @Test("The same minutes in the room and at a seat are paid once")
    func roomAndSeat() async throws {
        var journal = JournalOfViewing()
        try journal.show("l1", by: "u1", to: ["u2"], from: 0)
        try journal.watch("l2", by: "u2", from: 1)
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.hundredths(of: self.second) == 200)
        #expect(try await self.refusals(of: self.second)[.conflict] == 599_999)
    }

    @Test("Strangers in a room have nothing of it, and a stranger's signature is none")
    func strangers() async throws {
        self.school.registrations.withLock { $0[self.second] = nil }
        var journal = JournalOfViewing()
        try journal.show("l1", by: "u1", to: ["u2"], from: 0, signed: false)
        let room = try #require(Room.ID("r-0"))
        try journal.sign(room, by: "u1", as: .leader, at: 700_000)
        try journal.sign(room, by: "u2", as: .school, at: 700_000)
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.school.ledger.evidence(of: self.second).rooms.isEmpty)
        #expect(try await self.refusals(of: self.school.trainee) == [.unsigned: 600_000])
    }

    @Test("Heartbeats without any media fetched are UNSERVED in the statement, and post nothing")
    func unserved() async throws {
        self.school.evidence.withLock {
            $0 = RuleSet.Evidence(
                classes: [.served, .buffered, .roster],
                countsUnrecorded: false,
                bufferedMinutesMax: 30,
                bufferedPermilleMax: 200
            )
        }
        var journal = JournalOfViewing()
        try journal.watch("l1", from: 0, proof: .served, isServed: false)
        try journal.watch("l2", from: 1_000_000, proof: .served)
        _ = try await self.school.take(journal.report())
        _ = try await self.school.recompute.settleAll()
        #expect(try await self.hundredths(of: self.school.trainee) == 200)
        #expect(try await self.refusals(of: self.school.trainee) == [.unserved: 600_000])
    }
}
