package import CourseModel
package import CreditLedger
import Crediting

/// What a programme would change in everybody's hours if it took the place of the one that is published, or came beside
/// it. Nothing is written.
package struct ProgrammeDryRun: Sendable {
    /// One person whose hours would change.
    package struct Difference: Hashable, Sendable, Codable {
        package let trainee: Person.ID
        package let programme: Programme.ID
        package let beforeHundredths: CreditHours
        package let afterHundredths: CreditHours
    }

    /// `programme check --json`.
    package struct Result: Hashable, Sendable, Codable {
        package let programme: Programme.ID
        /// Of the programme as it would be published: what `programme import --adopt` asks for.
        package let digest: Digest
        /// The rule set in force; nil where the programme is new.
        package let rulesBefore: Digest?
        package let rulesAfter: Digest
        /// Who has anything in the ledger.
        package let trainees: Int
        package let beforeHundredths: CreditHours
        package let afterHundredths: CreditHours
        /// Sorted by trainee.
        package let differences: [Difference]
        /// Trainees whose evidence cannot be judged.
        package let faults: Int
    }

    private let ledger: any LedgerStore
    private let sources: CreditSources

    package init(ledger: any LedgerStore, sources: CreditSources) {
        self.ledger = ledger
        self.sources = sources
    }

    /// - Parameter progress: called with how many trainees were looked at, and of how many.
    package func run(_ programme: Programme, progress: (Int, Int) -> Void = { _, _ in }) async throws -> Result {
        let before = try self.sources.basis()
        let after = try before.replacing(programme)
        let trainees = try await self.ledger.trainees()
        var sums = (before: CreditHours.zero, after: CreditHours.zero)
        var differences: [Difference] = []
        var faults = 0
        for (index, trainee) in trainees.enumerated() {
            try Task.checkCancellation()
            do {
                let old = try await self.hours(of: trainee, in: programme.programme, by: before)
                let new = try await self.hours(of: trainee, in: programme.programme, by: after)
                sums = (sums.before + old, sums.after + new)
                if old != new {
                    differences.append(
                        Difference(
                            trainee: trainee,
                            programme: programme.programme,
                            beforeHundredths: old,
                            afterHundredths: new
                        )
                    )
                }
            } catch is EvidenceFault {
                faults += 1
            }
            progress(index + 1, trainees.count)
        }
        return Result(
            programme: programme.programme,
            digest: Digest(of: try CanonicalJSON.encode(programme)),
            rulesBefore: before.programmes[programme.programme]?.rules,
            rulesAfter: try programme.ruleSet.digest(),
            trainees: trainees.count,
            beforeHundredths: sums.before,
            afterHundredths: sums.after,
            differences: differences,
            faults: faults
        )
    }

    private func hours(
        of trainee: Person.ID,
        in programme: Programme.ID,
        by basis: CreditBasis
    ) async throws -> CreditHours {
        let judgement = try TraineeJudgement(
            of: trainee,
            registrations: try self.sources.registrations(trainee),
            evidence: try await self.ledger.evidence(of: trainee),
            entries: try await self.ledger.entries(of: trainee),
            basis: basis
        )
        let statement = judgement.statements.first { $0.statement.programme == programme }
        return statement?.statement.creditedHundredths ?? .zero
    }
}

extension CreditBasis {
    /// With this programme in the place of the one of its name.
    func replacing(_ programme: Programme) throws -> CreditBasis {
        let others = self.programmes.values.map(\.programme).filter { $0.programme != programme.programme }
        return try CreditBasis(programmes: others + [programme], durations: self.durations)
    }
}
