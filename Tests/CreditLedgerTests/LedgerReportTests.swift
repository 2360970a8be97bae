import CourseModel
import CreditLedger
import Crediting
import GRDB
import Testing

@Suite struct LedgerReportTests {
    private let folder: TemporaryFolder
    private let ledger: SQLiteLedger
    private let trainee: Person.ID

    init() throws {
        self.folder = try TemporaryFolder()
        self.ledger = try SQLiteLedger(path: "\(self.folder.path)/ledger.sqlite")
        self.trainee = try #require(Person.ID("u1"))
    }

    @Test("What is committed is on the disk: the writer syncs in full")
    func fullSync() throws {
        #expect(try self.ledger.synchronousLevel == 2)
    }

    @Test("A report is appended, and its intervals become its trainee's evidence")
    func append() async throws {
        let journal = try Self.journal(intervals: 3)
        let outcome = try await self.take(journal, 1...5, at: 1_000)
        #expect(outcome.outcome == .append)
        #expect(outcome.through == 5)
        #expect(outcome.digest == journal.digests[5])
        #expect(outcome.receivedAtMs == UTCTime(milliseconds: 1_000))
        let evidence = try await self.ledger.evidence(of: self.trainee)
        #expect(evidence.plays.map(\.play.rawValue) == ["p1"])
        #expect(evidence.intervals.map(\.key.sequence) == [3, 4, 5])
        let state = try #require(try await self.ledger.journal(of: journal.edge))
        #expect(state.epoch == 1 && state.through == 5 && !state.isForked)
        #expect(state.lastReportAtMs == UTCTime(milliseconds: 1_000))
    }

    @Test("The same report again changes nothing and is answered with when it first came")
    func replay() async throws {
        let journal = try Self.journal(intervals: 3)
        _ = try await self.take(journal, 1...5, at: 1_000)
        let before = try await self.ledger.evidence(of: self.trainee)
        for repetition in 1...2 {
            let again = try await self.take(journal, 1...5, at: 1_000 + Int64(repetition))
            #expect(again.outcome == .replay)
            #expect(again.through == 5)
            #expect(again.receivedAtMs == UTCTime(milliseconds: 1_000))
        }
        let earlier = try await self.take(journal, 2...3, at: 5_000)
        #expect(earlier.outcome == .replay && earlier.through == 5 && earlier.digest == journal.digests[5])
        #expect(try await self.ledger.evidence(of: self.trainee) == before)
    }

    @Test("A report that begins with known rows and goes beyond them appends the new ones")
    func partialOverlap() async throws {
        let journal = try Self.journal(intervals: 6)
        _ = try await self.take(journal, 1...4, at: 1_000)
        let outcome = try await self.take(journal, 3...8, at: 2_000)
        #expect(outcome.outcome == .append && outcome.through == 8)
        #expect(outcome.receivedAtMs == UTCTime(milliseconds: 2_000))
        #expect(try await self.ledger.evidence(of: self.trainee).intervals.count == 6)
        #expect(try await self.take(journal, 1...4, at: 3_000).receivedAtMs == UTCTime(milliseconds: 1_000))
    }

    @Test("A gap is answered with up to where everything is here, and nothing is taken")
    func gap() async throws {
        let journal = try Self.journal(intervals: 6)
        let early = try await self.take(journal, 2...4, at: 500)
        #expect(early.outcome == .gap && early.through == 0 && early.digest == ChainDigest.beforeFirst)
        _ = try await self.take(journal, 1...3, at: 1_000)
        let outcome = try await self.take(journal, 5...8, at: 2_000)
        #expect(outcome.outcome == .gap && outcome.through == 3 && outcome.digest == journal.digests[3])
        #expect(try await self.ledger.evidence(of: self.trainee).intervals.count == 1)
        #expect(try await self.take(journal, 4...8, at: 3_000).outcome == .append)
    }

