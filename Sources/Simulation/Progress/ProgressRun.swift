import Blobs
import CourseModel
import CreditLedger
import Crediting
import Foundation
import Origin
import Prefetching
import ProgressAgent

/// A county's days as a seed has them: lessons are watched, everything goes wrong, and in the end all is counted.
package struct ProgressRun: Sendable {
    package struct Result: RunResult {
        package typealias Sums = ProgressSums

        package let seed: UInt64
        /// Rules that did not hold; none where all is well.
        package let broken: [String]
        /// The last of what happened.
        package let trace: [String]
        /// Of all that happened: the same for the same seed.
        package let hash: UInt64
        /// How often what happened.
        package let counts: [ProgressFaultKind: Int]
        /// Reports that were answered, and media time that was acknowledged to pages.
        package let reports: Int
        package let acknowledgedMs: Int64
    }

    private static let stepsBetweenLooks = 20

    private let seed: UInt64
    private let sabotage: ProgressSabotage?

    package init(seed: UInt64, sabotage: ProgressSabotage? = nil) {
        (self.seed, self.sabotage) = (seed, sabotage)
    }

    /// - Parameter folder: is made, and is gone afterwards.
    package func run(in folder: String) async throws -> Result {
        try DurableFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let world = try ProgressWorld(seed: self.seed, folder: folder, sabotage: self.sabotage)
        do {
            try await self.live(in: world)
        } catch {
            world.breaks("\(error)".replacing(folder, with: "…"))
        }
        for computer in world.computers { try? computer.process?.journal.close() }
        try? world.origin.close()
        return Result(
            seed: self.seed,
            broken: world.broken,
            trace: world.trace.lines,
            hash: world.trace.hash,
            counts: world.trace.counts,
            reports: world.origin.taken.count,
            acknowledgedMs: world.players.reduce(0) { $0 + $1.acknowledged.total.milliseconds }
        )
    }

    private func live(in world: ProgressWorld) async throws {
        for step in 1...world.plan.steps where world.broken.isEmpty {
            try await world.pass(.milliseconds(world.number(1_000...9_000)))
            for index in world.players.indices where world.players[index].isOpen && world.chance(3, in: 4) {
                try await world.tick(index)
            }
            try await world.happen()
            world.takeNews()
            if step % Self.stepsBetweenLooks == 0 { try await world.look() }
        }
        guard world.broken.isEmpty else { return }
        try await world.heal()
        world.takeNews()
        try await world.look()
        try await world.compareWithPages()
        try await world.compareInAnotherOrder()
    }
}

extension ProgressWorld {
    /// What the lines have to tell.
    func takeNews() {
        for computer in self.computers {
            let news = computer.line.takeNews()
            for (kind, times) in news.counts { for _ in 0..<times { self.count(kind) } }
            for what in news.broken { self.breaks(what) }
        }
    }

    /// The same reports, once or twice, in another order, make the same books.
    func compareInAnotherOrder() async throws {
        let folder = "\(self.folder)/other"
        try DurableFile.makeFolder(folder)
        let other = try SimulatedOrigin(plan: self.plan, folder: folder, clock: self.clock, key: self.origin.key)
        var waiting = try await self.shuffledReports()
        while !waiting.isEmpty {
            var again: [SimulatedOrigin.Taken] = []
            for report in waiting {
                let receipt = try await other.take(report.bytes, from: report.edge, at: report.at).payload
                if receipt.outcome == .gap { again.append(report) }
            }
            guard again.count < waiting.count else { break }
            waiting = again
        }
        _ = try await other.settle()
        for trainee in self.plan.trainees {
            let (one, another) = (
                try await self.origin.ledger.evidence(of: trainee.person),
                try await other.ledger.evidence(of: trainee.person)
            )
            if Self.untimed(one) != Self.untimed(another) {
                self.breaks("in another order, other evidence of \(trainee.person) is there")
            }
            // When a row came decides whether it came in time.
            guard !self.plan.hasWindows else { continue }
            let hours = try await other.statement(of: trainee.person)?.creditedHundredths
            if try await self.origin.statement(of: trainee.person)?.creditedHundredths != hours {
                self.breaks("in another order, \(trainee.person) has other hours")
            }
        }
        try other.close()
    }

    /// Of a journal with two futures the first one counts, so that these keep their order.
    private func shuffledReports() async throws -> [SimulatedOrigin.Taken] {
        let taken = self.origin.taken
        let forked = try await self.origin.ledger.journals().filter(\.value.isForked).keys
        let shuffled = (taken + taken.filter { _ in self.chance(1, in: 3) }).shuffled(using: &self.random)
        return shuffled.filter { !forked.contains($0.edge.edge) } + taken.filter { forked.contains($0.edge.edge) }
    }

    private static func untimed(_ evidence: Evidence) -> [Evidence.Interval] {
        evidence.intervals.map { Evidence.Interval(key: $0.key, played: $0.played) }.sorted { $0.key < $1.key }
    }
}
