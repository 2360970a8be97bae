import Blobs
import CourseModel
import Logging
import Prefetching
import ProgressAgent
import Synchronization
import Transfer

/// One fetch: a range of a track file, over one of the two connections.
extension PrefetchService {
    /// Brings chunks of a track file, going on in the middle of a chunk where an earlier fetch broke off there.
    ///
    /// - Returns: nil when all of them are held.
    func fetch(
        _ chunks: Range<Int>,
        of blob: Digest,
        over connection: TransferConnection,
        _ ticket: TransferTicket?
    ) async -> FetchFailure? {
        do {
            guard let track = self.state.withLock({ $0.tracks[blob] }) else {
                throw FetchFailure(decided: .absent(blob), reason: "no release has \(blob) any more")
            }
            let missing = self.passHeld(chunks, of: track)
            if missing.isEmpty { return nil }
            let fill = try self.openFill(track)
            let writer = RunWriter(
                self.assembly(of: missing, track: track),
                track: track,
                fill: fill,
                keeper: self.keeper,
                isAwaited: { self.wanted.isAwaited($0) },
                onKept: { self.kept($0, of: track, isWhole: $1) }
            )
            defer { self.tally.count() }
            let result = await self.transfer(writer, track: track, over: connection, ticket)
            let left = writer.finish()
            if let failure = self.failure(writer.end, of: track) { throw failure }
            self.remember(left, of: track)
            try result.get()
            guard left.missing.isEmpty else {
                guard connection === self.foreground || self.mayRunGoOn() else {
                    throw FetchFailure(decided: .stopped, reason: "the link window is over")
                }
                throw FetchFailure.line(.cut, "the origin sent less than was asked for")
            }
            return nil
        } catch let failure as FetchFailure {
            return self.note(failure)
        } catch let error as FileError {
            return self.note(self.failure(of: error))
        } catch {
            return self.note(.line(RetryReason(error), "\(error)"))
        }
    }

