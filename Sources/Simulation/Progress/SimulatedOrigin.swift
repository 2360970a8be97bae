import CourseModel
import CreditLedger
import Origin
import Synchronization

/// The province's side: the product's intake, ledger and crediting on a real database, and who is enrolled.
final class SimulatedOrigin: Sendable {
    /// A report that was answered with a receipt, and when.
    struct Taken: Sendable {
        let bytes: [UInt8]
        let edge: EdgeRecord
        let at: UTCTime
    }

    private struct State {
        var ledger: SQLiteLedger
        var edges: [Edge.ID: EdgeRecord] = [:]
        var taken: [Taken] = []
    }

    let plan: ProgressPlan
    let key: SigningKey
    let clock: SimulatedClock
    private let folder: String
    private let state: Mutex<State>

    init(plan: ProgressPlan, folder: String, clock: SimulatedClock, key: SigningKey) throws {
        self.plan = plan
        self.folder = folder
        self.clock = clock
        self.key = key
        self.state = Mutex(State(ledger: try SQLiteLedger(path: "\(folder)/ledger.sqlite")))
    }

    var ledger: SQLiteLedger { self.state.withLock { $0.ledger } }
    var taken: [Taken] { self.state.withLock { $0.taken } }

    func enrol(_ edge: Edge.ID, at school: School.ID, key: VerifyingKey) -> EdgeRecord {
        let record = EdgeRecord(edge: edge, school: school, key: key, epoch: 1, enrolledAtMs: self.clock.time)
        self.state.withLock { $0.edges[edge] = record }
        return record
    }

    func record(of edge: Edge.ID) -> EdgeRecord? { self.state.withLock { $0.edges[edge] } }

    /// Takes a report as it came over the line.
    ///
    /// - Parameter now: nil for the province's clock.
    func take(_ bytes: [UInt8], from edge: EdgeRecord, at now: UTCTime? = nil) async throws -> SignedDocument<Receipt> {
        let time = now ?? self.clock.time
        let school = self.sources.school
        let intake = ReportIntake(ledger: self.ledger, signingKey: self.key, school: school, now: { time })
        let receipt = try await intake.take(bytes, from: edge)
        self.state.withLock { $0.taken.append(Taken(bytes: bytes, edge: edge, at: time)) }
        return receipt
    }

    /// What is due is worked out.
    func settle() async throws -> Recompute.Pass {
        let time = self.clock.time
        return try await Recompute(ledger: self.ledger, sources: self.sources, now: { time }).settleAll()
    }

    func verify() async throws -> LedgerVerify.Result {
        try await LedgerVerify(ledger: self.ledger, sources: self.sources).run()
    }

    func statement(of person: Person.ID) async throws -> Statement? {
        try await StatementBuilder(ledger: self.ledger, sources: self.sources).statements(of: person).first
    }

    /// The program is killed and started again.
    func restart() throws {
        try self.state.withLock { state in
            try state.ledger.close()
            state.ledger = try SQLiteLedger(path: "\(self.folder)/ledger.sqlite")
        }
    }

    func close() throws { try self.ledger.close() }

    var sources: CreditSources {
        let plan = self.plan
        let schools = Dictionary(uniqueKeysWithValues: plan.trainees.map { ($0.person, $0.school) })
        let registration = Registration(
            programme: plan.programme.programme,
            identity: .trainee,
            subject: nil,
            coursePackage: nil,
            topics: plan.programme.topics.map(\.topic)
        )
        return CreditSources(
            basis: { try CreditBasis(programmes: [plan.programme], releases: Self.releases(plan)) },
            registrations: { schools[$0] == nil ? nil : [registration] },
            school: { schools[$0] },
            applyPassword: { _ in }
        )
    }

    private static func releases(_ plan: ProgressPlan) -> [Catalogue.ReleaseEntry] {
        plan.lessons.map { lesson in
            Catalogue.ReleaseEntry(
                lesson: lesson,
                manifest: Digest(of: []),
                manifestSizeBytes: .zero,
                sizeBytes: .zero,
                durationMs: plan.durations[lesson] ?? .zero
            )
        }
    }
}
