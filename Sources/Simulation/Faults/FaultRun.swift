import Blobs
import CourseModel
import EdgeCache
import Foundation
import Prefetching

/// One school's life as a seed has it, from an empty disk until everything is held.
package struct FaultRun: Sendable {
    package struct Result: RunResult {
        package typealias Sums = FaultSums

        package let seed: UInt64
        /// Rules that did not hold; none where all is well.
        package let broken: [String]
        /// The last of what happened before a rule broke, or before the end.
        package let trace: [String]
        /// Of all that happened: the same for the same seed.
        package let hash: UInt64
        /// How often what happened.
        package let counts: [FaultKind: Int]
        /// Bytes of chunks that came over the line; distinct ones; those that came again, each with a reason.
        package let deliveredBytes: Int64
        package let contentBytes: Int64
        package let repeatedBytes: Int64
        /// How long it took on the simulation's clock.
        package let elapsed: Duration
        /// Changes to the disk.
        package let changes: Int
    }

    /// Windows of two hours a day bring everything within a few days; more is no progress.
    private static let patience: Duration = .seconds(5 * 86_400)
    private static let stepsMax = 400_000
    private static let stepsBetweenLooks = 8

    private let seed: UInt64
    private let isQuiet: Bool
    private let powerCutAt: Int?
    private let sabotage: Sabotage?

    /// A run with every kind of trouble.
    package init(seed: UInt64, sabotage: Sabotage? = nil) {
        (self.seed, self.isQuiet, self.powerCutAt, self.sabotage) = (seed, false, nil, sabotage)
    }

    /// A run in which nothing happens but one power cut.
    ///
    /// - Parameter change: of the disk, before which the power is lost, counted from 0; nil for no cut.
    package init(seed: UInt64, powerCutAt change: Int?, sabotage: Sabotage? = nil) {
        (self.seed, self.isQuiet, self.powerCutAt, self.sabotage) = (seed, true, change, sabotage)
    }

    /// - Parameter folder: is made, and is gone afterwards.
    package func run(in folder: String) async throws -> Result {
        try DurableFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let plan = try FaultPlan(seed: self.seed, isQuiet: self.isQuiet)
        let edge = SimulatedEdge(seed: self.seed, plan: plan, folder: folder, sabotage: self.sabotage)
        if let powerCutAt { edge.disk.stop(.powerCut, after: powerCutAt) }
        let disk = edge.disk
        let watch = FileChange.Watch { (change) throws(FileError) in try disk.watch(change) }
        try await FileChange.$watch.withValue(watch) {
            try await self.live(edge)
        }
        return Result(
            seed: self.seed,
            broken: edge.rules.broken,
            trace: edge.trace.lines,
            hash: edge.trace.hash,
            counts: edge.trace.counts,
            deliveredBytes: edge.rules.deliveredBytes,
            contentBytes: edge.rules.contentBytes,
            repeatedBytes: edge.rules.repeatedBytes,
            elapsed: edge.now,
            changes: disk.changes
        )
    }

    private func live(_ edge: SimulatedEdge) async throws {
        for step in 0..<Self.stepsMax where edge.rules.broken.isEmpty {
            if edge.isSettled, step % Self.stepsBetweenLooks == 0, edge.isWhole { return try self.compareAll(edge) }
            guard try await edge.step(), edge.now < edge.plan.troubleEnds + Self.patience else { break }
        }
        guard edge.rules.broken.isEmpty else { return }
        edge.rules.breaks("not everything is held after \(edge.now)")
    }

    private func compareAll(_ edge: SimulatedEdge) throws {
        try edge.compareHeld("in the end")
        guard let process = edge.process else { return }
        for track in edge.plan.course.releases.flatMap({ process.shelf.tracks(of: $0.manifest) }) {
            let size = track.sizeBytes.bytes
            let bytes = try process.keeper.blobs.read(track.blob, sizeMax: Int(size))
            if bytes != edge.plan.course.bytes(0..<size, of: track.blob) {
                edge.rules.breaks("in the end, track \(track.track) is not what the origin has")
            }
        }
    }
}
