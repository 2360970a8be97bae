import CourseModel
import CreditLedger
import Crediting
import Foundation
import Origin
import ProgressAgent

/// What must hold of the province's books, whatever happened.
extension ProgressWorld {
    /// What cutting wall time between sessions may round away of a piece.
    private static let roundingMs: Int64 = 4
    /// How far one school's time may lie beside another's: their clocks, and a start's anchor that is taken for another's.
    private static let clocksApartMs: Int64 = 2_000
    /// Answers still get lost in the lab.
    private static let deliveriesMax = 100

    /// Works out what is due, and looks whether the books are right.
    func look() async throws {
        let pass = try await self.origin.settle()
        for (person, fault) in pass.faults { self.breaks("the evidence of \(person) cannot be judged: \(fault)") }
        if self.sabotage == .inventsHours { try await self.inventHours() }
        let found = try await self.origin.verify()
        if found.due > 0 { self.breaks("\(found.due) are due after all was settled") }
        for difference in found.differences {
            self.breaks("the ledger of \(difference.trainee) is not what the evidence gives: \(difference.reason)")
        }
        for trainee in self.plan.trainees { try await self.look(at: trainee.person) }
    }

    private func look(at person: Person.ID) async throws {
        guard let statement = try await self.origin.statement(of: person) else {
            return self.breaks("\(person) has no statement")
        }
        let posted = try await self.origin.ledger.entries(of: person).reduce(CreditHours.zero) { $0 + $1.hundredths }
        if posted != statement.creditedHundredths {
            self.breaks("\(person) has \(posted) in the ledger and \(statement.creditedHundredths) on the statement")
        }
        for line in statement.sections where line.countedHundredths > line.quotaHundredths {
            self.breaks("\(person) has more than the quota of \(line.section)")
        }
        for line in statement.phases ?? [] where line.countedHundredths > line.hoursHundredths {
            self.breaks("\(person) has more than the hours of \(line.phase)")
        }
        let evidence = try await self.origin.ledger.evidence(of: person)
        let playback = try Playback(of: evidence, rate: PaymentRate(maxRatePermille: self.paidRate))
        let counted = playback.decisions.reduce(0) { $0 + $1.countedMs.milliseconds }
        let most = self.wallTime(of: person) * ProgressPlan.rate / 1_000
        if counted > most { self.breaks("\(person) has \(counted) ms counted, in \(most) ms of wall time") }
    }

    private var paidRate: Int64 { self.plan.programme.ruleSet.maxRatePermille }

    /// How long a person's pages were there at the most, in true time: laid beside each other where the clocks allow it.
    private func wallTime(of person: Person.ID) -> Int64 {
        var spans: [Int: StretchSet] = [:]
        let own = self.players.filter { $0.trainee == person }
        for player in own {
            let span = player.openedMs..<player.heardMs + 1_001
            spans[self.plan.areClocksRight ? 0 : player.computer, default: StretchSet()].insert(span)
        }
        let slack = Int64(own.count) * Self.clocksApartMs
        return spans.values.reduce(slack) { $0 + $1.total }
    }

    private func inventHours() async throws {
        guard let person = self.plan.trainees.first?.person else { return }
        let entry = LedgerEntry(
            trainee: person,
            programme: self.plan.programme.programme,
            item: "invented",
            generation: 1,
            kind: .grant,
            hundredths: CreditHours(hundredths: 100),
            rules: Digest(of: []),
            input: Digest(of: []),
            reason: "invented",
            actor: "somebody"
        )
        let due = DueTrainee(trainee: person, mark: 0)
        let before = try await self.origin.ledger.entries(of: person)
        guard !before.contains(where: { $0.item == entry.item }) else { return }
        try await self.origin.ledger.settle(
            Settlement(due: due, entries: [entry], statements: [], atMs: self.clock.time)
        )
    }
}

// MARK: - In the end

extension ProgressWorld {
    /// Everything works again; what waits is delivered, whoever must be is enrolled anew, and all is reported.
    func heal() async throws {
        self.note("everything works again")
        for index in self.present {
            let computer = self.computers[index]
            computer.line.heal()
            (computer.isAway, computer.fullUntil) = (false, nil)
            if computer.process == nil { try self.start(index) } else { try computer.fill(false) }
        }
        for index in self.players.indices where !self.gone.contains(self.players[index].computer) {
            for _ in 0..<Self.deliveriesMax where !self.players[index].pending.isEmpty {
                try await self.deliver(index, isClosing: true)
            }
            if !self.players[index].pending.isEmpty { self.breaks("\(self.players[index].play) is not answered") }
        }
        for index in self.present {
            try await self.computers[index].line.deliverLate()
            try await self.reportAll(index)
            try await self.enrolAnewIfNeeded(index)
        }
    }

    private func reportAll(_ index: Int) async throws {
        guard let process = self.computers[index].process else { return }
        await process.flush.flush(silentMs: 0)
        if self.sabotage == .forgetsToReport { return }
        try await process.reporter.report()
    }

    private func enrolAnewIfNeeded(_ index: Int) async throws {
        let computer = self.computers[index]
        guard let trouble = try await computer.process?.journal.state().trouble else {
            if self.mustBeNoticed.contains(index) {
                self.breaks("\(computer.name) lost rows that the province has, and nobody noticed")
            }
            return
        }
        self.note("\(computer.name): \(trouble)")
        self.count(.forkNoticed)
        try computer.kill()
        try computer.enrolAnew(with: self.origin)
        self.count(.enrolledAnew)
        try self.start(index)
        try await self.reportAll(index)
        let state = try await computer.process?.journal.state()
        if state?.trouble != nil || state?.unreportedRows != 0 {
            self.breaks("\(computer.name) was enrolled anew and does not report: \(state?.trouble ?? "rows are left")")
        }
    }

    /// What was promised to people: everything that a page was told is kept, and nothing refused of what was plain.
    func compareWithPages() async throws {
        for player in self.players {
            let school = self.plan.trainees.first { $0.person == player.trainee }?.school
            // What is watched at another school credits nobody.
            guard self.computers[player.computer].school == school else { continue }
            let media = try await self.ledgerMedia(of: player)
            for range in player.acknowledged.ranges where !media.gaps(in: range).isEmpty {
                self.breaks("\(player.trainee) was told that \(range) of \(player.play) is kept; it is not reported")
            }
        }
        guard !self.plan.hasWindows else { return }
        for trainee in self.plan.trainees where trainee.isPlain { try await self.comparePlain(trainee.person) }
    }

    private func comparePlain(_ person: Person.ID) async throws {
        let own = self.players.filter { $0.trainee == person }
        // What a page plays while its school's computer is off and its calendar is being set has no time that is known.
        guard !own.contains(where: { $0.wasLate || self.computers[$0.computer].isCalendarSet }) else { return }
        let statement = try await self.origin.statement(of: person)
        for refusal in statement?.refusals ?? [] where refusal.refusedMs.milliseconds > Self.roundingMs {
            self.breaks("\(person) only watched, and \(refusal.refusedMs) ms are refused: \(refusal.reason)")
        }
    }
}
