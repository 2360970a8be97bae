import GRDB
package import HTTPServing

extension SchoolAgent {
    /// Whether heartbeats are kept and reported.
    package var health: HealthReport {
        get async {
            do {
                let state = try await self.journalState
                return state.trouble.map { HealthReport(status: .degraded, troubles: [$0]) } ?? .ok
            } catch {
                return HealthReport(status: .failing, troubles: ["the journal cannot be read: \(error)"])
            }
        }
    }

    /// Whether the journal could not keep something because the disk is full.
    package static let isDiskFull: @Sendable (any Error) -> Bool = {
        ($0 as? DatabaseError)?.resultCode == .SQLITE_FULL
    }

    /// The journal's figures.
    package func write(to text: inout MetricsText) async {
        guard let state = try? await self.journalState else { return }
        text.gauge("lectern_journal_rows", "Rows of the journal's present epoch.", state.lastSequence)
        text.gauge(
            "lectern_journal_unreported_rows",
            "Rows that the origin has not acknowledged.",
            state.unreportedRows
        )
        text.gauge("lectern_journal_stopped", "1 when nothing is reported any more.", state.trouble == nil ? 0 : 1)
    }
}
