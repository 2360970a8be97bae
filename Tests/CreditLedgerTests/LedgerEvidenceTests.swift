import CourseModel
import CreditLedger
import Crediting
import Testing

@Suite struct LedgerEvidenceTests {
    private let folder: TemporaryFolder
    private let ledger: SQLiteLedger
    private let trainee: Person.ID

    init() throws {
        self.folder = try TemporaryFolder()
        self.ledger = try SQLiteLedger(path: "\(self.folder.path)/ledger.sqlite")
        self.trainee = try #require(Person.ID("u1"))
    }

    @Test("An interval of an unknown viewing session is kept and is no evidence")
    func unknownPlay() async throws {
        var journal = try SchoolJournal()
        try journal.played("p9", n: 0, media: 0..<10, wall: 0..<10)
        try journal.viewing("p1")
        try journal.played("p1", n: 0, media: 0..<10, wall: 10..<20)
        var other = try SchoolJournal(edge: "e2")
        try other.played("p1", n: 1, media: 0..<10, wall: 20..<30)
        #expect(try await self.take(journal).through == 3)
        #expect(try await self.take(other).through == 1)
        let evidence = try await self.ledger.evidence(of: self.trainee)
        #expect(evidence.intervals.map(\.key.edge.rawValue) == ["e1"])
        #expect(evidence.intervals.map(\.key.sequence) == [3])
    }

    @Test("Times before 0, and a second session of one name, are kept and are no evidence")
    func malformed() async throws {
        var journal = try SchoolJournal()
        try journal.viewing("p1")
        try journal.viewing("p1", trainee: "u2")
        try journal.viewing("p2", startMs: -1)
        try journal.played("p1", n: 0, media: -10..<10, wall: 0..<10)
        try journal.played("p1", n: 1, media: 0..<10, wall: -10..<10)
        try journal.played("p2", n: 0, media: 0..<10, wall: 0..<10)
        #expect(try await self.take(journal).through == 6)
        let evidence = try await self.ledger.evidence(of: self.trainee)
        #expect(evidence.plays.map(\.play.rawValue) == ["p1"])
        #expect(evidence.intervals.isEmpty)
        let stranger = try #require(Person.ID("u2"))
        #expect(try await self.ledger.evidence(of: stranger) == Evidence())
    }

    @Test("What a school reports about somebody else's trainee is kept and is no evidence")
    func stranger() async throws {
        var journal = try SchoolJournal()
        try journal.viewing("p1")
        try journal.played("p1", n: 0, media: 0..<10, wall: 0..<10)
        #expect(try await self.take(journal, strangers: [self.trainee]).through == 2)
        #expect(try await self.ledger.evidence(of: self.trainee) == Evidence())
    }