    @Test("Another row with a known number is a fork: the epoch is frozen, what was received stays")
    func fork() async throws {
        let journal = try Self.journal(intervals: 3)
        _ = try await self.take(journal, 1...4, at: 1_000)
        var other = try Self.journal(intervals: 1)
        try other.played("p1", n: 1, media: 0..<5_000, wall: 10_000..<15_000)
        try other.played("p1", n: 2, media: 5_000..<10_000, wall: 15_000..<20_000)
        let outcome = try await self.take(other, 3...5, at: 2_000)
        #expect(outcome.outcome == .fork && outcome.through == 4 && outcome.digest == journal.digests[4])
        #expect(try await self.ledger.journal(of: journal.edge)?.isForked == true)
        #expect(try await self.take(journal, 5...5, at: 3_000).outcome == .fork)
        #expect(try await self.take(journal, 1...4, at: 3_000).outcome == .fork)
        #expect(try await self.ledger.evidence(of: self.trainee).intervals.count == 2)
        var next = try SchoolJournal(epoch: 2)
        try next.started(at: 0)
        #expect(try await self.take(next, 1...1, at: 4_000).outcome == .append)
        #expect(try await self.ledger.journal(of: journal.edge)?.epoch == 2)
    }

    @Test("New rows on another past are a fork too")
    func forkBeforeFirst() async throws {
        let journal = try Self.journal(intervals: 3)
        _ = try await self.take(journal, 1...4, at: 1_000)
        var other = try Self.journal(intervals: 1)
        try other.played("p1", n: 1, media: 0..<5_000, wall: 10_000..<15_000)
        try other.played("p1", n: 2, media: 5_000..<10_000, wall: 15_000..<20_000)
        #expect(try await self.take(other, 5...5, at: 2_000).outcome == .fork)
        let headless = Report(
            edge: journal.edge,
            epoch: 7,
            first: 1,
            previousDigest: Digest(of: [1]),
            rows: Array(journal.texts.prefix(1))
        )
        let signed = try SignedDocument(signing: headless, with: SchoolJournal.key)
        let outcome = try await self.ledger.take(
            signed,
            rows: Array(journal.rows.prefix(1)),
            at: UTCTime(milliseconds: 1)
        )
        #expect(outcome.outcome == .fork)
    }

    @Test("What was answered is there after the file was closed and opened again, and what is due is due")
    func reopen() async throws {
        let journal = try Self.journal(intervals: 3)
        _ = try await self.take(journal, 1...4, at: 1_000)
        try self.ledger.close()
        let ledger = try SQLiteLedger(path: "\(self.folder.path)/ledger.sqlite")
        #expect(try await ledger.journal(of: journal.edge)?.through == 4)
        #expect(try await ledger.dueTrainees(limit: 10).map(\.trainee) == [self.trainee])
        #expect(try await ledger.evidence(of: self.trainee).intervals.count == 2)
        let again = try await ledger.take(
            journal.report(1...4),
            rows: Array(journal.rows[0...3]),
            at: UTCTime(milliseconds: 9)
        )
        #expect(again.outcome == .replay)
    }

    @Test("The rows must be the report's")
    func mismatch() async throws {
        let journal = try Self.journal(intervals: 3)
        await #expect(throws: LedgerError.mismatch) {
            try await self.ledger.take(
                journal.report(1...2),
                rows: Array(journal.rows[1...2]),
                at: UTCTime(milliseconds: 1)
            )
        }
    }

    private func take(
        _ journal: SchoolJournal,
        _ sequences: ClosedRange<Int>,
        at now: Int64
    ) async throws -> ReportOutcome {
        let report = try journal.report(sequences)
        return try await self.ledger.take(
            report,
            rows: try report.payload.journalRows(),
            at: UTCTime(milliseconds: now)
        )
    }

    /// A start, a viewing session `p1` of `u1`, and intervals of ten seconds each.
    private static func journal(intervals: Int64) throws -> SchoolJournal {
        var journal = try SchoolJournal()
        try journal.started(at: 0)
        try journal.viewing("p1")
        for n in 0..<intervals {
            let stretch = n * 10_000..<(n + 1) * 10_000
            try journal.played("p1", n: n, media: stretch, wall: stretch)
        }
        return journal
    }
}
