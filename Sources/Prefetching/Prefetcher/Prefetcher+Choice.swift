import CourseModel

/// What to do next.
extension Prefetcher {
    mutating func advance(at now: Duration) -> [Action] {
        self.wakeUp(at: now)
        var actions = self.serveWanted()
        if self.isHeldBack { actions += self.stopBulk() }
        if self.bulk == nil, self.wantedUnderWay == nil, !self.isHeldBack, self.hold == nil, let run = self.takeNext() {
            self.bulk = Bulk(left: [run])
            actions.append(.fetch(run))
        }
        if self.hasPlan, self.bulk == nil, self.waiting.isEmpty {
            self.hasPlan = false
            actions.append(.idle)
        }
        if let wake = self.nextWake { actions.append(.wake(at: wake)) }
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
    }

    private mutating func serveWanted() -> [Action] {
        guard self.wantedUnderWay == nil, self.wantedHold == nil,
            let address = self.wanted.first(where: { !self.isResting($0) })
        else { return [] }
        if let bulk {
            // Its bytes are coming already: asking for them again would only cost the line.
            if !bulk.isStopping, bulk.current == address { return [] }
            // The run ends first, which takes a moment: two that wrote one chunk at once would spoil it.
            return self.stopBulk()
        }
        self.wantedUnderWay = address
        return [.fetchWanted(address)]
    }

    private func isResting(_ address: ChunkAddress) -> Bool {
        self.restingChunks[address] != nil || self.restingBlobs[address.blob] != nil
    }

    /// Takes the first stretch of the plan that does not rest.
    private mutating func takeNext() -> PlannedRun? {
        for (index, run) in self.waiting.enumerated() where self.restingBlobs[run.blob] == nil {
            let resting = self.restingChunks.keys.filter { run.contains($0) }
            let stretches = resting.reduce([run]) { stretches, address in
                stretches.flatMap { $0.subtracting(address) }
            }
            guard let stretch = stretches.first else { continue }
            self.waiting.replaceSubrange(index...index, with: run.subtracting(stretch))
            return stretch
        }
        return nil
    }

    /// When something that rests now can go on; nil where nothing waits for that.
    private var nextWake: Duration? {
        var times: [Duration] = []
        if !self.waiting.isEmpty || !self.wanted.isEmpty {
            times += self.restingChunks.values
            times += self.restingBlobs.values
        }
        if !self.waiting.isEmpty, !self.isHeldBack, let hold { times.append(hold.until) }
        if !self.wanted.isEmpty, let wantedHold { times.append(wantedHold) }
        return times.min()
    }
}
