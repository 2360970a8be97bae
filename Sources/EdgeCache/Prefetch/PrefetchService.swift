package import Blobs
package import CourseModel
package import Logging
import Prefetching
package import ProgressAgent
import ServiceLifecycle
import Synchronization

/// Performs what `Prefetcher` decides: brings the chunks that the school should have over one bulk connection, and a
/// chunk that somebody waits for over another, before all else; from the source that `SourceChooser` names.
///
/// What is verified is on the disk and marked before anybody hears of it; a kill at any moment makes nothing verified
/// come over the line again.
package final class PrefetchService: Service {
    enum Command: Sendable {
        case fetch(PlannedRun, FetchTicket)
        case fetchWanted(ChunkAddress, FetchTicket)
        case wake(at: Duration)
    }

    struct State {
        var prefetcher: Prefetcher
        var budget = LinkBudget()
        /// Of the bulk connection to each source.
        var receiveBuffers: [Source: ReceiveBuffer] = [:]
        var grant: LineGrant
        var wishes: LessonWishes
        /// Of the run under way.
        var ticket: FetchTicket?
        /// Of the wanted chunk under way.
        var wantedTicket: FetchTicket?
        var watched = WatchedPlaces()
        /// As the last plan saw them.
        var needs = LessonNeeds(programmes: [], now: .zero)
        /// The earliest moment for which somebody sleeps.
        var wakeAt: Duration?
        /// Why the last fetch failed; nil once one succeeded.
        var trouble: PrefetchState.Trouble?
        /// The proxy that the last answer came through, for people to read; empty where none says that it was there.
        var through = ""
        var tracks = TrackTable()
        /// Track files whose marks and bytes have been compared.
        var inspected: Set<Digest> = []
        var begun = BegunRuns()
    }

    /// Far more than one run, one wanted chunk and a few wake-ups.
    private static let commandsMax = 1_024

    package let sources: LessonSources
    let contact: OriginContact
    let incidents: IncidentLog
    let keeper: ChunkKeeper
    let options: PrefetchOptions
    let tally: LineTally
    let retries: RetryTally
    let wanted = WantedChunks()
    let logger: Logger
    let now: @Sendable () -> UTCTime
    private let start = ContinuousClock.now
    let state: Mutex<State>
    private let commands: AsyncStream<Command>
    private let commandSender: AsyncStream<Command>.Continuation
    /// One element after each change that the province should hear of soon: a track file is whole, a chunk was refused,
    /// the shelf is another, the prefetch is paused. For one listener, which may miss some but never the last.
    package let changes: AsyncStream<Void>
    let changeSender: AsyncStream<Void>.Continuation
    private let stockSignals: AsyncStream<Void>
    private let stockSender: AsyncStream<Void>.Continuation

    /// - Throws: where the index cannot be read.
    package init(
        shelf: Shelf,
        index: CacheIndexDatabase,
        blobs: BlobDirectory,
        sources: LessonSources,
        contact: OriginContact,
        incidents: IncidentLog,
        options: PrefetchOptions = PrefetchOptions(),
        now: @escaping @Sendable () -> UTCTime,
        logger: Logger
    ) throws {
        self.sources = sources
        self.contact = contact
        self.incidents = incidents
        self.keeper = ChunkKeeper(blobs: blobs, index: index, shelf: shelf)
        self.options = options
        let sold = LinkPayload.perSecond(of: options.line)
        self.tally = try LineTally(index: index, assumed: LineRate(about: sold), now: now, logger: logger)
        self.retries = RetryTally(index: index, now: now, logger: logger)
        self.logger = logger
        self.now = now
        // Nothing is taken before the schedule has been looked at.
        let prefetcher = Prefetcher(
            pace: options.pace,
            seed: sources.origin.identity.seed,
            isPaused: try index.isPaused,
            limit: .zero
        )
        var state = State(prefetcher: prefetcher, grant: LineGrant(sold: sold), wishes: try index.wishes)
        state.tracks.add(shelf.releases.map(\.manifest))
        self.state = Mutex(state)
        (self.commands, self.commandSender) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(Self.commandsMax)
        )
        (self.changes, self.changeSender) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (self.stockSignals, self.stockSender) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func run() async throws {
        self.shelfChanged()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await _ in self.stockSignals { await self.takeStock() }
                }
                group.addTask { await self.followSchedule() }
                for await command in self.commands {
                    group.addTask { await self.perform(command) }
                }
                group.cancelAll()
            }
        }
        self.wanted.settleAll(throwing: CancellationError())
        self.tally.count()
    }

    /// Waits until a chunk is held; fetches it now, once for all who wait, while the prefetch makes way.
    ///
    /// A failure of the line is tried again as long as anybody waits: whoever calls decides how long, by cancelling.
    ///
    /// - Throws: `PrefetchError`, or `CancellationError`.
    package func want(_ address: ChunkAddress) async throws {
        if self.keeper.shelf.isHeld(address) { return }
        guard let track = self.state.withLock({ $0.tracks[address.blob] }), track.chunks.indices.contains(address.chunk)
        else { throw PrefetchError.unknownChunk(address) }
        try await self.wanted.wait(for: address) {
            self.keeper.shelf.isHeld(address)
        } begin: {
            self.handle(.foregroundWanted(address))
        } abandon: {
            self.handle(.foregroundLeft(address))
            // Somebody may have come in between.
            if self.wanted.isAwaited(address) { self.handle(.foregroundWanted(address)) }
        }
    }

    /// To be called when a player got a chunk that it asked for: what comes after it will be wanted next.
    package func watch(_ address: ChunkAddress) {
        let shelf = self.keeper.shelf
        let now = self.elapsed
        let runs: [PlannedRun]? = self.state.withLock { state in
            guard let track = state.tracks[address.blob], shelf.heldChunks(of: track).count < track.chunks.count
            else { return nil }
            state.watched.note(address, at: now)
            return state.watched.runs(
                track: { blob in
                    state.tracks[blob].flatMap { track in state.tracks.lesson(of: blob).map { (track, $0) } }
                },
                needs: state.needs,
                held: { shelf.isHeld($0) }
            )
        }
        if let runs { self.handle(.watched(runs)) }
    }

    /// A track file of the shelf, or one that was on it until lately.
    package func track(_ blob: Digest) -> Track? { self.state.withLock { $0.tracks[blob] } }

    /// To be called when the shelf has been stocked anew.
    package func shelfChanged() {
        let manifests = self.keeper.shelf.releases.map(\.manifest)
        self.state.withLock { $0.tracks.add(manifests) }
        self.chooseRenditions()
        self.stockSender.yield()
    }

    /// Pauses the prefetch, or lets it go on; kept over a restart. Chunks that somebody waits for come all the same.
    package func setPaused(_ isPaused: Bool) throws {
        try self.keeper.index.setPaused(isPaused)
        self.handle(isPaused ? .paused : .resumed)
        self.changeSender.yield()
    }
}

