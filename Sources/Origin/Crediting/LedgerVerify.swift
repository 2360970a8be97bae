package import CourseModel
package import CreditLedger
import Crediting

/// Computes everyone's hours anew from the rows that schools reported, and compares them with the ledger.
package struct LedgerVerify: Sendable {
    /// Where ledger and evidence differ.
    package struct Difference: Hashable, Sendable, Codable {
        package let trainee: Person.ID
        /// Nil where the evidence itself cannot be judged.
        package let programme: Programme.ID?
        package let item: String?
        package let reason: String
    }

    /// What a verification found.
    package struct Result: Hashable, Sendable, Codable {
        package let trainees: Int64
        package let entries: Int64
        /// Trainees with reports that are not worked out yet: these are no differences.
        package let due: Int64
        package let differences: [Difference]
    }

    private let ledger: any LedgerStore
    private let sources: CreditSources

    package init(ledger: any LedgerStore, sources: CreditSources) {
        self.ledger = ledger
        self.sources = sources
    }

    /// - Parameter progress: called with how many trainees were looked at, and of how many.
    package func run(progress: (Int, Int) -> Void = { _, _ in }) async throws -> Result {
        let basis = try self.sources.basis()
        let trainees = try await self.ledger.trainees()
        var entries = 0
        var due = 0
        var differences: [Difference] = []
        for (index, trainee) in trainees.enumerated() {
            try Task.checkCancellation()
            let posted = try await self.ledger.entries(of: trainee)
            entries += posted.count
            let found = try await self.differences(of: trainee, posted: posted, basis: basis)
            if found.isEmpty {
                // Nothing to tell.
            } else if try await self.ledger.isDue(trainee) {
                due += 1
            } else {
                differences += found
            }
            progress(index + 1, trainees.count)
        }
        return Result(
            trainees: Int64(trainees.count),
            entries: Int64(entries),
            due: Int64(due),
            differences: differences
        )
    }

    private func differences(
        of trainee: Person.ID,
        posted: [LedgerEntry],
        basis: CreditBasis
    ) async throws -> [Difference] {
        let judgement: TraineeJudgement
        do {
            judgement = try TraineeJudgement(
                of: trainee,
                registrations: try self.sources.registrations(trainee),
                evidence: try await self.ledger.evidence(of: trainee),
                entries: posted,
                basis: basis
            )
        } catch let fault as EvidenceFault {
            return [Difference(trainee: trainee, programme: nil, item: nil, reason: "\(fault)")]
        }
        return judgement.missing.map { entry in
            Difference(
                trainee: trainee,
                programme: entry.programme,
                item: entry.item,
                reason: "the evidence says \(entry.kind.rawValue) \(entry.hundredths.hundredths) hundredths"
            )
        }
    }
}
