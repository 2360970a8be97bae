import Blobs
import CourseModel
import EdgeCache
import Prefetching
import Transfer

/// A fetch from its beginning to its end: what `PrefetchService` does with a connection, in events.
extension SimulatedEdge {
    private static let options = TransferOptions()
    /// After so long without a piece a connection looks after its writer.
    private static let restAfter: Duration = .milliseconds(600)

    func carriage(of chunks: Range<Int>, _ blob: Digest, wanted: ChunkAddress? = nil) -> Carriage? {
        guard let track = self.plan.course.track(blob) else { return nil }
        self.carriages += 1
        self.queue.add(.fetch(self.carriages), at: self.now)
        return Carriage(number: self.carriages, track: track, chunks: chunks, wanted: wanted)
    }

    func fetch(_ number: Int) async {
        guard let carriage = self.process?[number], let process, !carriage.isStopping else { return }
        if let wanted = carriage.wanted, process.awaited[wanted] == nil { return self.end(number, .stopped) }
        guard await self.inspect(carriage.track) else { return self.end(number, .disk) }
        let held = process.shelf.heldChunks(of: carriage.track).intersection(carriage.chunks)
        for chunk in held.sorted() { self.kept(ChunkAddress(blob: carriage.track.blob, chunk: chunk)) }
        let start = carriage.chunks.first { !held.contains($0) } ?? carriage.chunks.upperBound
        let end = carriage.chunks[start...].first { held.contains($0) } ?? carriage.chunks.upperBound
        if start == end { return self.end(number, nil) }
        do {
            try self.load(number, start..<end, of: carriage.track)
        } catch {
            if (error as? FileError)?.isDiskFull == true { self.count(.fullDisk) }
            self.note("disk: \(self.words(error))")
            self.end(number, .disk)
        }
    }

    private func load(_ number: Int, _ chunks: Range<Int>, of track: Track) throws {
        guard let process else { return }
        let fill = try process.keeper.blobs.fill(track.blob, sizeBytes: track.sizeBytes)
        var assembly = process.begun.take(chunks, of: track, from: .origin)
        if assembly.isBegun { self.count(.resumedChunk) }
        if self.sabotage == .forgetsBegunChunks { assembly = RunAssembly(track: track, chunks: chunks) }
        let (news, clock) = (process.news, self.clock)
        let writer = RunWriter(
            assembly,
            track: track,
            fill: fill,
            keeper: process.keeper,
            isAwaited: { news.isAwaited($0) },
            onKept: { kept, _ in news.kept(kept, of: track) },
            elapsed: { clock.elapsed }
        )
        let asked = writer.missing.upperBound - writer.missing.lowerBound
        let answered = self.line.answered(asked, at: self.now)
        self.process?[number]?.load = Carriage.Load(
            writer: writer,
            chunks: chunks,
            offset: writer.missing.lowerBound,
            end: writer.missing.lowerBound + answered,
            lastAt: self.now
        )
        if answered < asked { self.count(.shortAnswer) }
        let limit = self.limit(of: self.process?[number])
        self.ask(number, for: track.blob, after: self.spend(0, limit: limit))
    }

    /// Sends the request.
    private func ask(_ number: Int, for blob: Digest, after wait: Duration) {
        let answerAt = self.now + wait + self.line.roundTrip
        switch self.line.refusal(of: blob, at: self.now) {
        case nil:
            self.queue.add(.piece(number), at: answerAt)
        case .unreachable:
            self.count(.unreachable)
            self.queue.add(.over(number, .line(retryAfter: nil)), at: answerAt)
        case .silent:
            self.count(.unreachable)
            self.queue.add(.over(number, .line(retryAfter: nil)), at: self.now + wait + Self.options.connectTimeout)
        case .refused(let retryAfter):
            self.count(.refusal)
            self.queue.add(.over(number, .line(retryAfter: retryAfter)), at: answerAt)
        case .absent:
            self.count(.absent)
            self.queue.add(.over(number, .absent(blob)), at: answerAt)
        }
    }

    func rest(_ number: Int) {
        guard let load = self.process?[number]?.load else { return }
        load.writer.rest()
        self.hearOfKept()
    }

    func takePiece(_ number: Int) {
        guard let carriage = self.process?[number], var load = carriage.load else { return }
        if self.line.isCut(at: self.now) {
            self.count(.cut)
            return self.end(number, .line(retryAfter: nil))
        }
        if self.line.isSilent(at: self.now) {
            load.writer.rest()
            self.hearOfKept()
            return self.stall(number, load)
        }
        let limit = self.limit(of: carriage)
        let count = self.line.piece(of: load.end - load.offset, limit: limit)
        if load.begunAt == nil { self.handle(.progress) }
        self.process?.meter.add(ByteCount(bytes: Int64(count)), at: self.now)
        self.rules.tookPiece(count, at: self.now)
        let wait = self.spend(count, limit: limit)
        self.lookAtPiece(count, of: carriage, load)
        let place = load.offset..<(load.offset + Int64(count))
        var bytes = self.plan.course.bytes(place, of: carriage.track.blob)
        if self.line.carry(&bytes, at: self.now) { self.count(.alteredPiece) }
        let isMore = bytes.withUnsafeBytes { load.writer.take($0) }
        (load.offset, load.lastPiece) = (place.upperBound, place)
        load.lastAt = self.now
        load.begunAt = load.begunAt ?? self.now
        self.process?[number]?.load = load
        self.hearOfKept()
        let mayGoOn = carriage.wanted != nil || self.mayRunGoOn()
        if load.offset == load.end || !isMore || !mayGoOn { return self.end(number, mayGoOn ? nil : .stopped) }
        let pause = max(self.line.time(for: count), wait)
        self.queue.add(.piece(number), at: self.now + pause)
        if pause > Self.restAfter { self.queue.add(.rest(number), at: self.now + Self.restAfter) }
    }

