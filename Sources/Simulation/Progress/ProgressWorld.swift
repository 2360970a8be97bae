import CourseModel
import CreditLedger
import Crediting
import Foundation
import GRDB
import Prefetching
import ProgressAgent

/// A county in which lessons are watched: people at their seats, schools' computers, lines, and the province.
///
/// What keeps, reports, takes and credits is the product's: `JournalDatabase`, `Reporter`, `ReportIntake`, `SQLiteLedger`,
/// `Recompute`. This plays the people, the lines, the clocks, and what happens to disks and programs.
final class ProgressWorld {
    /// A heartbeat comes every ten seconds, an agent looks for silent players every five.
    static let flushEvery: Duration = .seconds(5)

    let plan: ProgressPlan
    let folder: String
    let sabotage: ProgressSabotage?
    let origin: SimulatedOrigin
    let clock: SimulatedClock
    var random: SplitMix64
    var trace = RunTrace<ProgressFaultKind>()
    var broken: [String] = []
    var computers: [SimulatedComputer] = []
    var players: [SimulatedPlayer] = []
    /// Copies of journals that were made, by computer.
    var backups: [Int: ProgressBackup] = [:]
    /// What a power cut leaves where the rule of durability is broken on purpose.
    var undurable: [Int: JournalDisk.Image] = [:]
    /// Computers whose disk lost rows that the province has: it must be noticed.
    var mustBeNoticed: Set<Int> = []
    /// Computers that were thrown away.
    var gone: Set<Int> = []

    init(seed: UInt64, folder: String, sabotage: ProgressSabotage?) throws {
        self.plan = try ProgressPlan(
            seed: seed,
            rate: sabotage == .paysDouble ? 2 * ProgressPlan.rate : ProgressPlan.rate
        )
        self.folder = folder
        self.sabotage = sabotage
        self.clock = SimulatedClock(start: self.plan.start)
        self.random = SplitMix64(state: seed ^ 1)
        let key = try SigningKey(seed: Digest(of: Array("origin".utf8)).bytes)
        self.origin = try SimulatedOrigin(plan: self.plan, folder: folder, clock: self.clock, key: key)
        for (number, school) in [self.plan.schools[0], self.plan.schools[0], self.plan.schools[1]].enumerated() {
            let computer = try SimulatedComputer(
                "c\(number)",
                at: school,
                folder: "\(folder)/c\(number)",
                origin: self.origin,
                seed: seed ^ UInt64(number + 2)
            )
            try computer.start()
            self.computers.append(computer)
        }
    }

    var now: Duration { self.clock.elapsed }
    var nowMs: Int64 { Int64(self.now / .milliseconds(1)) }

    func note(_ what: String) { self.trace.note(what, at: self.now) }
    func count(_ kind: ProgressFaultKind) { self.trace.count(kind) }
    func breaks(_ what: String) {
        self.note("BROKEN: \(what)")
        self.broken.append(what)
    }

    func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self.random) }
    func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &self.random) < one }
    func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &self.random) }

    /// Computers that are still there.
    var present: [Int] { self.computers.indices.filter { !self.gone.contains($0) } }
    func isReached(_ computer: Int) -> Bool {
        self.computers[computer].process != nil && !self.computers[computer].isAway
    }

    /// Time passes.
    func pass(_ time: Duration) async throws {
        self.clock.advance(by: time)
        for computer in self.computers { computer.clock.advance(by: time) }
        for index in self.present { try await self.look(after: index) }
    }

    private func look(after index: Int) async throws {
        let computer = self.computers[index]
        if computer.isAway, computer.awayUntil <= self.now {
            computer.isAway = false
            if computer.process == nil { try self.start(index) }
        }
        if computer.lineDownUntil <= self.now { computer.line.setDown(false) }
        if let until = computer.fullUntil, until <= self.now {
            computer.fullUntil = nil
            try computer.fill(false)
        }
        guard let process = computer.process, self.now - computer.flushedAt >= Self.flushEvery else { return }
        computer.flushedAt = self.now
        await process.flush.flush(silentMs: 20_000)
    }

    func start(_ index: Int) throws {
        try self.computers[index].start()
        self.note("\(self.computers[index].name) starts")
    }

    /// What the journal of a player's computer has of its session.
    func journalMedia(of player: SimulatedPlayer) async throws -> PlayedIntervals {
        guard let journal = self.computers[player.computer].process?.journal else { return PlayedIntervals() }
        return Self.media(
            of: player.play,
            in: try await journal.evidence(of: player.trainee, in: player.lesson).evidence
        )
    }

    /// What the province has of it.
    func ledgerMedia(of player: SimulatedPlayer) async throws -> PlayedIntervals {
        Self.media(of: player.play, in: try await self.origin.ledger.evidence(of: player.trainee))
    }

    private static func media(of play: ViewingSession.ID, in evidence: Evidence) -> PlayedIntervals {
        var media = PlayedIntervals()
        for interval in evidence.intervals where interval.played.play == play { media.insert(interval.played.mediaMs) }
        return media
    }
}

/// A journal as it was copied, and the token beside it.
struct ProgressBackup {
    let image: JournalDisk.Image
    let token: Data
}

extension JournalDatabase {
    /// Leaves no room for another page, or all there is.
    func limitPages(_ isFull: Bool) throws {
        try self.pool.barrierWriteWithoutTransaction { db in
            let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int64.fetchOne(db, sql: "PRAGMA max_page_count = \(isFull ? pages : 1 << 30)")
        }
    }
}
