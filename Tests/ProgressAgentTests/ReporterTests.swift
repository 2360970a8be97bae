import CourseModel
import Hummingbird
import HummingbirdTesting
import Logging
import ProgressAgent
import Synchronization
import Testing
import Transfer

/// An origin's intake over HTTP: takes reports by the rules and signs receipts; what it answers first can be bent.
final class TestIntake: Sendable {
    struct State {
        var rows: [String] = []
        var digests: [Digest] = [ChainDigest.beforeFirst]
        var reports = 0
        /// Outcomes that the next reports are answered with, whatever they hold.
        var forced: [Receipt.Outcome] = []
        /// How many of the next reports are taken without an answer reaching the school.
        var lostAnswers = 0
    }

    let key: SigningKey
    let edgeKey: VerifyingKey
    let state = Mutex(State())

    init(school: TestSchool) {
        self.key = school.originKey
        self.edgeKey = school.edgeKey.verifyingKey
    }

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.post("/v1/reports") { request, _ -> Response in
            let body = try await request.body.collect(upTo: Report.sizeMax)
            let report = try SignedDocument<Report>(verifying: Array(body.readableBytesView), with: self.edgeKey)
            _ = try report.payload.journalRows()
            guard let receipt = try self.take(report.payload, named: report.digest) else {
                return Response(status: .badGateway)
            }
            let isTaken = receipt.payload.outcome == .append || receipt.payload.outcome == .replay
            return Response(
                status: isTaken ? .ok : .conflict,
                body: .init(byteBuffer: ByteBuffer(bytes: receipt.bytes))
            )
        }
        return router
    }

    func take(_ report: Report, named digest: Digest? = nil) throws -> SignedDocument<Receipt>? {
        let (outcome, through, last, isLost) = self.state.withLock { state in
            state.reports += 1
            var outcome = Self.outcome(of: report, state: &state)
            if !state.forced.isEmpty { outcome = state.forced.removeFirst() }
            let isLost = state.lostAnswers > 0
            state.lostAnswers = max(0, state.lostAnswers - 1)
            return (outcome, Int64(state.rows.count), state.digests[state.rows.count], isLost)
        }
        guard !isLost else { return nil }
        let receipt = Receipt(
            edge: report.header.edge,
            epoch: report.header.epoch,
            outcome: outcome,
            through: through,
            digest: last,
            receivedAtMs: UTCTime(milliseconds: 1),
            nowMs: UTCTime(milliseconds: 77_000),
            report: digest
        )
        return try SignedDocument(signing: receipt, with: self.key)
    }

    private static func outcome(of report: Report, state: inout State) -> Receipt.Outcome {
        let have = state.rows.count
        guard report.header.first <= have + 1 else { return .gap }
        guard report.header.previousDigest == state.digests[Int(report.header.first) - 1] else { return .fork }
        let known = have - Int(report.header.first) + 1
        guard known < report.rows.count else { return .replay }
        for row in report.rows.dropFirst(known) {
            state.digests.append(ChainDigest.next(after: state.digests[state.rows.count], row: Array(row.utf8)))
            state.rows.append(row)
        }
        return .append
    }
}

@Suite struct ReporterTests {
    private let school: TestSchool
    private let journal: JournalDatabase
    private let clock = AgentClock(clock: UTCTime(milliseconds: 50_000), last: nil) { .zero }
    private let intake: TestIntake

    init() throws {
        self.school = try TestSchool()
        self.journal = try JournalDatabase(data: self.school.folder.path, grant: Viewing.grant())
        self.intake = TestIntake(school: self.school)
    }

    /// Runs the intake on a port of its own, with a reporter that reports to it.
    private func reporting(_ test: @Sendable (Reporter) async throws -> Void) async throws {
        let application = Application(router: self.intake.router)
        try await application.test(.live) { client in
            let port = try #require(client.port)
            let reporter = Reporter(
                journal: self.journal,
                clock: self.clock,
                origin: ReportRecipient(try self.school.client(originURL: "http://127.0.0.1:\(port)")),
                contact: self.school.contact,
                incidents: self.school.incidents,
                interval: .seconds(1),
                logger: Logger(label: "test")
            )
            try await test(reporter)
        }
    }

