import Blobs
import CourseModel
import EdgeCache
import Foundation
import Prefetching

/// One school's edge on a line, disk and clock that a seed makes.
///
/// What decides and what keeps is the product's: `Prefetcher`, `PrefetchPlanner`, `RenditionChooser`, `LineGrant`,
/// `LinkBudget`, `WatchedPlaces`; `RunWriter`, `ChunkKeeper`, `BlobDirectory`, `CacheIndexDatabase`, `TrackInspection`,
/// `Scrubber`. This performs the prefetcher's actions as `PrefetchService` does, and instead of waiting it enters events.
final class SimulatedEdge {
    enum Event: Sendable {
        case start
        /// Those that follow belong to the program that was started as the so manyth.
        case look(Int)
        case plan(Int)
        case woke(Int)
        case fetch(Int)
        case piece(Int)
        case rest(Int)
        case over(Int, Prefetcher.Failure?)
        case fault(Fault)
        case diskHasRoom
        case resume(Int)
        case ask(viewer: Int, ChunkAddress, left: Int)
        case giveUp(viewer: Int, ChunkAddress)
        case troubleEnds
    }

    let plan: FaultPlan
    let folder: String
    let sabotage: Sabotage?
    let schedule: LinkSchedule
    let clock: SimulatedClock
    let disk: SimulatedDisk
    var line: SimulatedLine
    var random: SplitMix64
    var queue = EventQueue<Event>()
    var rules: FaultRules
    var trace: RunTrace<FaultKind>
    var process: EdgeProcess?
    /// How often the program was started.
    var starts = 0
    var carriages = 0
    var viewers = 0
    /// Whether the computer runs; the program may not, for want of room.
    var isUp = false
    var isTroubleOver = false
    /// Whether what the disk has spoiled is known.
    var isSettled = false
    var losesIndex = false

    init(seed: UInt64, plan: FaultPlan, folder: String, sabotage: Sabotage? = nil) {
        self.plan = plan
        self.folder = folder
        self.sabotage = sabotage
        self.clock = SimulatedClock(start: plan.start)
        self.disk = SimulatedDisk(
            folder: "\(folder)/blobs",
            clock: self.clock,
            seed: seed ^ 1,
            forgetsSyncs: sabotage == .marksBeforeSync
        )
        self.line = SimulatedLine(
            speed: plan.speed,
            roundTrip: plan.roundTrip,
            pieceMax: plan.pieceMax,
            seed: seed ^ 2
        )
        self.random = SplitMix64(state: seed ^ 3)
        self.schedule = LinkSchedule(windows: plan.windows, cap: plan.cap)
        self.rules = FaultRules(course: plan.course, cap: self.schedule.capBytesPerSecond, pieceMax: plan.pieceMax)
        self.trace = RunTrace()
        self.queue.add(.start, at: .zero)
        for (at, fault) in plan.faults { self.queue.add(.fault(fault), at: at) }
        self.queue.add(.troubleEnds, at: plan.troubleEnds)
    }

    var now: Duration { self.clock.elapsed }

    /// All that should be held is, and has its name.
    var isWhole: Bool {
        guard let process else { return false }
        return self.plan.course.releases.allSatisfy { release in
            process.shelf.isComplete(release.manifest)
                && process.shelf.tracks(of: release.manifest).allSatisfy { process.keeper.blobs.isWhole($0.blob) }
        }
    }

    func note(_ what: @autoclosure () -> String) { self.trace.note(what(), at: self.now) }
    /// An error without the names of folders, which are not of the seed.
    func words(_ error: any Error) -> String { "\(error)".replacingOccurrences(of: self.folder, with: "…") }
    func count(_ kind: FaultKind) { self.trace.count(kind) }

    /// Does what the next event says.
    ///
    /// - Returns: false where there is none.
    func step() async throws -> Bool {
        guard let (at, event) = self.queue.next() else { return false }
        self.clock.advance(to: at)
        try await self.perform(event)
        if let how = self.disk.stopped, self.isUp { self.die(how) }
        if let process, process.begun.count > BegunRuns.countMax { self.rules.breaks("too many begun runs are kept") }
        if self.queue.count > EventQueue<Event>.countMax { self.rules.breaks("too many events wait") }
        return true
    }

    private func perform(_ event: Event) async throws {
        switch event {
        case .start: try await self.start()
        case .look(let start): if start == self.starts, self.process != nil { self.look() }
        case .plan(let start): if start == self.starts, self.process != nil { await self.takeStock() }
        case .woke(let start): if start == self.starts, self.process != nil { self.handle(.woke) }
        case .fetch(let number): await self.fetch(number)
        case .piece(let number): self.takePiece(number)
        case .rest(let number): self.rest(number)
        case .over(let number, let failure): self.end(number, failure)
        case .fault(let fault): try await self.suffer(fault)
        case .diskHasRoom: self.disk.fill(false)
        case .resume(let start): if start == self.starts, self.process != nil { try self.setPaused(false) }
        case .ask(let viewer, let address, let left): try self.ask(viewer, address, left: left)
        case .giveUp(let viewer, let address): self.giveUp(viewer, address)
        case .troubleEnds: try await self.endTrouble()
        }
    }
}

/// A rule that is broken on purpose, so that it is seen that a simulation finds it.
package enum Sabotage: String, Sendable, CaseIterable {
    /// Chunks are marked before their bytes are durable.
    case marksBeforeSync
    /// What came of a chunk before a cut is forgotten.
    case forgetsBegunChunks
    case ignoresCap
    case ignoresWindows
    /// A run is not stopped when somebody waits for another chunk.
    case makesNoWay
}

// MARK: - Decide and perform

extension SimulatedEdge {
    /// Tells the prefetcher what happened, and begins what it decides.
    func handle(_ event: Prefetcher.Event) {
        let actions = self.process?.prefetcher.handle(event, at: self.now) ?? []
        if let prefetcher = self.process?.prefetcher {
            self.process?.meter.follow(isWanted: prefetcher.wantsLine, limit: prefetcher.limit, at: self.now)
        }
        for action in actions { self.begin(action) }
    }

    private func begin(_ action: Prefetcher.Action) {
        switch action {
        case .fetch(let run):
            let first = ChunkAddress(blob: run.blob, chunk: run.chunks.lowerBound)
            self.note("run from \(self.rules.name(first)) to \(run.chunks.upperBound)")
            self.process?.bulk = self.carriage(of: run.chunks, run.blob)
        case .fetchWanted(let address):
            self.note("waited for: \(self.rules.name(address))")
            let chunks = address.chunk..<(address.chunk + 1)
            self.process?.foreground = self.carriage(of: chunks, address.blob, wanted: address)
        case .stop:
            if self.sabotage != .makesNoWay { self.stop(self.process?.bulk?.number) }
        case .stopWanted: self.stop(self.process?.foreground?.number)
        case .wake(let time):
            if let wakeAt = self.process?.wakeAt, wakeAt > self.now, wakeAt <= time { return }
            self.process?.wakeAt = time
            self.queue.add(.woke(self.starts), at: time)
        case .idle: self.queue.add(.plan(self.starts), at: self.now)
        }
    }

    /// A connection is given up; what is under way still comes.
    private func stop(_ number: Int?) {
        guard let number else { return }
        self.process?[number]?.isStopping = true
        let soon = Duration.microseconds(Int64.random(in: 0...50_000, using: &self.random))
        self.queue.add(.over(number, .stopped), at: self.now + soon)
    }
}
