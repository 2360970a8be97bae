import CourseModel
import Hummingbird
import HummingbirdTesting
import Logging
import ProgressAgent
import Synchronization
import Testing
import Transfer

/// An edge that carries reports for another one, over HTTP.
private final class TestCarrier: Sendable {
    struct State {
        var sealed: [[UInt8]] = []
        var pending = 0
        var receipt: [UInt8]?
        var isFull = false
    }

    let state = Mutex(State())

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.post("/v1/relay/report") { request, _ -> Response in
            let body = Array(buffer: try await request.body.collect(upTo: Sealing.sizeMax(of: Report.self)))
            let isKept = self.state.withLock { state in
                guard !state.isFull else { return false }
                state.sealed.append(body)
                state.pending += 1
                return true
            }
            return Response(status: isKept ? .noContent : .init(code: 507))
        }
        router.get("/v1/relay") { _, _ -> Response in
            let answer = self.state.withLock {
                RelayState(pendingReports: $0.pending, receipt: $0.receipt.map { Base64URL.text(of: $0) })
            }
            let bytes = try CanonicalJSON.encode(answer)
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        return router
    }
}

/// Reports of a school that cannot reach its origin.
@Suite struct CarriedReportTests {
    private let school: TestSchool
    private let journal: JournalDatabase
    private let clock = AgentClock(clock: UTCTime(milliseconds: 50_000), last: nil) { .zero }
    private let carrier = TestCarrier()
    private let opening = OpeningKey()

    init() throws {
        self.school = try TestSchool()
        self.journal = try JournalDatabase(data: self.school.folder.path, grant: Viewing.grant())
    }

    private func reporting(_ test: @Sendable (Reporter) async throws -> Void) async throws {
        try await Application(router: self.carrier.router).test(.live) { client in
            let port = try #require(client.port)
            let carrier = RelayCarrier(
                client: OriginClient(
                    identity: try self.school.identity(originURL: "http://127.0.0.1:9"),
                    connection: TransferConnection(),
                    neighbour: Neighbourhood.Neighbour(
                        edge: try #require(Edge.ID("county")),
                        url: "http://127.0.0.1:\(port)"
                    ),
                    now: self.school.now
                ),
                sealingKey: self.opening.sealingKey
            )
            let reporter = Reporter(
                journal: self.journal,
                clock: self.clock,
                origin: ReportRecipient(try self.school.client()),
                contact: self.school.contact,
                incidents: self.school.incidents,
                interval: .seconds(1),
                carrier: { carrier },
                logger: Logger(label: "test")
            )
            try await test(reporter)
        }
    }

    /// What the origin would have of the reports that were carried so far.
    private func arrive() throws -> SignedDocument<Receipt>? {
        let intake = TestIntake(school: self.school)
        let sealed = self.carrier.state.withLock { state in
            state.pending = 0
            return state.sealed
        }
        var receipt: SignedDocument<Receipt>?
        for body in sealed {
            let bytes = try #require(self.opening.open(body, as: Report.self))
            let report = try SignedDocument<Report>(verifying: bytes, with: self.school.edgeKey.verifyingKey).payload
            receipt = try intake.take(report)
        }
        return receipt
    }

    @Test("Rows are handed over once, sealed, and count as reported by the origin's receipt alone")
    func handOver() async throws {
        _ = try await Viewing.open("v1", in: self.journal, at: 0)
        try await self.reporting { reporter in
            await #expect(throws: TransferError.self) { try await reporter.report() }
            await #expect(throws: TransferError.self) { try await reporter.report() }
            #expect(self.carrier.state.withLock { $0.sealed.count } == 1)
            #expect(try await self.journal.state().reportedThrough == 0)

            _ = try await Viewing.open("v2", in: self.journal, at: 1)
            await #expect(throws: TransferError.self) { try await reporter.report() }
            #expect(self.carrier.state.withLock { $0.sealed.count } == 2)

            let receipt = try #require(try self.arrive())
            self.carrier.state.withLock { $0.receipt = receipt.bytes }
            await #expect(throws: TransferError.self) { try await reporter.report() }
            let state = try await self.journal.state()
            #expect(state.unreportedRows == 0)
            // No anchor is made of a receipt whose time is over.
            #expect(state.lastSequence == receipt.payload.through)
            #expect(self.carrier.state.withLock { $0.sealed.count } == 2)
        }
    }

    @Test("What was lost on the way is handed over again; a full carrier and a forged receipt change nothing")
    func lost() async throws {
        _ = try await Viewing.open("v1", in: self.journal, at: 0)
        try await self.reporting { reporter in
            self.carrier.state.withLock { $0.isFull = true }
            await #expect(throws: TransferError.self) { try await reporter.report() }
            #expect(self.carrier.state.withLock { $0.sealed.isEmpty })
            self.carrier.state.withLock { $0.isFull = false }
            await #expect(throws: TransferError.self) { try await reporter.report() }
            let receipt = try #require(try self.arrive())
            let forged = try SignedDocument(signing: receipt.payload, with: SigningKey())
            self.carrier.state.withLock { $0.receipt = forged.bytes }
            await #expect(throws: TransferError.self) { try await reporter.report() }
            #expect(self.carrier.state.withLock { $0.sealed.count } == 2)
            #expect(try await self.journal.state().reportedThrough == 0)
        }
    }
}
