import Blobs
import CourseModel
import Logging
import Prefetching
import ProgressAgent
import Synchronization

/// One fetch: a range of a track file, from the first source that can give it.
extension PrefetchService {
    /// Brings chunks of a track file; where a source fails, the next one goes on where it stopped.
    ///
    /// - Returns: nil when all of them are held, or as many as were asked for; else the origin's failure, where it was asked.
    func fetch(
        _ chunks: Range<Int>,
        of blob: Digest,
        on lane: LessonSources.Lane,
        _ ticket: FetchTicket
    ) async -> FetchFailure? {
        var tried: Set<Source> = []
        var last: FetchFailure?
        while let source = self.sources.choose(for: blob, except: tried) {
            guard let failure = await self.fetch(chunks, of: blob, from: source, on: lane, ticket) else { return nil }
            guard let fault = failure.fault(of: source) else { return failure }
            self.sources.failed(fault, source)
            if ticket.isGivenUp { return FetchFailure(decided: .stopped, reason: "stopped") }
            if source == .origin || !tried.contains(.origin) { last = failure }
            tried.insert(source)
        }
        return last
    }

    /// Brings chunks of a track file, going on in the middle of a chunk where an earlier fetch broke off there.
    private func fetch(
        _ chunks: Range<Int>,
        of blob: Digest,
        from source: Source,
        on lane: LessonSources.Lane,
        _ ticket: FetchTicket
    ) async -> FetchFailure? {
        do {
            guard let track = self.state.withLock({ $0.tracks[blob] }) else {
                throw FetchFailure(decided: .absent(blob), reason: "no release has \(blob) any more").ofNobody
            }
            do {
                try await self.inspectOnce(track)
            } catch {
                let reason = "what is on the disk cannot be told: \(error)"
                throw FetchFailure(decided: .disk, reason: reason).ofNobody
            }
            let missing = self.trial(self.passHeld(chunks, of: track), of: track, from: source)
            if missing.isEmpty { return nil }
            let fill = try self.openFill(track)
            let writer = RunWriter(
                self.state.withLock { $0.begun.take(missing, of: track, from: source) },
                track: track,
                fill: fill,
                keeper: self.keeper,
                isAwaited: { self.wanted.isAwaited($0) },
                onKept: { self.kept($0, of: track, isWhole: $1) },
                elapsed: { self.elapsed }
            )
            defer { self.tally.count() }
            let result = await self.transfer(writer, track: track, from: source, on: lane, ticket)
            let left = writer.finish()
            if let failure = self.failure(writer.end, of: track, from: source) { throw failure }
            self.state.withLock { $0.begun.put(left, of: track, from: source) }
            try result.get()
            guard left.missing.isEmpty else {
                guard lane == .foreground || self.mayRunGoOn() else {
                    throw FetchFailure(decided: .stopped, reason: "the link window is over")
                }
                let reason = "\(source) sent less than was asked for"
                // A neighbour gives what it holds.
                throw source == .origin ? .line(.cut, reason) : FetchFailure(decided: .absent(blob), reason: reason)
            }
            return nil
        } catch let failure as FetchFailure {
            return self.note(failure, source)
        } catch let error as FileError {
            return self.note(self.failure(of: error), source)
        } catch {
            return self.note(.line(RetryReason(error), "\(error)"), source)
        }
    }

    /// Fetches a chunk if anybody still waits for it.
    func fetchWanted(_ address: ChunkAddress, _ ticket: FetchTicket) async {
        guard self.wanted.isAwaited(address) else {
            self.handle(.foregroundFailed(address, .stopped))
            // Somebody may have come in between.
            if self.wanted.isAwaited(address) { self.handle(.foregroundWanted(address)) }
            return
        }
        let chunks = address.chunk..<(address.chunk + 1)
        guard let failure = await self.fetch(chunks, of: address.blob, on: .foreground, ticket) else {
            return self.handle(.foregroundEnded(address))
        }
        switch failure.decided {
        case .absent(let blob): self.wanted.settle(address, throwing: PrefetchError.absent(blob))
        case .disk: self.wanted.settle(address, throwing: PrefetchError.disk(failure.reason))
        case .line, .stopped, .wrongBytes: break
        }
        self.handle(.foregroundFailed(address, failure.decided))
    }
}

