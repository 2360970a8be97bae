package import CreditLedger
import Foundation

/// Brings everyone's viewing and hours out as xAPI statements, one trainee after the other.
package struct XAPIExport: Sendable {
    private let ledger: any LedgerStore
    private let statements: XAPIStatements

    /// - Parameter basis: programmes and lengths of lessons, as credit is judged by.
    package init(ledger: any LedgerStore, basis: CreditBasis, home: XAPIHome) {
        self.ledger = ledger
        self.statements = XAPIStatements(
            home: home,
            programmes: basis.programmes.values.map(\.programme),
            durations: basis.durations
        )
    }

    /// - Parameters:
    ///   - take: gets each trainee's statements; an earlier one never refers to a later one.
    ///   - progress: called with how many trainees are done, and of how many.
    /// - Returns: how many statements.
    package func run(
        take: ([XAPIStatement]) async throws -> Void,
        progress: (Int, Int) -> Void = { _, _ in }
    ) async throws -> Int64 {
        let trainees = try await self.ledger.trainees()
        var count: Int64 = 0
        for (index, trainee) in trainees.enumerated() {
            try Task.checkCancellation()
            let viewing = self.statements.viewing(try await self.ledger.settledEvidence(of: trainee))
            let hours = self.statements.ledger(try await self.ledger.entries(of: trainee))
            try await take(viewing + hours)
            count += Int64(viewing.count + hours.count)
            progress(index + 1, trainees.count)
        }
        return count
    }
}

extension XAPIStatement {
    /// As one line of JSON, keys sorted.
    package var line: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
