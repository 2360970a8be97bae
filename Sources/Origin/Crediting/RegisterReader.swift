package import CourseModel
package import CreditLedger
package import Crediting
import Foundation

/// Makes the register of a person's hours from their ledger entries.
package struct RegisterReader: Sendable {
    private let years: Int
    private let requiredHundredths: CreditHours
    private let timeZone: String
    private let programmes: @Sendable () throws -> [Programme]

    /// - Parameters:
    ///   - years: How long a registration is valid.
    ///   - requiredHours: How many hours it needs.
    ///   - timeZone: IANA name; its calendar says what a year is.
    package init(
        years: Int,
        requiredHours: Int,
        timeZone: String,
        programmes: @escaping @Sendable () throws -> [Programme]
    ) {
        self.years = years
        self.requiredHundredths = CreditHours(hundredths: Int64(requiredHours) * 100)
        self.timeZone = timeZone
        self.programmes = programmes
    }

    /// - Parameter entries: all of one person's.
    package func register(of entries: [LedgerEntry], at now: UTCTime) throws -> CreditRegister {
        let programmes = Dictionary(try self.programmes().map { ($0.programme, $0) }) { first, _ in first }
        let lines = Dictionary(grouping: entries) { entry in
            Account(
                programme: entry.programme,
                kind: entry.account ?? programmes[entry.programme]?.ruleSet.accountKind ?? ""
            )
        }.map { account, entries in
            let programme = programmes[account.programme]
            let hours = entries.reduce(CreditHours.zero) { $0 + $1.hundredths }
            return CreditRegister.Line(
                programme: account.programme,
                accountKind: account.kind,
                hundredths: hours,
                creditsHundredths: hours.credits(ratioPermille: programme?.ruleSet.creditRatioPermille ?? 1000),
                endsAtMs: programme?.phases.map(\.endsAtMs).max() ?? entries.compactMap(\.postedAtMs).max() ?? .zero
            )
        }
        return CreditRegister(lines, sinceMs: self.since(now), requiredHundredths: self.requiredHundredths)
    }

    private struct Account: Hashable {
        let programme: Programme.ID
        let kind: String
    }

    private func since(_ now: UTCTime) -> UTCTime {
        var calendar = Calendar(identifier: .gregorian)
        if let zone = TimeZone(identifier: self.timeZone) { calendar.timeZone = zone }
        let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
        let since = calendar.date(byAdding: .year, value: -self.years, to: date) ?? date
        return UTCTime(milliseconds: Int64((since.timeIntervalSince1970 * 1000).rounded()))
    }
}
