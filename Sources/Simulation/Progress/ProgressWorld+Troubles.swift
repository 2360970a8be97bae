import CourseModel
import CreditLedger
import Crediting
import Foundation
import Origin
import Prefetching
import ProgressAgent

/// What happens to schools' computers, disks, clocks and lines.
extension ProgressWorld {
    /// One thing happens, or nothing.
    func happen() async throws {
        switch self.number(0...59) {
        case 0..<16: try await self.openLesson()
        case 16..<27: try await self.report()
        case 27, 28: try await self.replayBeats(changed: false)
        case 29: try await self.replayBeats(changed: true)
        case 30, 31: try await self.closePage()
        case 32, 33: try self.die(by: .kill)
        case 34, 35: try self.die(by: .powerCut)
        case 36, 37: try await self.tearCommit()
        case 38, 39: try self.die(by: .reboot)
        case 40: try await self.sleepThroughNight()
        case 41, 42: self.setCalendar()
        case 43: self.goAway(.suspend, seconds: 10...900)
        case 44: self.goAway(.labDown, seconds: 10...900)
        case 45, 46: self.cutLine()
        case 47, 48: try self.fillDisk()
        case 49, 50: try self.backUp()
        case 51: try await self.restore(.restoredBackup)
        case 52: try await self.restore(.restoredImage)
        case 53: try await self.clone()
        case 54, 55: for index in self.present { try await self.computers[index].line.deliverLate() }
        case 56: try self.restartOrigin()
        case 57: try await self.look()
        default: break
        }
    }

    func report() async throws {
        guard let index = self.pick(self.present), let process = self.computers[index].process else { return }
        if self.sabotage == .forgetsToReport {
            return try await process.journal.acknowledge(through: try await process.journal.state().lastSequence)
        }
        try? await process.reporter.report()
        let state = try await process.journal.state()
        self.note("\(self.computers[index].name) has reported \(state.reportedThrough) of \(state.lastSequence)")
    }

    private func closePage() async throws {
        guard let index = self.pick(self.players.indices.filter { self.players[$0].isOpen }) else { return }
        try await self.deliver(index, isClosing: true)
        self.players[index].isOpen = false
    }

    /// A computer stops; it comes back at once, or after some time.
    private func die(by kind: ProgressFaultKind) throws {
        guard let index = self.pick(self.present.filter { self.computers[$0].process != nil }) else { return }
        let computer = self.computers[index]
        if kind == .powerCut, let image = self.undurable[index] {
            try computer.losePower(leaving: image)
        } else {
            try computer.kill()
        }
        self.undurable[index] = nil
        self.count(kind)
        self.note("\(computer.name): \(kind)")
        computer.fullUntil = nil
        computer.isAway = true
        computer.awayUntil = self.now + .seconds(kind == .kill ? 1 : self.number(5...600))
    }

    /// The power goes while a commit is being written that nobody was told of.
    private func tearCommit() async throws {
        let senders = self.players.indices.filter {
            !self.players[$0].pending.isEmpty && self.isReached(self.players[$0].computer)
        }
        guard let index = self.pick(senders) else { return }
        let computer = self.computers[self.players[index].computer]
        let before = try computer.disk.image()
        _ = try await self.send(self.players[index].pending, index)
        let after = try computer.disk.image()
        try computer.losePower(leaving: JournalDisk.torn(from: before, to: after, &self.random))
        self.count(.tornCommit)
        self.note("\(computer.name) loses its power in the middle of a commit")
        computer.fullUntil = nil
        try self.start(self.players[index].computer)
    }

    /// Everybody goes home; some leave their pages open.
    private func sleepThroughNight() async throws {
        for index in self.players.indices where self.players[index].isOpen {
            if self.chance(3, in: 4) { try await self.deliver(index, isClosing: true) }
            self.players[index].isOpen = false
        }
        self.note("a night")
        try await self.pass(.seconds(self.number(3_600...200_000)))
    }

