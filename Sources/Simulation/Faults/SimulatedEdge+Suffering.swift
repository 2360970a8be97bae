import Blobs
import CourseModel
import EdgeCache
import Foundation
import Logging
import Prefetching

/// What happens to the program and its disk.
extension SimulatedEdge {
    /// Starts the program on what is on the disk.
    func start() async throws {
        try self.disk.start()
        self.isUp = true
        if self.losesIndex {
            self.losesIndex = false
            self.count(.indexLost)
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: "\(self.folder)/index.sqlite\(suffix)")
            }
        }
        self.starts += 1
        self.note("start \(self.starts) with \(self.plan.summary)")
        do {
            self.process = try EdgeProcess(
                folder: self.folder,
                plan: self.plan,
                disk: self.disk,
                now: self.clock.time,
                seed: UInt64(self.starts)
            )
        } catch {
            // A disk that is full or stops lets no program begin: somebody starts it again.
            self.note("not started: \(self.words(error))")
            if self.disk.stopped == nil { self.queue.add(.start, at: self.now + .seconds(10)) }
            return
        }
        try self.compareHeld("after a start")
        self.planAgain()
        self.queue.add(.look(self.starts), at: self.now)
        await self.takeStock()
        if self.disk.stopped == nil { try self.compareHeld("after taking stock") }
    }

    /// The program is gone.
    func die(_ how: SimulatedDisk.Stop) {
        self.count(how == .kill ? .kill : .powerCut)
        self.note(how == .kill ? "killed" : "power cut")
        self.rules.died(byPowerCut: how == .powerCut, at: self.now)
        self.process = nil
        self.isUp = false
        let down = Duration.milliseconds(Int64.random(in: 1_000...120_000, using: &self.random))
        self.queue.add(.start, at: self.now + down)
    }

    func suffer(_ fault: Fault) async throws {
        if self.isTroubleOver { return }
        if self.line.suffer(fault, at: self.now) { return self.note("\(fault)") }
        switch fault {
        case .fullDisk(let time):
            self.note("disk full")
            self.disk.fill(true)
            self.queue.add(.diskHasRoom, at: self.now + time)
        case .rot: try self.spoil(cuttingOff: false)
        case .truncation: try self.spoil(cuttingOff: true)
        case .kill(let changes): self.stop(.kill, changes)
        case .powerCut(let changes): self.stop(.powerCut, changes)
        case .indexLost:
            self.losesIndex = true
            self.stop(.kill, nil)
        case .clockJump(let milliseconds):
            self.note("clock set by \(milliseconds / 1_000) s")
            self.count(.clockJump)
            self.clock.jump(byMs: milliseconds)
            self.rules.clockJumped()
        case .scrub: try await self.scrub()
        case .pause(let time):
            guard self.process != nil else { return }
            self.count(.pause)
            try self.setPaused(true)
            self.queue.add(.resume(self.starts), at: self.now + time)
        case .viewer(let address, let chunks):
            self.count(.viewer)
            self.viewers += 1
            try self.ask(self.viewers, address, left: chunks)
        default: break
        }
    }

    private func stop(_ how: SimulatedDisk.Stop, _ changes: Int?) {
        guard self.process != nil else { return }
        if let changes { self.disk.stop(how, after: changes) } else { self.disk.stopNow(how) }
    }

    /// Spoils the bytes of a chunk that is held, if one is.
    private func spoil(cuttingOff: Bool) throws {
        guard let process else { return }
        // What is being written when a file is cut off is known to be right only by who has just hashed it.
        let tracks = self.plan.course.allTracks.filter { !cuttingOff || process.keeper.blobs.isWhole($0.blob) }
        let held = tracks.flatMap { track in
            process.shelf.heldChunks(of: track).sorted().map { ChunkAddress(blob: track.blob, chunk: $0) }
        }
        guard let address = held.randomElement(using: &self.random), let track = self.plan.course.track(address.blob),
            let path = try process.keeper.blobs.file(address.blob)?.path
        else { return }
        let range = track.chunkRanges[address.chunk]
        let offset = Int(Int64.random(in: range, using: &self.random))
        guard try self.disk.damage(path, at: offset, cuttingOff: cuttingOff) else { return }
        self.count(cuttingOff ? .truncation : .rot)
        self.note("\(cuttingOff ? "cut off" : "rotten") at \(offset): \(self.rules.name(address))")
        self.rules.spoil(address)
        guard cuttingOff else { return }
        for chunk in (address.chunk + 1)..<track.chunks.count {
            let behind = ChunkAddress(blob: address.blob, chunk: chunk)
            self.rules.spoil(behind)
        }
    }

    /// Reads all that is held, and forgets what is bad, as the service does.
    func scrub() async throws {
        guard let process else { return }
        self.count(.scrub)
        let (news, keeper, clock) = (process.news, process.keeper, self.clock)
        let scrubber = Scrubber(
            shelf: process.shelf,
            blobs: keeper.blobs,
            index: keeper.index,
            bytesPerSecond: 0,
            days: 7,
            onRot: { address, _ in
                try? keeper.unmark(address)
                news.rotten(address)
            },
            now: { clock.time },
            logger: Self.silent
        )
        await scrubber.scrub(bytesPerSecond: nil)
        for address in news.takeRotten() {
            self.count(.badChunkFound)
            self.note("found bad: \(self.rules.name(address))")
            if !self.rules.spoiled.contains(address) { self.rules.breaks("\(self.rules.name(address)) is bad") }
            self.process?.begun.forget(address)
            self.rules.lost(address)
        }
        if self.disk.stopped == nil { self.planAgain() }
    }

    /// From now on all works; what is not known to be bad yet is looked for.
    func endTrouble() async throws {
        self.note("no more trouble")
        self.isTroubleOver = true
        self.line.repair()
        if !self.plan.faults.isEmpty { self.disk.spare() }
        if self.process == nil { return self.queue.add(.troubleEnds, at: self.now + .seconds(10)) }
        if self.process?.prefetcher.isPaused == true { try self.setPaused(false) }
        try await self.scrub()
        try self.compareHeld("after the trouble")
        self.isSettled = true
    }

    private static var silent: Logger {
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        return logger
    }
}

// MARK: - What is held

extension SimulatedEdge {
    /// Whether a chunk on the disk is what the origin has.
    func isRight(_ address: ChunkAddress) -> Bool {
        guard let process, let track = self.plan.course.track(address.blob) else { return false }
        let range = track.chunkRanges[address.chunk]
        guard let file = try? process.keeper.blobs.file(address.blob), let bytes = try? file.read(range) else {
            return false
        }
        return bytes == self.plan.course.bytes(range, of: address.blob)
    }

    /// Everything that counts as held must be right, but for what the disk has spoiled since it was read.
    func compareHeld(_ when: String) throws {
        guard let process else { return }
        let marked = try process.keeper.index.heldChunks()
        for track in self.plan.course.allTracks {
            let shelved = process.shelf.heldChunks(of: track)
            if !shelved.isSubset(of: marked[track.blob] ?? []) {
                self.rules.breaks("\(when), chunks of \(track.track) count as held that are not marked")
            }
            for chunk in marked[track.blob] ?? [] {
                let address = ChunkAddress(blob: track.blob, chunk: chunk)
                guard !self.rules.spoiled.contains(address), !self.isRight(address) else { continue }
                self.rules.breaks("\(when), \(self.rules.name(address)) counts as held and is wrong")
            }
        }
    }
}
