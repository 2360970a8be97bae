import CourseModel

/// What to do next.
extension Prefetcher {
    mutating func advance(at now: Duration) -> [Action] {
        self.wakeUp(at: now)
        var actions = self.serveWanted(at: now)
        if self.isHeldBack || self.isAheadWaiting { actions += self.stopBulk() }
        if self.bulk == nil, self.wantedUnderWay == nil, !self.isHeldBack, self.hold == nil, let next = self.takeNext()
        {
            self.bulk = Bulk(left: [next.run], isAhead: next.isAhead)
            actions.append(.fetch(next.run))
        }
        if self.hasPlan, self.bulk == nil, self.waiting.isEmpty, self.ahead.isEmpty {
            self.hasPlan = false
            actions.append(.idle)
        }
        if let wake = self.nextWake(after: now) { actions.append(.wake(at: wake)) }
        return actions
    }

    /// - Returns: nothing where no run is under way, or it is being stopped already.
    mutating func stopBulk() -> [Action] {
        guard let bulk, !bulk.isStopping else { return [] }
        self.bulk?.isStopping = true
        return [.stop]
    }

    private mutating func wakeUp(at now: Duration) {
        self.restingChunks = self.restingChunks.filter { $0.value > now }
        self.restingBlobs = self.restingBlobs.filter { $0.value > now }
        if let hold, hold.until <= now { self.hold = nil }
        if let wantedHold, wantedHold <= now { self.wantedHold = nil }
        self.wantedRests = self.wantedRests.filter { $0.value.until > now || self.wanted.contains($0.key) }
    }

    private mutating func serveWanted(at now: Duration) -> [Action] {
        guard self.wantedUnderWay == nil, let address = self.wanted.first(where: { self.wantedTime(of: $0) <= now })
        else { return [] }
        if let bulk {
            // Its bytes are coming already: asking for them again would only cost the line. A run that is held to a rate
            // makes way all the same: who waits is not.
            if !bulk.isStopping, bulk.current == address, self.limit == nil { return [] }
            // The run ends first, which takes a moment: two that wrote one chunk at once would spoil it.
            return self.stopBulk()
        }
        self.wantedUnderWay = address
        return [.fetchWanted(address)]
    }

    /// Whether somebody who is watching will soon want something else than what is coming.
    private var isAheadWaiting: Bool {
        guard let bulk, !bulk.isAhead else { return false }
        return self.ahead.contains { self.stretch(of: $0) != nil }
    }

    /// Takes the first stretch that does not rest: of what is wanted ahead, then of the plan.
    private mutating func takeNext() -> (run: PlannedRun, isAhead: Bool)? {
        let ahead = self.ahead.compactMap { self.stretch(of: $0) }.first
        guard let run = ahead ?? self.waiting.compactMap({ self.stretch(of: $0) }).first else { return nil }
        self.ahead = self.ahead.flatMap { $0.subtracting(run) }
        self.waiting = self.waiting.flatMap { $0.subtracting(run) }
        return (run, ahead != nil)
    }

    private func stretch(of run: PlannedRun) -> PlannedRun? {
        guard self.restingBlobs[run.blob] == nil else { return nil }
        let resting = self.restingChunks.keys.filter { run.contains($0) }
        return resting.reduce([run]) { stretches, address in stretches.flatMap { $0.subtracting(address) } }.first
    }

    /// When something that rests now can go on; nil where nothing waits for that.
    private func nextWake(after now: Duration) -> Duration? {
        var times: [Duration] = []
        if !self.waiting.isEmpty || !self.ahead.isEmpty {
            times += self.restingChunks.values
            times += self.restingBlobs.values
            if !self.isHeldBack, let hold { times.append(hold.until) }
        }
        if self.wantedUnderWay == nil { times += self.wanted.map { self.wantedTime(of: $0) }.filter { $0 > now } }
        return times.min()
    }
}