// MARK: - Before

extension PrefetchService {
    /// Says of chunks that came after the plan was made that they are held.
    ///
    /// - Returns: the first of these chunks that are missing.
    private func passHeld(_ chunks: Range<Int>, of track: Track) -> Range<Int> {
        let held = self.keeper.shelf.heldChunks(of: track).intersection(chunks)
        if !held.isEmpty { self.kept(held.sorted(), of: track, isWhole: false) }
        let start = chunks.first { !held.contains($0) } ?? chunks.upperBound
        let end = chunks[start...].first { held.contains($0) } ?? chunks.upperBound
        return start..<end
    }

    /// The first of these chunks, where it is to be found out what the line to a source brings.
    private func trial(_ chunks: Range<Int>, of track: Track, from source: Source) -> Range<Int> {
        guard let bytes = self.sources.bytesMax(of: source), let first = chunks.first else { return chunks }
        let places = track.chunkRanges
        let limit = places[first].lowerBound + bytes.bytes
        return first..<(chunks.dropFirst().first { places[$0].upperBound > limit } ?? chunks.upperBound)
    }

    func openFill(_ track: Track) throws -> BlobFill {
        if try self.keeper.blobs.file(track.blob) == nil { try self.makeRoom(for: track) }
        return try self.keeper.blobs.fill(track.blob, sizeBytes: track.sizeBytes)
    }
}

// MARK: - After

extension PrefetchService {
    func kept(_ chunks: [Int], of track: Track, isWhole: Bool) {
        for chunk in chunks {
            let address = ChunkAddress(blob: track.blob, chunk: chunk)
            self.wanted.settle(address)
            self.handle(.chunkVerified(address))
        }
        guard isWhole else { return }
        self.logger.info("track file whole", metadata: ["blob": "\(track.blob)"])
        self.changeSender.yield()
    }

    private func failure(_ end: RunWriter.End?, of track: Track, from source: Source) -> FetchFailure? {
        guard let end else { return nil }
        switch end {
        case .wrong(let chunk):
            return FetchFailure(
                decided: end.failure(of: track.blob),
                reason: self.refused(chunk, of: track, self.way(from: source)) + " and was refused"
            )
        case .stale(let chunk):
            let left = "the beginning of chunk \(chunk) of track \(track.track)"
            return FetchFailure.line(.spoiled, "\(left) is spoiled: it is fetched anew").ofNobody
        case .disk(let error): return self.failure(of: error)
        case .index(let reason):
            return FetchFailure(
                decided: end.failure(of: track.blob),
                reason: "what came cannot be marked: \(reason)"
            )
        }
    }

    /// On which way a chunk came, in words.
    private func way(from source: Source) -> String {
        let proxy = self.state.withLock { $0.through }
        return source == .origin ? proxy : " from \(source)\(proxy)"
    }

    /// Records that a chunk was not what its digest names.
    ///
    /// - Parameter way: on which it came, in words.
    /// - Returns: what is wrong, in words.
    @discardableResult
    func refused(_ chunk: Int, of track: Track, _ way: String) -> String {
        let lesson = self.state.withLock { $0.tracks.lesson(of: track.blob) }
        let reason = "chunk \(chunk) of track \(track.track) came altered\(way)"
        self.changeSender.yield()
        self.incidents.record(.chunkRefused, about: lesson?.rawValue ?? track.blob.hexadecimal, reason)
        return reason
    }

    func failure(of error: FileError) -> FetchFailure {
        if error.isDiskFull {
            self.incidents.record(.diskFull, about: "blobs", "\(error)")
        }
        return FetchFailure(decided: .disk, reason: "\(error)")
    }

    private func note(_ failure: FetchFailure, _ source: Source) -> FetchFailure {
        // That a neighbour does not have something is no trouble.
        if case .notHeld = failure.fault(of: source) { return failure }
        guard let retry = failure.retry else { return failure }
        self.state.withLock { $0.trouble = PrefetchState.Trouble(reason: retry, text: failure.reason) }
        self.retries.add(retry)
        self.logger.notice("fetch failed", metadata: ["reason": "\(failure.reason)"])
        return failure
    }
}
