import Foundation

/// What came of one seed.
package protocol RunResult: Sendable {
    associatedtype Kind: CaseIterable, Hashable, RawRepresentable<String>, Sendable
    associatedtype Sums: RunSums<Self>

    var seed: UInt64 { get }
    /// Rules that did not hold; none where all is well.
    var broken: [String] { get }
    /// The last of what happened.
    var trace: [String] { get }
    /// How often what happened.
    var counts: [Kind: Int] { get }
}

/// What is summed up over runs, and said of them.
package protocol RunSums<Result>: Sendable {
    associatedtype Result

    init()
    mutating func add(_ result: Result)
    /// For people: goes on after a semicolon.
    var text: String { get }
}

/// Runs of many seeds, one after the other, and what came of them all.
package struct Campaign<Result: RunResult>: Sendable {
    package private(set) var runs = 0
    package private(set) var counts: [Result.Kind: Int] = [:]
    package private(set) var failed: [Result] = []
    private var sums = Result.Sums()

    package init() {}

    /// Kinds of events that no run had.
    package var missing: [Result.Kind] { Result.Kind.allCases.filter { self.counts[$0] == nil } }

    package mutating func add(_ result: Result) {
        self.runs += 1
        self.counts.merge(result.counts, uniquingKeysWith: +)
        self.sums.add(result)
        if !result.broken.isEmpty { self.failed.append(result) }
    }

    /// How often what happened, for people.
    package var lines: [String] {
        let width = Result.Kind.allCases.map(\.rawValue.count).max() ?? 0
        let kinds = Result.Kind.allCases.map { kind in
            kind.rawValue + String(repeating: " ", count: width + 2 - kind.rawValue.count)
                + String(self.counts[kind, default: 0])
        }
        return kinds + ["", "\(self.runs) runs, \(self.failed.count) with a broken rule; \(self.sums.text)"]
    }
}

package enum RunFolder {
    /// A place for a run that nobody has: in memory where there is one, since a run syncs as often as an edge does in a day.
    package static func unused() -> String {
        let memory = "/dev/shm"
        let base =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        return "\(base)/lectern-simulation-\(UUID().uuidString)"
    }
}
