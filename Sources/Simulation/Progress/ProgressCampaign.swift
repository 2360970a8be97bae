/// Runs of many seeds, one after the other, and what came of them all.
package struct ProgressCampaign: Sendable {
    package private(set) var runs = 0
    package private(set) var counts: [ProgressFaultKind: Int] = [:]
    package private(set) var reports = 0
    package private(set) var acknowledgedMs: Int64 = 0
    package private(set) var failed: [ProgressRun.Result] = []

    package init() {}

    /// Kinds of events that no run had.
    package var missing: [ProgressFaultKind] { ProgressFaultKind.allCases.filter { self.counts[$0] == nil } }

    package mutating func add(_ result: ProgressRun.Result) {
        self.runs += 1
        self.counts.merge(result.counts, uniquingKeysWith: +)
        self.reports += result.reports
        self.acknowledgedMs += result.acknowledgedMs
        if !result.broken.isEmpty { self.failed.append(result) }
    }

    /// How often what happened, for people.
    package var lines: [String] {
        let width = ProgressFaultKind.allCases.map(\.rawValue.count).max() ?? 0
        let kinds = ProgressFaultKind.allCases.map { kind in
            kind.rawValue + String(repeating: " ", count: width + 2 - kind.rawValue.count)
                + String(self.counts[kind, default: 0])
        }
        return kinds + [
            "",
            "\(self.runs) runs, \(self.failed.count) with a broken rule; \(self.reports) reports, "
                + "\(self.acknowledgedMs / 60_000) minutes acknowledged",
        ]
    }
}
