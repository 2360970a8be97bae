package import CourseModel
package import CreditLedger
import Crediting

/// Brings the ledger to what the evidence says, trainee by trainee.
///
/// Who is due stands in the ledger itself and is struck off in the transaction that stores the result: what a kill
/// leaves undone is done at the next start, and doing it twice changes nothing.
package struct Recompute: Sendable {
    /// Trainees per pass: enough to be quick, few enough to notice a new catalogue soon.
    package static let passMax = 500

    /// What a pass came to.
    package struct Pass: Hashable, Sendable {
        package var settled = 0
        package var posted = 0
        /// Trainees whose evidence cannot be judged; they become due again with their next report.
        package var faults: [Person.ID: String] = [:]
    }

    private let ledger: any LedgerStore
    private let sources: CreditSources
    private let now: @Sendable () -> UTCTime

    package init(ledger: any LedgerStore, sources: CreditSources, now: @escaping @Sendable () -> UTCTime) {
        self.ledger = ledger
        self.sources = sources
        self.now = now
    }

    /// Settles trainees who are due, those who wait longest first, at most `passMax`.
    package func pass() async throws -> Pass {
        let basis = try self.sources.basis()
        try await self.ledger.markAllDue(
            ifNotJudgedBy: basis.digest,
            ruleSets: basis.programmes.mapValues(\.programme.ruleSet),
            at: self.now()
        )
        var pass = Pass()
        for due in try await self.ledger.dueTrainees(limit: Self.passMax) {
            try Task.checkCancellation()
            do {
                let judgement = try await self.judgement(of: due.trainee, basis: basis)
                try await self.settle(due, entries: judgement.missing, statements: judgement.statements)
                pass.posted += judgement.missing.count
            } catch let fault as EvidenceFault {
                pass.faults[due.trainee] = "\(fault)"
                try await self.settle(due, entries: [], statements: [])
            }
            pass.settled += 1
        }
        return pass
    }

    /// Settles until nobody is due.
    package func settleAll() async throws -> Pass {
        var all = Pass()
        while true {
            let pass = try await self.pass()
            all.settled += pass.settled
            all.posted += pass.posted
            all.faults.merge(pass.faults) { $1 }
            guard pass.settled > 0 else { return all }
        }
    }

    /// Takes the password changes that schools reported over into the province, in order.
    ///
    /// - Returns: how many.
    package func applyPasswords() async throws -> Int {
        let changes = try await self.ledger.passwordChanges(limit: Self.passMax)
        for change in changes {
            try self.sources.applyPassword(.init(edge: change.edge, change: change.change))
            try await self.ledger.markApplied(change)
        }
        return changes.count
    }

    private func judgement(of trainee: Person.ID, basis: CreditBasis) async throws -> TraineeJudgement {
        try TraineeJudgement(
            of: trainee,
            registrations: try self.sources.registrations(trainee),
            evidence: try await self.ledger.evidence(of: trainee),
            entries: try await self.ledger.entries(of: trainee),
            receipts: try await self.ledger.receipts(of: trainee),
            basis: basis
        )
    }

    private func settle(_ due: DueTrainee, entries: [LedgerEntry], statements: [StoredStatement]) async throws {
        try await self.ledger.settle(
            Settlement(due: due, entries: entries, statements: statements, atMs: self.now())
        )
    }
}