    /// Nothing comes; either it goes on before the connection is given up, or it does not.
    private func stall(_ number: Int, _ load: Carriage.Load) {
        let givenUpAt = load.lastAt + Self.options.stallTimeout
        if self.line.silenceEnds < givenUpAt {
            self.queue.add(.piece(number), at: max(self.now, self.line.silenceEnds))
        } else {
            self.count(.stalled)
            self.queue.add(.over(number, .line(retryAfter: nil)), at: max(self.now, givenUpAt))
        }
    }

    /// The fetch is over.
    ///
    /// - Parameter failure: of the line; nil where the origin's answer ended.
    func end(_ number: Int, _ failure: Prefetcher.Failure?) {
        guard let carriage = self.process?[number] else { return }
        var decided = failure
        if let load = carriage.load {
            let left = load.writer.finish()
            self.hearOfKept()
            if let end = load.writer.end {
                decided = end.failure(of: carriage.track.blob)
                self.account(for: end, carriage, load)
            } else {
                self.process?.begun.put(left, of: carriage.track, from: .origin)
                if failure == nil, !left.missing.isEmpty {
                    decided = carriage.wanted != nil || self.mayRunGoOn() ? .line(retryAfter: nil) : .stopped
                }
            }
        }
        self.process?[number] = nil
        if case .absent(let blob) = decided { self.process?.lacking.insert(blob) }
        self.note("\(carriage.wanted == nil ? "run" : "waited for") ended: \(decided.map { "\($0)" } ?? "whole")")
        guard let wanted = carriage.wanted else {
            return self.handle(decided.map { .runFailed($0) } ?? .runEnded)
        }
        self.wantedEnded(wanted, decided)
    }

    private func account(for end: RunWriter.End, _ carriage: Carriage, _ load: Carriage.Load) {
        switch end {
        case .wrong(let chunk):
            self.count(.refusedChunk)
            self.refused(chunk, carriage, load)
        case .stale(let chunk):
            self.count(.staleBeginning)
            self.refused(chunk, carriage, load)
        case .disk, .index:
            guard let shelf = self.process?.shelf else { return }
            self.rules.lost(load.chunks, of: carriage.track) { shelf.isHeld($0) }
        }
    }
}

// MARK: - Rules

extension SimulatedEdge {
    /// A chunk is of no use, nor is what came of the next one in the same piece.
    private func refused(_ chunk: Int, _ carriage: Carriage, _ load: Carriage.Load) {
        let blob = carriage.track.blob
        self.rules.lost(ChunkAddress(blob: blob, chunk: chunk))
        for (behind, range) in self.plan.course.ranges(of: blob).enumerated() where behind > chunk {
            let bytes = range.clamped(to: load.lastPiece).count
            if bytes > 0 { self.rules.dropped(Int64(bytes), of: ChunkAddress(blob: blob, chunk: behind)) }
        }
    }

    private func limit(of carriage: Carriage?) -> ByteCount? {
        carriage?.wanted == nil ? self.process?.prefetcher.limit : self.schedule.capBytesPerSecond
    }

    /// Holds the fetch to what it may take; 0 bytes are what earlier ones still owe.
    private func spend(_ count: Int, limit: ByteCount?) -> Duration {
        if self.sabotage == .ignoresCap { return .zero }
        guard let limit, limit > .zero else { return .zero }
        return self.process?.budget.spend(ByteCount(bytes: Int64(count)), at: self.now, limit: limit) ?? .zero
    }

    private func lookAtPiece(_ count: Int, of carriage: Carriage, _ load: Carriage.Load) {
        guard let process else { return }
        let ranges = self.plan.course.ranges(of: carriage.track.blob)
        let piece = load.offset..<(load.offset + Int64(count))
        for (chunk, range) in ranges.enumerated() where range.overlaps(piece) {
            let address = ChunkAddress(blob: carriage.track.blob, chunk: chunk)
            let bytes = Int64(range.clamped(to: piece).count)
            self.rules.came(bytes, of: address, isHeld: process.shelf.isHeld(address), at: self.now)
        }
        guard carriage.wanted == nil else { return }
        if !self.plan.windows.isEmpty,
            !self.schedule.stretch(at: self.clock.time, line: self.outlookLine.rate.median).isOpen
        {
            self.rules.tookOutsideWindow()
        }
        let current = ranges.firstIndex { $0.contains(load.offset) } ?? 0
        for (address, wait) in process.awaited where !wait.hasFailed && !process.lacking.contains(address.blob) {
            if address.blob == carriage.track.blob, address.chunk <= current { continue }
            self.rules.ranAlthoughAwaited(address, for: self.now - max(wait.since, load.begunAt ?? self.now))
        }
    }
}
