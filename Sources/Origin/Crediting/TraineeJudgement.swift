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
    ///   - receipts: short codes of the rows that the evidence comes from.
    package init(
        of trainee: Person.ID,
        registrations: [Registration]?,
        evidence: Evidence,
        entries: [LedgerEntry],
        receipts: [ReceiptCode] = [],
        basis: CreditBasis
    ) throws {
        var statements: [StoredStatement] = []
        var computed: [LedgerDifference.Computed] = []
        for registration in (registrations ?? []).sorted(by: { $0.programme < $1.programme }) {
            guard let entry = basis.programmes[registration.programme],
                let digest = try basis.digest(for: registration)
            else { continue }
            let adjustments = entries.filter { $0.kind == .adjustment && $0.programme == registration.programme }
            let items = Set(entry.programme.phases.flatMap { $0.items ?? [] }.map(\.item))
            let evaluation = try CreditEvaluation(
                of: trainee,
                registration: registration,
                in: entry.programme,
                evidence: evidence,
                durations: basis.durations,
                among: basis.programmes.values.map(\.programme),
                confirmed: Self.confirmed(adjustments, of: items)
            )
            computed += evaluation.items.map { item in
                LedgerDifference.Computed(
                    programme: registration.programme,
                    item: item.section.rawValue,
                    hundredths: item.hundredths,
                    rules: entry.rules,
                    account: entry.programme.ruleSet.accountKind
                )
            }
            let others = adjustments.filter { adjustment in !items.contains { $0.rawValue == adjustment.item } }
            let statement = evaluation.statement.adjusted(
                by: others,
                receipts: receipts,
                ratioPermille: entry.programme.ruleSet.creditRatioPermille
            )
            statements.append(StoredStatement(statement: statement, basis: digest))
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
                rules: basis.programmes.mapValues { entry in
                    LedgerDifference.Rules(digest: entry.rules, account: entry.programme.ruleSet.accountKind)
                },
                entries: entries,
                input: self.input
            )
    }

    /// What two officers confirmed of the phases' other items: these count within their phase.
    private static func confirmed(
        _ adjustments: [LedgerEntry],
        of items: Set<PhaseItem.ID>
    ) -> [PhaseItem.ID: CreditHours] {
        var confirmed: [PhaseItem.ID: CreditHours] = [:]
        for adjustment in adjustments {
            guard let item = PhaseItem.ID(adjustment.item), items.contains(item) else { continue }
            confirmed[item] = (confirmed[item] ?? .zero) + adjustment.hundredths
        }
        return confirmed
    }
}

extension Statement {
    /// With hours that officers added or took away by hand; never below 0.
    fileprivate func adjusted(
        by adjustments: [LedgerEntry],
        receipts: [ReceiptCode],
        ratioPermille: Int64
    ) -> Statement {
        let hundredths = max(adjustments.reduce(self.creditedHundredths) { $0 + $1.hundredths }, .zero)
        return Statement(
            trainee: self.trainee,
            programme: self.programme,
            creditedHundredths: hundredths,
            requiredHundredths: self.requiredHundredths,
            sections: self.sections,
            lessons: self.lessons,
            refusals: self.refusals,
            doubts: self.doubts,
            phases: self.phases,
            creditsHundredths: hundredths.credits(ratioPermille: ratioPermille),
            accountKind: self.accountKind,
            receipts: receipts.isEmpty ? nil : receipts
        )
    }
}
