package import CourseModel
package import CreditLedger
package import Crediting

/// One trainee's evidence, judged in every programme they take part in. The same for the ledger, for pages and for the
/// ledger's verification.
package struct TraineeJudgement: Hashable, Sendable {
    package let trainee: Person.ID
    /// Names the evidence.
    package let input: Digest
    /// By programme, sorted; adjustments are in.
    package let statements: [StoredStatement]
    /// What must be posted so that the ledger says the same.
    package let missing: [LedgerEntry]

    /// - Parameters:
    ///   - registrations: nil for a person who is not in the province any more: what they have stays as it is.
    ///   - entries: all of the trainee's.
    package init(
        of trainee: Person.ID,
        registrations: [Registration]?,
        evidence: Evidence,
        entries: [LedgerEntry],
        basis: CreditBasis
    ) throws {
        var statements: [StoredStatement] = []
        var computed: [LedgerDifference.Computed] = []
        for registration in (registrations ?? []).sorted(by: { $0.programme < $1.programme }) {
            guard let entry = basis.programmes[registration.programme],
                let digest = try basis.digest(for: registration)
            else { continue }
            let evaluation = try CreditEvaluation(
                of: trainee,
                registration: registration,
                in: entry.programme,
                evidence: evidence,
                durations: basis.durations,
                among: basis.programmes.values.map(\.programme)
            )
            computed += evaluation.items.map { item in
                LedgerDifference.Computed(
                    programme: registration.programme,
                    item: item.section.rawValue,
                    hundredths: item.hundredths,
                    rules: entry.rules
                )
            }
            let adjustments = entries.filter { $0.kind == .adjustment && $0.programme == registration.programme }
            statements.append(
                StoredStatement(statement: evaluation.statement.adjusted(by: adjustments), basis: digest)
            )
        }
        self.trainee = trainee
        self.input = evidence.digest
        self.statements = statements
        self.missing =
            registrations == nil
            ? []
            : LedgerDifference.entries(
                of: trainee,
                computed: computed,
                rules: basis.programmes.mapValues(\.rules),
                entries: entries,
                input: self.input
            )
    }
}

extension Statement {
    /// With hours that officers added or took away by hand; never below 0.
    fileprivate func adjusted(by adjustments: [LedgerEntry]) -> Statement {
        guard !adjustments.isEmpty else { return self }
        let hundredths = adjustments.reduce(self.creditedHundredths) { $0 + $1.hundredths }
        return Statement(
            trainee: self.trainee,
            programme: self.programme,
            creditedHundredths: max(hundredths, .zero),
            requiredHundredths: self.requiredHundredths,
            sections: self.sections,
            lessons: self.lessons,
            refusals: self.refusals
        )
    }
}
