import Blobs
import CourseModel
import EdgeCache
import GRDB
import Logging
import Prefetching

/// What of an edge lives as long as its program runs.
final class EdgeProcess {
    let keeper: ChunkKeeper
    let news = RunNews()
    var prefetcher: Prefetcher
    var budget = LinkBudget()
    var grant: LineGrant
    var meter: LineRateMeter
    var watched = WatchedPlaces()
    var needs: LessonNeeds
    var begun = BegunRuns()
    var inspected: Set<Digest> = []
    var bulk: Carriage?
    var foreground: Carriage?
    /// Who waits for a chunk: since when, and whether its fetch has failed.
    var awaited: [ChunkAddress: (since: Duration, hasFailed: Bool, viewers: [Int])] = [:]
    var wakeAt: Duration?
    var plannedAt: Duration = .zero
    /// Track files that the origin once said it lacks.
    var lacking: Set<Digest> = []
    private let observer: CommitObserver

    var shelf: Shelf { self.keeper.shelf }

    /// Opens what is on the disk, as the edge does at its start.
    init(folder: String, plan: FaultPlan, disk: SimulatedDisk, now: UTCTime, seed: UInt64) throws {
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        let index = try CacheIndexDatabase.open(path: "\(folder)/index.sqlite", logger: logger)
        let observer = CommitObserver(disk: disk)
        index.writer.add(transactionObserver: observer, extent: .observerLifetime)
        let shelf = Shelf(held: try index.heldChunks())
        shelf.stock(releases: plan.course.releases, programmes: [plan.course.programme])
        self.observer = observer
        self.keeper = ChunkKeeper(blobs: try BlobDirectory(path: "\(folder)/blobs"), index: index, shelf: shelf)
        // Nothing is taken before the schedule has been looked at.
        self.prefetcher = Prefetcher(seed: seed, isPaused: try index.isPaused, limit: .zero)
        self.needs = LessonNeeds(programmes: [plan.course.programme], now: now)
        self.meter = LineRateMeter(assumed: plan.assumedLine)
        self.grant = LineGrant(sold: plan.assumedLine.median)
    }

    subscript(number: Int) -> Carriage? {
        get { self.bulk?.number == number ? self.bulk : self.foreground?.number == number ? self.foreground : nil }
        set {
            if self.bulk?.number == number { self.bulk = newValue }
            if self.foreground?.number == number { self.foreground = newValue }
        }
    }

    /// Bytes of these would come twice if a plan had one of them twice.
    var plansTwice: Bool {
        let runs = [self.prefetcher.current].compactMap(\.self) + self.prefetcher.upcoming
        var seen: Set<ChunkAddress> = []
        return runs.contains { run in
            run.chunks.contains { !seen.insert(ChunkAddress(blob: run.blob, chunk: $0)).inserted }
        }
    }
}

/// One fetch under way.
struct Carriage {
    let number: Int
    let track: Track
    let chunks: Range<Int>
    /// The chunk that somebody waits for; nil for a run.
    let wanted: ChunkAddress?
    /// Nil before it begins.
    var load: Load?
    var isStopping = false

    struct Load {
        let writer: RunWriter
        let chunks: Range<Int>
        /// The next byte to come, and the first that the origin does not send.
        var offset: Int64
        let end: Int64
        var lastPiece: Range<Int64> = 0..<0
        var lastAt: Duration
        /// When the first piece came.
        var begunAt: Duration?
    }
}

/// Tells the disk before the index commits.
private final class CommitObserver: TransactionObserver {
    private let disk: SimulatedDisk

    init(disk: SimulatedDisk) { self.disk = disk }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws { try self.disk.watchCommit() }
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
}
