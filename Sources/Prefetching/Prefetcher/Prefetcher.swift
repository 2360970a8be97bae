package import CourseModel

/// Decides what the school's link carries next: one run at a time, in the plan's order; chunks that somebody waits for
/// before all of it; and after a failure nothing for a while.
///
/// A value that does no I/O and reads no clock: whoever owns it performs its actions and tells it what came of them.
package struct Prefetcher: Sendable {
    /// How long it waits for what.
    package struct Pace: Sendable {
        package var retryShortest: Duration = .seconds(1)
        package var retryLongest: Duration = .seconds(300)
        /// After the first time that a chunk came wrong; each further time twice as long, up to 32 times this. Somebody
        /// who waits for it waits no longer than this.
        package var wrongChunkRest: Duration = .seconds(30)
        /// After the origin said that it does not have a track file.
        package var absentBlobRest: Duration = .seconds(300)
        /// After the disk was full.
        package var diskRest: Duration = .seconds(60)

        package init() {}
    }

    package enum Failure: Hashable, Sendable {
        /// It was stopped, as decided here.
        case stopped
        /// The line or the server; it may work later.
        case line(retryAfter: Duration?)
        /// A chunk's bytes are not the ones its digest names.
        case wrongBytes(ChunkAddress)
        /// The origin does not have the track file.
        case absent(Digest)
        /// The disk does not take any more.
        case disk

        /// Whether it may come of a stop, which a line that fails at the same moment cannot be told from.
        var isOfStopping: Bool {
            switch self {
            case .stopped, .line: true
            case .wrongBytes, .absent, .disk: false
            }
        }
    }

    package enum Event: Sendable {
        /// Replaces the plan; it lists all that is missing, also of the run under way.
        case planned([PlannedRun])
        /// Bytes of the run under way have come.
        case progress
        /// A chunk is on the disk and right, however it came.
        case chunkVerified(ChunkAddress)
        case runEnded
        case runFailed(Failure)
        /// Somebody waits for a chunk.
        case foregroundWanted(ChunkAddress)
        /// Nobody waits for it any more.
        case foregroundLeft(ChunkAddress)
        case foregroundEnded(ChunkAddress)
        /// With `stopped`, `absent` and `disk` nobody waits for it any more, unless it was stopped as decided here.
        case foregroundFailed(ChunkAddress, Failure)
        /// What is missing ahead of where people are watching; goes before the plan.
        case watched([PlannedRun])
        case paused
        case resumed
        /// So many bytes a second may be taken from now on: 0 for none, nil for all that comes.
        case lineGranted(ByteCount?)
        case woke
    }

    package enum Action: Hashable, Sendable {
        /// Begin, or go on with, a run; answered by `runEnded` or `runFailed`.
        case fetch(PlannedRun)
        /// Stop the run under way; answered by `runFailed`, or by `runEnded` if it was whole already.
        case stop
        /// Fetch one chunk now, over a connection of its own, while no run is under way; answered by `foregroundEnded` or `foregroundFailed`.
        case fetchWanted(ChunkAddress)
        /// Stop that; what has come of the chunk is kept. Answered by `foregroundFailed`, or by `foregroundEnded`.
        case stopWanted
        /// Say `woke` then.
        case wake(at: Duration)
        /// The plan is used up.
        case idle
    }

    /// The run under way.
    struct Bulk: Sendable {
        /// What of it is not verified, in order.
        var left: [PlannedRun]
        var isStopping = false
        /// Whether somebody who is watching will soon want it.
        var isAhead = false

        /// The chunk whose bytes are coming now.
        var current: ChunkAddress? {
            self.left.first.map { ChunkAddress(blob: $0.blob, chunk: $0.chunks.lowerBound) }
        }
    }

    /// Why, and until when, no run is begun.
    struct Hold: Sendable {
        let until: Duration
        /// Over as soon as anything comes over the line.
        let isForLine: Bool
    }

    /// So many wrong chunks in a row mean that something on the way alters everything: the line is left alone then.
    static let wrongInARowMax = 8
    private static let wantedRetryLongest: Duration = .seconds(10)

    let pace: Pace
    var waiting: [PlannedRun] = []
    var bulk: Bulk?
    /// In the order in which they were asked for, each once.
    var wanted: [ChunkAddress] = []
    var wantedUnderWay: ChunkAddress?
    var isWantedStopping = false
    /// What people who are watching will want next.
    var ahead: [PlannedRun] = []
    var restingChunks: [ChunkAddress: Duration] = [:]
    var restingBlobs: [Digest: Duration] = [:]
    var hold: Hold?
    /// Until when no wanted chunk is fetched, unless something comes over the line before.
    var wantedHold: Duration?
    /// Wanted chunks that failed: other ones do not wait for them, nor do they for what else comes over the line.
    var wantedRests: [ChunkAddress: WantedRest] = [:]
    private var wrongTimes: [ChunkAddress: Int] = [:]
    private var wrongInARow = 0
    private var backoff: Backoff
    var wantedBackoff: Backoff
    var hasPlan = false
    package private(set) var isPaused: Bool
    /// Bytes a second that runs may take now: 0 for none, nil for all that comes.
    package private(set) var limit: ByteCount?

    /// - Parameters:
    ///   - seed: makes this school's waits differ from the others'.
    ///   - limit: bytes a second that may be taken: 0 for none, nil for all that comes.
    package init(pace: Pace = Pace(), seed: UInt64, isPaused: Bool = false, limit: ByteCount? = nil) {
        self.pace = pace
        self.limit = limit
        self.isPaused = isPaused
        self.backoff = Backoff(shortest: pace.retryShortest, longest: pace.retryLongest, seed: seed)
        let longest = min(pace.retryLongest, Self.wantedRetryLongest)
        self.wantedBackoff = Backoff(shortest: pace.retryShortest, longest: longest, seed: ~seed)
    }

    /// The run under way; nil when none is.
    package var current: PlannedRun? { self.bulk?.left.first }

    /// The track files of which somebody waits for a chunk.
    package var wantedBlobs: Set<Digest> { Set(self.wanted.map(\.blob)) }

    /// Whether no run may be begun, whatever is missing.
    package var isHeldBack: Bool { self.isPaused || self.limit == .zero }

    /// Whether something is to be fetched, and may be.
    package var wantsLine: Bool {
        !self.isHeldBack && (self.bulk != nil || !self.waiting.isEmpty || !self.ahead.isEmpty)
    }

    /// What is planned after the run under way.
    package var upcoming: [PlannedRun] { self.waiting }

    /// - Parameter now: time since the service started; the caller owns the clock.
    package mutating func handle(_ event: Event, at now: Duration) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .planned(let runs): actions += self.replan(runs)
        case .progress: self.lineWorks()
        case .chunkVerified(let address): self.verified(address)
        case .runEnded: self.putBack()
        case .runFailed(let failure): self.runFailed(failure, at: now)
        case .foregroundWanted(let address): self.want(address)
        case .foregroundLeft(let address): actions += self.left(address)
        case .watched(let runs): self.watch(runs)
        case .foregroundEnded(let address): self.wantedEnded(address)
        case .foregroundFailed(let address, let failure): self.wantedFailed(address, failure, at: now)
        case .paused: self.isPaused = true
        case .resumed: self.resume()
        case .lineGranted(let limit): actions += self.grant(limit)
        case .woke: break
        }
        return actions + self.advance(at: now)
    }
}

