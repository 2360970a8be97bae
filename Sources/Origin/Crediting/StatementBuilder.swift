package import CourseModel
package import CreditLedger
import Crediting

/// What trainees have, as of now: stored statements where they are up to date, judged anew where not.
package struct StatementBuilder: Sendable {
    private let ledger: any LedgerStore
    private let sources: CreditSources

    package init(ledger: any LedgerStore, sources: CreditSources) {
        self.ledger = ledger
        self.sources = sources
    }

    /// The statements of one trainee, one for each programme they take part in, sorted by programme.
    package func statements(of trainee: Person.ID) async throws -> [Statement] {
        guard let registrations = try self.sources.registrations(trainee) else { return [] }
        return try await self.statements(of: [(trainee, registrations)])
    }

    /// The statements of some people, sorted by person and programme.
    package func statements(of people: [PersonRecord]) async throws -> [Statement] {
        try await self.statements(of: people.sorted { $0.person < $1.person }.map { ($0.person, $0.registrations) })
    }

    /// The signed statements of a school.
    ///
    /// They are as of the last report of the school's edges: between two reports, the document stays the same.
    package func document(
        of school: School.ID,
        people: [PersonRecord],
        edges: [Edge.ID],
        key: SigningKey
    ) async throws -> SignedDocument<Statements> {
        var asOfMs = UTCTime.zero
        for edge in edges {
            asOfMs = max(asOfMs, try await self.ledger.journal(of: edge)?.lastReportAtMs ?? .zero)
        }
        let statements = try await self.statements(of: people)
        return try SignedDocument(
            signing: Statements(school: school, asOfMs: asOfMs, statements: statements),
            with: key
        )
    }

    private func statements(
        of people: [(trainee: Person.ID, registrations: [Registration])]
    ) async throws -> [Statement] {
        let basis = try self.sources.basis()
        let stored = Dictionary(
            grouping: try await self.ledger.statements(of: people.map(\.trainee))
        ) { $0.statement.trainee }
        var statements: [Statement] = []
        for (trainee, registrations) in people {
            let wanted = try registrations.compactMap { try basis.digest(for: $0) }
            let known = stored[trainee] ?? []
            if Set(known.map(\.basis)) == Set(wanted) {
                statements += known.map(\.statement)
            } else {
                statements += try await self.judged(trainee, registrations: registrations, basis: basis)
            }
        }
        return statements
    }

    private func judged(
        _ trainee: Person.ID,
        registrations: [Registration],
        basis: CreditBasis
    ) async throws -> [Statement] {
        do {
            let judgement = try TraineeJudgement(
                of: trainee,
                registrations: registrations,
                evidence: try await self.ledger.evidence(of: trainee),
                entries: try await self.ledger.entries(of: trainee),
                receipts: try await self.ledger.receipts(of: trainee),
                basis: basis
            )
            return judgement.statements.map(\.statement)
        } catch is EvidenceFault {
            // The settling of this trainee logs it; the others' statements are not kept back for it.
            return []
        }
    }
}