// MARK: - Decide and perform

extension PrefetchService {
    /// Tells the prefetcher what happened, and does what it decides.
    ///
    /// Under one lock, so that two decisions are performed in the order in which they were made; none of it waits.
    func handle(_ event: Prefetcher.Event) {
        let now = self.elapsed
        self.state.withLock { state in
            for action in state.prefetcher.handle(event, at: now) {
                self.begin(action, at: now, &state)
            }
            self.tally.follow(isWanted: state.prefetcher.wantsLine, limit: state.prefetcher.limit)
        }
    }

    var elapsed: Duration { self.start.duration(to: .now) }

    private func begin(_ action: Prefetcher.Action, at now: Duration, _ state: inout State) {
        switch action {
        case .fetch(let run):
            let ticket = FetchTicket()
            state.ticket = ticket
            self.commandSender.yield(.fetch(run, ticket))
        case .stop:
            state.ticket?.giveUp()
        case .fetchWanted(let address):
            let ticket = FetchTicket()
            state.wantedTicket = ticket
            self.commandSender.yield(.fetchWanted(address, ticket))
        case .stopWanted:
            state.wantedTicket?.giveUp()
        case .wake(let time):
            if let wakeAt = state.wakeAt, wakeAt > now, wakeAt <= time { return }
            state.wakeAt = time
            self.commandSender.yield(.wake(at: time))
        case .idle:
            self.stockSender.yield()
        }
    }

    private func perform(_ command: Command) async {
        switch command {
        case .fetch(let run, let ticket):
            let failure = await self.fetch(run.chunks, of: run.blob, on: .bulk, ticket)
            self.handle(failure.map { .runFailed($0.decided) } ?? .runEnded)
        case .fetchWanted(let address, let ticket):
            await self.fetchWanted(address, ticket)
        case .wake(let time):
            try? await Task.sleep(until: self.start.advanced(by: time), clock: .continuous)
            self.handle(.woke)
        }
    }
}
