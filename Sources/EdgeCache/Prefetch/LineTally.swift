import CourseModel
import Logging
import Prefetching
import Synchronization

/// Counts the bytes that come, by source: for the rate and the forecast, since the start, and for the month's sums in the
/// index.
final class LineTally: Sendable {
    private struct State {
        var rate = GoodputMeter()
        /// What a forecast is made from.
        var meter: LineRateMeter
        /// As it was measured before the start.
        let before: LineRate?
        /// Since the start.
        var total: [Source.Kind: ByteCount] = [:]
        /// Not in the index yet.
        var uncounted: [Source.Kind: Int64] = [:]
        var lastCounted: Duration = .zero

        mutating func note(_ bytes: ByteCount, from source: Source.Kind) {
            self.total[source, default: .zero] += bytes
            self.uncounted[source, default: 0] += bytes.bytes
        }
    }

    /// Each count is a commit that the disk must take.
    private static let countInterval: Duration = .seconds(10)

    private let index: CacheIndexDatabase
    private let now: @Sendable () -> UTCTime
    private let logger: Logger
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// - Parameter assumed: what the line is sold as.
    /// - Throws: where the index cannot be read.
    init(
        index: CacheIndexDatabase,
        assumed: LineRate,
        now: @escaping @Sendable () -> UTCTime,
        logger: Logger
    ) throws {
        let before = try index.lineRate
        self.state = Mutex(State(meter: LineRateMeter(assumed: before ?? assumed), before: before))
        self.index = index
        self.now = now
        self.logger = logger
    }

    /// Over the last half minute.
    var bytesPerSecond: ByteCount {
        self.state.withLock { $0.rate.bytesPerSecond(at: self.elapsed) }
    }

    /// What the line brings while lessons are wanted of it; nil before it was measured for the first time.
    var lineRate: LineRate? {
        self.state.withLock { $0.meter.rate(at: self.elapsed) ?? $0.before }
    }

    /// To be told whenever something becomes wanted of the line, or nothing any more, or the limit is another.
    func follow(isWanted: Bool, limit: ByteCount?) {
        self.state.withLock { $0.meter.follow(isWanted: isWanted, limit: limit, at: self.elapsed) }
    }

    /// Since the start.
    var total: [Source.Kind: ByteCount] { self.state.withLock { $0.total } }

    /// Bytes came over the line.
    func add(_ count: Int, from source: Source.Kind) {
        let bytes = ByteCount(bytes: Int64(count))
        let now = self.elapsed
        let isDue = self.state.withLock { state in
            state.rate.add(bytes, at: now)
            state.meter.add(bytes, at: now)
            state.note(bytes, from: source)
            return now - state.lastCounted >= Self.countInterval
        }
        if isDue { self.count() }
    }

    /// Bytes were brought otherwise than over the line.
    func addBrought(_ bytes: ByteCount, from source: Source.Kind) {
        self.state.withLock { $0.note(bytes, from: source) }
        self.count()
    }

    /// Puts what has come into the index.
    func count() {
        let now = self.elapsed
        let uncounted = self.state.withLock { state in
            defer { state.uncounted = [:] }
            state.lastCounted = now
            return state.uncounted
        }
        guard !uncounted.isEmpty else { return }
        do {
            for (source, bytes) in uncounted {
                try self.index.addTraffic(bytes: bytes, source: source.rawValue, at: self.now())
            }
            if let rate = self.state.withLock({ $0.meter.rate(at: now) }) { try self.index.setLineRate(rate) }
        } catch {
            self.logger.warning("traffic not counted", metadata: ["error": "\(error)"])
        }
    }

    private var elapsed: Duration { self.start.duration(to: .now) }
}
