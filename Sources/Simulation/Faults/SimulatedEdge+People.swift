import CourseModel
import EdgeCache
import Prefetching

/// Chunks that came, and people who wait for them.
extension SimulatedEdge {
    /// Tells everybody of the chunks that are held now.
    func hearOfKept() {
        guard let news = self.process?.news else { return }
        for kept in news.takeKept() {
            for chunk in kept.chunks { self.kept(ChunkAddress(blob: kept.track.blob, chunk: chunk)) }
        }
    }

    func kept(_ address: ChunkAddress) {
        self.rules.kept(address, at: self.now)
        let viewers = self.settle(address)
        self.handle(.chunkVerified(address))
        for viewer in viewers { self.serve(viewer, address) }
    }

    /// Somebody's player asks for a chunk.
    ///
    /// - Parameter left: how many it will ask for with this one.
    func ask(_ viewer: Int, _ address: ChunkAddress, left: Int) throws {
        guard let process, left > 0 else { return }
        self.queue.add(
            .ask(viewer: viewer, ChunkAddress(blob: address.blob, chunk: address.chunk + 1), left: left - 1),
            at: self.now + .milliseconds(Int64.random(in: 500...9_000, using: &self.random))
        )
        guard let track = self.plan.course.track(address.blob), track.chunks.indices.contains(address.chunk) else {
            return
        }
        if process.shelf.isHeld(address) { return self.serve(viewer, address) }
        self.count(.chunkWaitedFor)
        self.process?.awaited[address, default: (self.now, false, [])].viewers.append(viewer)
        self.awaitedChanged()
        let patience = Duration.milliseconds(Int64.random(in: 200...90_000, using: &self.random))
        self.queue.add(.giveUp(viewer: viewer, address), at: self.now + patience)
        self.handle(.foregroundWanted(address))
    }

    func giveUp(_ viewer: Int, _ address: ChunkAddress) {
        guard var wait = self.process?.awaited[address], let place = wait.viewers.firstIndex(of: viewer) else { return }
        self.count(.waitGivenUp)
        wait.viewers.remove(at: place)
        self.process?.awaited[address] = wait.viewers.isEmpty ? nil : wait
        self.awaitedChanged()
        if wait.viewers.isEmpty { self.handle(.foregroundLeft(address)) }
    }

    func wantedEnded(_ address: ChunkAddress, _ failure: Prefetcher.Failure?) {
        guard let failure else { return self.handle(.foregroundEnded(address)) }
        switch failure {
        case .absent, .disk: _ = self.settle(address)
        case .line, .wrongBytes, .stopped: self.process?.awaited[address]?.hasFailed = true
        }
        self.handle(.foregroundFailed(address, failure))
        // Somebody may have come in between.
        if failure == .stopped, self.process?.awaited[address] != nil { self.handle(.foregroundWanted(address)) }
    }

    /// - Returns: who waited.
    private func settle(_ address: ChunkAddress) -> [Int] {
        let wait = self.process?.awaited.removeValue(forKey: address)
        self.awaitedChanged()
        return wait?.viewers ?? []
    }

    private func awaitedChanged() {
        guard let process else { return }
        process.news.setAwaited(Set(process.awaited.keys))
    }

    /// A player gets a chunk: the bytes are used now.
    private func serve(_ viewer: Int, _ address: ChunkAddress) {
        guard let process else { return }
        if !self.isRight(address), !self.rules.spoiled.contains(address) {
            self.rules.breaks("viewer \(viewer) got wrong bytes of \(self.rules.name(address))")
        }
        guard let track = self.plan.course.track(address.blob),
            process.shelf.heldChunks(of: track).count < track.chunks.count
        else { return }
        self.process?.watched.note(address, at: self.now)
        let course = self.plan.course
        let runs = self.process?.watched.runs(
            track: { blob in
                course.track(blob).flatMap { track in course.lesson(of: blob).map { (track, $0) } }
            },
            needs: process.needs,
            held: { process.shelf.isHeld($0) }
        )
        if let runs { self.handle(.watched(runs)) }
    }
}
