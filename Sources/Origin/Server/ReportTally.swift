package import CourseModel
package import HTTPServing
import Synchronization

/// Counts the reports that came in since the program started, by what became of them.
package final class ReportTally: Sendable {
    private let counts = Mutex<[Receipt.Outcome: Int64]>([:])

    package init() {}

    package func count(_ outcome: Receipt.Outcome) {
        self.counts.withLock { $0[outcome, default: 0] += 1 }
    }

    package func add(to text: inout MetricsText) {
        let counts = self.counts.withLock { $0 }
        for outcome in [Receipt.Outcome.append, .replay, .gap, .fork] {
            text.counter(
                "lectern_origin_reports_total",
                "Reports that came in since the start, by outcome.",
                counts[outcome] ?? 0,
                labels: [("outcome", outcome.rawValue)]
            )
        }
    }
}