    private func setCalendar() {
        guard !self.plan.areClocksRight, let index = self.pick(self.present) else { return }
        let spans: [Int64] = [20_000, 3_600_000, 86_400_000, 31_536_000_000]
        let span = self.pick(spans) ?? 0
        let jump = self.number(-span...span)
        self.computers[index].setCalendar(byMs: jump)
        self.count(.calendarSet)
        self.note("\(self.computers[index].name): the calendar is set by \(jump) ms")
    }

    private func goAway(_ kind: ProgressFaultKind, seconds: ClosedRange<Int64>) {
        guard let index = self.pick(self.present.filter { self.isReached($0) }) else { return }
        self.computers[index].isAway = true
        self.computers[index].awayUntil = self.now + .seconds(self.number(seconds))
        self.count(kind)
        self.note("\(self.computers[index].name): \(kind)")
    }

    private func cutLine() {
        guard let index = self.pick(self.present) else { return }
        self.computers[index].lineDownUntil = self.now + .seconds(self.number(10...300_000))
        self.computers[index].line.setDown(true)
        self.count(.lineDown)
        self.note("\(self.computers[index].name): the line is down")
    }

    private func fillDisk() throws {
        guard let index = self.pick(self.present.filter { self.computers[$0].process != nil }) else { return }
        try self.computers[index].fill(true)
        self.computers[index].fullUntil = self.now + .seconds(self.number(5...120))
        self.note("\(self.computers[index].name): the disk is full")
    }

    private func restartOrigin() throws {
        try self.origin.restart()
        self.count(.originRestart)
        self.note("the province starts anew")
    }
}

// MARK: - Copies of disks

extension ProgressWorld {
    private func backUp() throws {
        guard let index = self.pick(self.present) else { return }
        let disk = self.computers[index].disk
        self.backups[index] = ProgressBackup(image: try disk.image(), token: try disk.token)
        self.note("\(self.computers[index].name): the journal is copied")
    }

    /// A journal comes back as it was: its files alone, or the whole disk, where nothing tells that it is an old one.
    private func restore(_ kind: ProgressFaultKind) async throws {
        guard let index = self.pick(self.present.filter { self.backups[$0] != nil }), let backup = self.backups[index]
        else { return }
        let computer = self.computers[index]
        if computer.process != nil { try computer.kill() }
        try computer.disk.put(backup.image)
        if kind == .restoredImage { try computer.disk.putToken(backup.token) }
        self.count(kind)
        self.note("\(computer.name): \(kind)")
        let old = try JournalDatabase(reading: computer.disk.folder)
        let last = try await old.state().lastSequence
        try old.close()
        let known = try await self.origin.ledger.journal(of: computer.edge.edge)?.through ?? 0
        if known > last { self.mustBeNoticed.insert(index) }
        (computer.isAway, computer.fullUntil) = (false, nil)
        try self.start(index)
        for number in self.players.indices where self.players[number].computer == index {
            var left = try await self.journalMedia(of: self.players[number])
            left.formUnion(try await self.ledgerMedia(of: self.players[number]))
            self.players[number].forget(allBut: left)
        }
    }

    /// A disk is copied, and the copy is switched on: beside the first one, or in its place.
    private func clone() async throws {
        guard self.computers.count < 4, let index = self.pick(self.present) else { return }
        let source = self.computers[index]
        let clone = try SimulatedComputer(
            "clone",
            cloneOf: source,
            folder: "\(self.folder)/clone",
            origin: self.origin,
            seed: UInt64(self.number(0...Int64.max))
        )
        self.computers.append(clone)
        let place = self.computers.count - 1
        self.count(.cloned)
        let takesOver = self.chance(1, in: 2)
        self.note("\(source.name) is copied\(takesOver ? ", and the copy takes its place" : "")")
        if takesOver {
            if source.process != nil { try source.kill() }
            self.gone.insert(index)
            for number in self.players.indices where self.players[number].computer == index {
                self.players[number].computer = place
            }
        }
        try self.start(place)
        guard try await clone.process?.journal.state().trouble != nil else {
            return self.breaks("the copy of \(source.name) was not noticed")
        }
    }
}