    /// Fetches a chunk if anybody still waits for it.
    func fetchWanted(_ address: ChunkAddress, _ ticket: TransferTicket) async {
        guard self.wanted.isAwaited(address) else {
            self.handle(.foregroundFailed(address, .stopped))
            // Somebody may have come in between.
            if self.wanted.isAwaited(address) { self.handle(.foregroundWanted(address)) }
            return
        }
        let chunks = address.chunk..<(address.chunk + 1)
        guard let failure = await self.fetch(chunks, of: address.blob, over: self.foreground, ticket) else {
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

    func openFill(_ track: Track) throws -> BlobFill {
        if try self.keeper.blobs.file(track.blob) == nil { try self.makeRoom(for: track) }
        return try self.keeper.blobs.fill(track.blob, sizeBytes: track.sizeBytes)
    }

    /// A run as it was left, where one broke off in the first of these chunks; else a new one.
    private func assembly(of chunks: Range<Int>, track: Track) -> RunAssembly {
        let address = ChunkAddress(blob: track.blob, chunk: chunks.lowerBound)
        guard var begun = self.state.withLock({ $0.begun.removeValue(forKey: address) }) else {
            return RunAssembly(track: track, chunks: chunks)
        }
        begun.extend(to: chunks.upperBound)
        return begun
    }
}

// MARK: - On the line

extension PrefetchService {
    private func transfer(
        _ writer: RunWriter,
        track: Track,
        over connection: TransferConnection,
        _ ticket: TransferTicket?
    ) async -> Result<Void, FetchFailure> {
        let isForeground = connection === self.foreground
        let pace = self.pace(isForeground: isForeground)
        var ticket = ticket
        while true {
            do {
                let missing = writer.missing
                let response = try await connection.stream(
                    try self.client.request(
                        forBytes: missing,
                        of: track.blob,
                        totalTimeout: self.totalTimeout(for: missing.upperBound - missing.lowerBound)
                    ),
                    ticket: ticket,
                    accept: { self.accept($0, of: track, from: missing.lowerBound) },
                    receive: { bytes in
                        self.tally.add(bytes.count)
                        return writer.take(bytes) && (isForeground || self.mayRunGoOn()) ? .go : .stop
                    },
                    onTurn: { writer.rest() },
                    pace: pace
                )
                self.contact.reached()
                guard let failure = self.failure(of: response, to: track, from: missing.lowerBound) else {
                    return .success(())
                }
                let problem = OriginProblem(response)
                guard self.client.learnTime(from: problem) else { return .failure(failure) }
                // A ticket is good for one request.
                ticket = nil
            } catch is CancellationError {
                return .failure(FetchFailure(decided: .stopped, reason: "stopped"))
            } catch TransferError.closed {
                return .failure(FetchFailure(decided: .stopped, reason: "stopped"))
            } catch {
                self.contact.missed("\(error)")
                return .failure(.line(RetryReason(error), "\(error)"))
            }
        }
    }

    /// Whether an answer's body is what was asked for, as far as its header tells: a network's sign-in page is not.
    private func isMeant(_ response: TransferResponse, of track: Track, from start: Int64) -> Bool {
        let size = String(track.sizeBytes.bytes)
        return switch response.status {
        case 206: response.rangeStart == start && response.header("Content-Range")?.hasSuffix("/\(size)") == true
        case 200: start == 0 && response.header("Content-Length") == size
        default: false
        }
    }

    private func accept(_ response: TransferResponse, of track: Track, from start: Int64) -> Disposition {
        guard self.isMeant(response, of: track, from: start) else { return .stop }
        self.state.withLock { state in
            state.trouble = nil
            state.through = Self.through(response)
        }
        self.handle(.progress)
        return .go
    }

    private func failure(of response: TransferResponse, to track: Track, from start: Int64) -> FetchFailure? {
        if self.isMeant(response, of: track, from: start) { return nil }
        if let interception = Interception(response) {
            self.incidents.record(.lineIntercepted, about: "line", "\(interception)")
            return .line(.intercepted, "\(interception)", retryAfter: response.retryAfter)
        }
        let problem = OriginProblem(response)
        switch response.status {
        case 200, 206:
            let reason = "whoever answered sent something else than was asked for\(Self.through(response))"
            self.incidents.record(.lineIntercepted, about: "line", reason)
            return .line(.intercepted, reason)
        case 404, 410, 416:
            return FetchFailure(decided: .absent(track.blob), reason: "the origin does not have it: \(problem)")
        default:
            return .line(.refused, "the origin: \(problem)", retryAfter: response.retryAfter)
        }
    }

    private static func through(_ response: TransferResponse) -> String {
        Interception.proxy(of: response).map { ", through the proxy \($0)" } ?? ""
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

    /// Keeps the state of a run that broke off in the middle of a chunk, for whoever fetches that chunk next.
    private func remember(_ left: RunAssembly, of track: Track) {
        guard left.isBegun else { return }
        let address = ChunkAddress(blob: track.blob, chunk: left.current)
        self.state.withLock { state in
            if state.begun.count >= Self.begunMax { state.begun = [:] }
            state.begun[address] = left
        }
    }

    /// One of the bulk connection's and one of the foreground's, unless plans change often.
    static var begunMax: Int { 16 }

    private func failure(_ end: RunWriter.End?, of track: Track) -> FetchFailure? {
        switch end {
        case nil: return nil
        case .wrong(let chunk):
            return FetchFailure(
                decided: .wrongBytes(ChunkAddress(blob: track.blob, chunk: chunk)),
                reason: self.refused(chunk, of: track, self.state.withLock { $0.through }) + " and was refused"
            )
        case .stale(let chunk):
            let left = "what a kill left of chunk \(chunk) of track \(track.track)"
            return .line(.spoiled, "\(left) is spoiled: it is fetched anew")
        case .disk(let error): return self.failure(of: error)
        case .index(let reason):
            return FetchFailure(decided: .disk, reason: "what came cannot be marked: \(reason)")
        }
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

    private func note(_ failure: FetchFailure) -> FetchFailure {
        guard let retry = failure.retry else { return failure }
        self.state.withLock { $0.trouble = PrefetchState.Trouble(reason: retry, text: failure.reason) }
        self.retries.add(retry)
        self.logger.notice("fetch failed", metadata: ["reason": "\(failure.reason)"])
        return failure
    }
}