// MARK: - What happened

extension Prefetcher {
    private mutating func replan(_ runs: [PlannedRun]) -> [Action] {
        self.waiting = runs
        self.hasPlan = !runs.isEmpty
        guard let bulk else { return [] }
        let isStillWanted = (runs + self.ahead).contains { run in
            bulk.left.contains { $0.blob == run.blob && $0.chunks.overlaps(run.chunks) }
        }
        for run in bulk.left {
            self.waiting = self.waiting.flatMap { $0.subtracting(run) }
        }
        guard !isStillWanted else { return [] }
        self.bulk?.left = []
        return self.stopBulk()
    }

    mutating func lineWorks() {
        self.backoff.succeeded()
        self.wantedBackoff.succeeded()
        if self.hold?.isForLine == true { self.hold = nil }
        self.wantedHold = nil
    }

    private mutating func verified(_ address: ChunkAddress) {
        self.lineWorks()
        self.wrongInARow = 0
        self.wrongTimes[address] = nil
        self.restingChunks[address] = nil
        self.wantedRests[address] = nil
        self.waiting = self.waiting.flatMap { $0.subtracting(address) }
        self.ahead = self.ahead.flatMap { $0.subtracting(address) }
        if var bulk {
            bulk.left = bulk.left.flatMap { $0.subtracting(address) }
            self.bulk = bulk
        }
        self.wanted.removeAll { $0 == address }
    }

    private mutating func runFailed(_ failure: Failure, at now: Duration) {
        let wasStopping = self.bulk?.isStopping ?? false
        self.putBack()
        if wasStopping, failure.isOfStopping { return }
        self.rest(after: failure, at: now)
    }

    /// The run is over; what is left of it is to be fetched next.
    private mutating func putBack() {
        self.waiting.insert(contentsOf: self.bulk?.left ?? [], at: 0)
        self.bulk = nil
    }

    private mutating func resume() {
        self.isPaused = false
        self.backoff.succeeded()
        self.hold = nil
    }

    /// Another limit needs another connection: what a socket takes in advance depends on it.
    private mutating func grant(_ limit: ByteCount?) -> [Action] {
        guard limit != self.limit else { return [] }
        self.limit = limit
        return self.stopBulk()
    }

    mutating func rest(after failure: Failure, at now: Duration) {
        switch failure {
        case .stopped:
            break
        case .line(let retryAfter):
            let wait = max(self.backoff.waitAfterFailure(), retryAfter ?? .zero)
            self.hold = Hold(until: now + wait, isForLine: true)
        case .wrongBytes(let address):
            let times = self.wrongTimes[address, default: 0]
            self.wrongTimes[address] = times + 1
            self.restingChunks[address] = now + self.pace.wrongChunkRest * (1 << min(times, 5))
            self.restWanted(address, for: self.pace.wrongChunkRest, at: now)
            self.wrongInARow += 1
            guard self.wrongInARow >= Self.wrongInARowMax else { break }
            self.hold = Hold(until: now + self.backoff.waitAfterFailure(), isForLine: false)
        case .absent(let blob):
            self.restingBlobs[blob] = now + self.pace.absentBlobRest
        case .disk:
            self.hold = Hold(until: now + self.pace.diskRest, isForLine: false)
        }
    }
}
