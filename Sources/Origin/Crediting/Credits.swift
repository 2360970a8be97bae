package import CourseModel
package import CreditLedger
package import HTTPServing
package import Logging
package import ServiceLifecycle

/// The origin's crediting, put together: what edges report to, what works their reports out, and what pages and edges
/// read of it.
package struct Credits: Sendable {
    package let ledger: SQLiteLedger
    package let sources: CreditSources
    package let statements: StatementBuilder
    package let recompute: Recompute
    /// What became of the reports since the start.
    package let tally = ReportTally()

    private let stores: OriginStores
    private let intake: ReportIntake

    /// Opens the ledger of a data folder.
    package init(stores: OriginStores, now: @escaping @Sendable () -> UTCTime) throws {
        self.stores = stores
        self.ledger = try SQLiteLedger(path: stores.folder.ledgerPath)
        self.sources = CreditSources(catalogue: stores.catalogue, province: stores.province)
        self.statements = StatementBuilder(ledger: self.ledger, sources: self.sources)
        self.recompute = Recompute(ledger: self.ledger, sources: self.sources, now: now)
        self.intake = ReportIntake(
            ledger: self.ledger,
            signingKey: stores.keys.signing,
            school: self.sources.school,
            now: now
        )
    }

    package func service(logger: Logger) -> any Service {
        RecomputeService(recompute: self.recompute, logger: logger)
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        ReportController(
            intake: self.intake,
            sealed: SealedIntake(keys: self.stores.keys, province: self.stores.province),
            tally: self.tally
        ).addRoutes(to: routes)
        StatementsController(
            builder: self.statements,
            province: self.stores.province,
            key: self.stores.keys.signing
        ).addRoutes(to: routes)
    }

    /// When an edge last reported; nil when it never did.
    package func lastReport(of edge: Edge.ID) async throws -> UTCTime? {
        try await self.ledger.journal(of: edge)?.lastReportAtMs
    }

    /// What the trainees of a school have.
    package func statements(of school: School.ID) async throws -> [Statement] {
        try await self.statements.statements(of: try self.stores.province.people(of: school))
    }

    /// Has these people's hours worked out again: their registrations changed.
    package func markDue(_ people: [Person.ID]) async throws {
        try await self.ledger.markDue(people)
    }

    /// Takes in journals that came on a disc.
    package var journalImport: JournalImport {
        JournalImport(
            intake: self.intake,
            through: { [ledger] in try await ledger.journal(of: $0)?.through ?? 0 },
            edge: { [province = self.stores.province] in try province.edge($0) },
            originKey: self.stores.keys.signing.verifyingKey
        )
    }

    package var dryRun: ProgrammeDryRun {
        ProgrammeDryRun(ledger: self.ledger, sources: self.sources)
    }

    /// What officers decide about hours.
    package func decisions(now: @escaping @Sendable () -> UTCTime) -> OfficerDecisions {
        OfficerDecisions(
            ledger: self.ledger,
            province: self.stores.province,
            programmes: { [catalogue = self.stores.catalogue] in try catalogue.programmes },
            now: now
        )
    }

    package var verification: LedgerVerify {
        LedgerVerify(ledger: self.ledger, sources: self.sources)
    }
}