    @Test(
        "Everything is reported, and the origin's time is written down beside ours: once, or an idle school would report for ever"
    )
    func append() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], cause: .end, of: play, in: self.journal, at: 10_000)
        try await self.reporting { reporter in
            try await reporter.report()
            try await reporter.report()
            try await reporter.report()
        }
        let state = try await self.journal.state()
        #expect(state.lastSequence == 3)
        #expect(state.reportedThrough == 3)
        let taken = self.intake.state.withLock { $0 }
        #expect(taken.rows.count == 3)
        #expect(taken.reports == 2)
        let anchor = TimeAnchor(agentMs: AgentTime(milliseconds: 50_000), originMs: UTCTime(milliseconds: 77_000))
        #expect(try await Viewing.events(in: self.journal).last == .anchor(anchor))
    }

    @Test("An answer that was lost costs sending the rows again, nothing else")
    func replay() async throws {
        _ = try await Viewing.open(in: self.journal, at: 0)
        self.intake.state.withLock { $0.lostAnswers = 1 }
        try await self.reporting { reporter in
            await #expect(throws: OriginProblem.self) { try await reporter.report() }
            #expect(try await self.journal.state().reportedThrough == 0)
            try await reporter.report()
        }
        #expect(try await self.journal.state().unreportedRows == 0)
        #expect(self.intake.state.withLock { $0.rows.count } == 2)
    }

    @Test("A receipt that was written down on the line and comes again acknowledges nothing and tells no time")
    func staleReceipt() async throws {
        _ = try await Viewing.open(in: self.journal, at: 0)
        let old = Mutex<SignedDocument<Receipt>?>(nil)
        let reporter = Reporter(
            journal: self.journal,
            clock: AgentClock(clock: UTCTime(milliseconds: 50_000), last: nil),
            origin: ReportRecipient(key: self.school.edgeKey) { report in
                let receipt = try #require(try self.intake.take(report.payload, named: report.digest))
                guard let known = old.withLock({ $0 }) else {
                    old.withLock { $0 = receipt }
                    throw TransferError.cut("the answer is lost")
                }
                return known
            },
            contact: self.school.contact,
            incidents: self.school.incidents,
            interval: .seconds(1),
            logger: Logger(label: "test")
        )
        await #expect(throws: TransferError.self) { try await reporter.report() }
        // Another row, so that another report is sent.
        _ = try await Viewing.open("v2", in: self.journal, at: 1)
        await #expect(throws: ReportExchange.StaleReceipt.self) { try await reporter.report() }
        #expect(try await self.journal.state().reportedThrough == 0)
        #expect(try await Viewing.events(in: self.journal).count == 2)
    }

    @Test("An origin that lacks earlier rows gets them")
    func gap() async throws {
        _ = try await Viewing.open("v1", in: self.journal, at: 0)
        _ = try await Viewing.open("v2", in: self.journal, at: 1)
        try await self.journal.acknowledge(through: 1)
        try await self.reporting { reporter in
            try await reporter.report()
        }
        #expect(self.intake.state.withLock { $0.rows.count } == 3)
        #expect(try await self.journal.state().unreportedRows == 0)
    }

    @Test("An origin that keeps asking for what it was just sent is not sent it for ever")
    func endlessGap() async throws {
        _ = try await Viewing.open(in: self.journal, at: 0)
        self.intake.state.withLock { $0.forced = [.gap, .gap, .gap, .gap, .gap] }
        try await self.reporting { reporter in
            try await reporter.report()
        }
        #expect(self.intake.state.withLock { $0.reports } == 1)
    }

    @Test("A fork stops reporting for good, and the technician is told")
    func fork() async throws {
        _ = try await Viewing.open(in: self.journal, at: 0)
        self.intake.state.withLock { state in
            state.rows = ["another future"]
            state.digests.append(Digest(of: Array("another future".utf8)))
        }
        try await self.reporting { reporter in
            try await reporter.report()
            try await reporter.report()
        }
        #expect(self.intake.state.withLock { $0.reports } == 1)
        #expect(try await self.journal.state().trouble != nil)
        #expect(self.school.incidents.recent.map(\.kind) == [.fork])
    }

    @Test("More rows than one report holds go in several")
    func batches() async throws {
        let journal = self.journal
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<(Report.rowsMax + 5) {
                group.addTask { try await journal.append(Viewing.anchor(at: Int64(index))) }
            }
            try await group.waitForAll()
        }
        try await self.reporting { reporter in
            try await reporter.report()
        }
        #expect(self.intake.state.withLock { $0.rows.count } == Report.rowsMax + 5)
        #expect(self.intake.state.withLock { $0.reports } == 2)
    }
}

@Suite struct BackoffTests {
    @Test("Each failure doubles the rest, up to the longest; a success begins anew")
    func doubles() {
        var backoff = Backoff(first: .seconds(10), max: .seconds(60))
        #expect((0..<5).map { _ in backoff.failed(spread: 1) } == [10, 20, 40, 60, 60].map(Duration.seconds))
        #expect(backoff.failed(spread: 0) == .seconds(45))
        backoff.succeeded()
        #expect(backoff.failed(spread: 1) == .seconds(10))
    }
}