    @Test("Two schools' viewing lies on one time line by what the origin's anchors say")
    func anchors() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 1_000)
        try journal.viewing("p1", startMs: 2_000)
        try journal.played("p1", n: 0, media: 0..<10, wall: 2_000..<2_010)
        try journal.anchor(at: 3_000, originMs: 503_000)
        try journal.anchor(at: 4_000, originMs: 504_900)
        try journal.started(at: 9_000)
        try journal.played("p1", n: 1, media: 10..<20, wall: 9_000..<9_010)
        var other = try SchoolJournal(edge: "e2")
        try other.viewing("p2", startMs: 502_000)
        try other.played("p2", n: 0, media: 0..<10, wall: 502_000..<502_010)
        _ = try await self.take(journal)
        _ = try await self.take(other)
        let evidence = try await self.ledger.evidence(of: self.trainee)
        #expect(evidence.plays.map(\.startMs.milliseconds) == [502_000, 502_000])
        let begins = evidence.intervals.map(\.played.wallMs.lowerBound.milliseconds)
        #expect(begins == [502_000, 509_000, 502_000])
    }

    @Test(
        "What was watched across a start does not overlap because a receipt took its time, and does move with a clock set right"
    )
    func slowReceipts() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 1_000_000)
        try journal.viewing("p1", startMs: 1_000_000)
        try journal.anchor(at: 1_000_500, originMs: 1_000_400)
        try journal.played("p1", n: 0, media: 0..<10_000, wall: 1_000_000..<1_010_000)
        try journal.started(at: 1_011_000)
        try journal.anchor(at: 1_015_000, originMs: 1_011_000)
        try journal.played("p1", n: 1, media: 10_000..<20_000, wall: 1_010_000..<1_020_000)
        try journal.started(at: 9_000_000)
        try journal.anchor(at: 9_000_000, originMs: 2_000_000)
        try journal.played("p1", n: 2, media: 20_000..<21_000, wall: 9_000_000..<9_001_000)
        _ = try await self.take(journal)
        let walls = try await self.ledger.evidence(of: self.trainee).intervals.map(\.played.wallMs)
        #expect(walls.map(\.lowerBound.milliseconds) == [999_900, 1_009_900, 2_000_000])
        #expect(walls[0].upperBound == walls[1].lowerBound)
    }

    @Test("What a page played while the agent was being started lies in the run before, whatever the calendar became")
    func heardOfInTheNextRun() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 1_000)
        try journal.viewing("p1", startMs: 2_000)
        try journal.anchor(at: 2_000, originMs: 102_000)
        // The calendar was set forward by a day; the page goes on by its own clock.
        try journal.started(at: 86_410_000)
        try journal.anchor(at: 86_410_000, originMs: 110_000)
        try journal.played("p1", n: 0, media: 0..<5_000, wall: 2_000..<7_000)
        _ = try await self.take(journal)
        let walls = try await self.ledger.evidence(of: self.trainee).intervals.map(\.played.wallMs)
        #expect(walls.map(\.lowerBound.milliseconds) == [102_000])
        #expect(walls.map(\.upperBound.milliseconds) == [107_000])
    }

    @Test(
        "A session goes on under the edge that its school became; what both disks tell is there once, the longer telling"
    )
    func enrolledAnew() async throws {
        var old = try SchoolJournal()
        try old.viewing("p1")
        try old.played("p1", n: 0, media: 0..<10, wall: 0..<10)
        try old.played("p1", n: 1, media: 10..<20, wall: 10..<20)
        var new = try SchoolJournal(edge: "e0")
        try new.viewing("p1")
        try new.played("p1", n: 1, media: 10..<15, wall: 10..<15)
        try new.played("p1", n: 2, media: 30..<40, wall: 30..<40)
        for journal in [old, new] { _ = try await self.take(journal) }
        let evidence = try await self.ledger.evidence(of: self.trainee)
        #expect(evidence.plays.count == 1)
        #expect(evidence.intervals.map(\.key.edge.rawValue) == ["e0", "e1", "e1"])
        #expect(Set(evidence.intervals.map(\.played.mediaMs.lowerBound.milliseconds)) == [0, 10, 30])
        let playback = try Playback(of: evidence, rate: PaymentRate(maxRatePermille: 1_000))
        #expect(playback.decisions.allSatisfy { $0.reason == .ok })
        #expect(playback.decisions.reduce(0) { $0 + $1.countedMs.milliseconds } == 30)
    }

    @Test("A stretch without an anchor follows the next one that has one, and becomes due when that comes")
    func lateAnchor() async throws {
        var journal = try SchoolJournal()
        try journal.started(at: 1_000)
        try journal.viewing("p1", startMs: 2_000)
        try journal.started(at: 5_000)
        _ = try await self.take(journal)
        #expect(try await self.ledger.evidence(of: self.trainee).plays.map(\.startMs.milliseconds) == [2_000])
        try await self.settle()
        #expect(try await self.ledger.dueTrainees(limit: 10).isEmpty)
        try journal.anchor(at: 6_000, originMs: 106_000)
        let report = try journal.report(4...4)
        let rows = try report.payload.journalRows()
        _ = try await self.ledger.take(report, rows: rows, at: UTCTime(milliseconds: 2))
        #expect(try await self.ledger.dueTrainees(limit: 10).map(\.trainee) == [self.trainee])
        #expect(try await self.ledger.evidence(of: self.trainee).plays.map(\.startMs.milliseconds) == [102_000])
    }

    @Test("Password changes wait in the order in which they came until they were applied")
    func passwords() async throws {
        var journal = try SchoolJournal()
        for verifier in ["a", "b"] {
            let change = PasswordChange(
                person: self.trainee,
                passwordVerifier: verifier,
                atMs: AgentTime(milliseconds: 5)
            )
            try journal.append(.password(change))
        }
        _ = try await self.take(journal)
        let waiting = try await self.ledger.passwordChanges(limit: 10)
        #expect(waiting.map(\.change.passwordVerifier) == ["a", "b"])
        try await self.ledger.markApplied(try #require(waiting.first))
        #expect(try await self.ledger.passwordChanges(limit: 10).map(\.change.passwordVerifier) == ["b"])
    }

    private func take(_ journal: SchoolJournal, strangers: Set<Person.ID> = []) async throws -> ReportOutcome {
        let report = try journal.report(1...journal.rows.count)
        return try await self.ledger.take(
            report,
            rows: try report.payload.journalRows(),
            strangers: strangers,
            at: UTCTime(milliseconds: 1)
        )
    }

    private func settle() async throws {
        for due in try await self.ledger.dueTrainees(limit: 100) {
            try await self.ledger.settle(Settlement(due: due, entries: [], statements: [], atMs: .zero))
        }
    }
}
