package import CourseModel
import CreditLedger

extension CompletenessReader {
    /// Of an origin's own stores.
    package init(
        stores: OriginStores,
        credits: Credits,
        timeZone: String,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.init(
            province: stores.province,
            catalogue: stores.catalogue,
            timeZone: timeZone,
            journals: { try await credits.ledger.journals() },
            statements: { try await credits.statements(of: $0) },
            evidence: { try await credits.ledger.evidence(of: $0) },
            now: now
        )
    }
}
