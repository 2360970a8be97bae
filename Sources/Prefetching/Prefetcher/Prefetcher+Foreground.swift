import CourseModel

/// Chunks that somebody waits for, and those that people who are watching will want next.
extension Prefetcher {
    /// How often a wanted chunk failed, and until when it is left alone.
    struct WantedRest: Sendable {
        var failures = 0
        var until: Duration = .zero
    }

    mutating func want(_ address: ChunkAddress) {
        if !self.wanted.contains(address) { self.wanted.append(address) }
    }

    /// A player that moved on in its lesson must not make the line carry what it left.
    mutating func left(_ address: ChunkAddress) -> [Action] {
        self.wanted.removeAll { $0 == address }
        guard self.wantedUnderWay == address, !self.isWantedStopping else { return [] }
        self.isWantedStopping = true
        return [.stopWanted]
    }

    mutating func wantedEnded(_ address: ChunkAddress) {
        self.wantedUnderWay = nil
        self.isWantedStopping = false
        self.wanted.removeAll { $0 == address }
        self.lineWorks()
    }

    mutating func wantedFailed(_ address: ChunkAddress, _ failure: Failure, at now: Duration) {
        let wasStopping = self.isWantedStopping
        self.wantedUnderWay = nil
        self.isWantedStopping = false
        // Whoever wants it by now came after it was stopped.
        if wasStopping, failure.isOfStopping { return }
        switch failure {
        case .line(let retryAfter):
            self.wantedHold = now + max(self.wantedBackoff.waitAfterFailure(), retryAfter ?? .zero)
            self.restWanted(address, for: retryAfter ?? .zero, at: now)
        case .wrongBytes:
            self.rest(after: failure, at: now)
        case .stopped, .absent, .disk:
            self.wanted.removeAll { $0 == address }
            self.rest(after: failure, at: now)
        }
    }

    /// - Parameter rest: at least so long.
    mutating func restWanted(_ address: ChunkAddress, for rest: Duration, at now: Duration) {
        var resting = self.wantedRests[address] ?? WantedRest()
        resting.failures += 1
        resting.until = now + max(self.wantedBackoff.wait(afterFailures: resting.failures), rest)
        self.wantedRests[address] = resting
    }

    /// When a chunk that somebody waits for may be fetched; a time that is over for one that may be now.
    func wantedTime(of address: ChunkAddress) -> Duration {
        [self.wantedHold, self.wantedRests[address]?.until, self.restingBlobs[address.blob]].compactMap(\.self).max()
            ?? .zero
    }

    mutating func watch(_ runs: [PlannedRun]) {
        self.ahead = runs
        guard let bulk else { return }
        self.bulk?.isAhead = runs.contains { run in
            bulk.left.contains { $0.blob == run.blob && $0.chunks.overlaps(run.chunks) }
        }
        for run in bulk.left { self.ahead = self.ahead.flatMap { $0.subtracting(run) } }
    }
}
