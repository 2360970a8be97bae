import Foundation

/// Runs of many seeds, one after the other, and what came of them all.
package struct FaultCampaign: Sendable {
    package private(set) var runs = 0
    package private(set) var counts: [FaultKind: Int] = [:]
    package private(set) var deliveredBytes: Int64 = 0
    package private(set) var contentBytes: Int64 = 0
    package private(set) var repeatedBytes: Int64 = 0
    package private(set) var changes = 0
    package private(set) var failed: [FaultRun.Result] = []

    package init() {}

    /// A place for runs: in memory where there is one, since a run syncs as often as an edge does in a day.
    package static func folder() -> String {
        let memory = "/dev/shm"
        let base =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        return "\(base)/lectern-simulation-\(UUID().uuidString)"
    }

    /// Kinds of events that no run had.
    package var missing: [FaultKind] { FaultKind.allCases.filter { self.counts[$0] == nil } }

    package mutating func add(_ result: FaultRun.Result) {
        self.runs += 1
        self.counts.merge(result.counts, uniquingKeysWith: +)
        self.deliveredBytes += result.deliveredBytes
        self.contentBytes += result.contentBytes
        self.repeatedBytes += result.repeatedBytes
        self.changes += result.changes
        if !result.broken.isEmpty { self.failed.append(result) }
    }

    /// How often what happened, for people.
    package var lines: [String] {
        let width = FaultKind.allCases.map(\.rawValue.count).max() ?? 0
        let kinds = FaultKind.allCases.map { kind in
            kind.rawValue + String(repeating: " ", count: width + 2 - kind.rawValue.count)
                + String(self.counts[kind, default: 0])
        }
        return kinds + [
            "",
            "\(self.runs) runs, \(self.failed.count) with a broken rule; \(self.changes) changes of the disk",
            """
            \(self.deliveredBytes) bytes came, \(self.contentBytes) of them for the first time, \(self.repeatedBytes) again \
            for a reason
            """,
        ]
    }
}
