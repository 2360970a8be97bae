package import CourseModel

/// What a line brings a second while lessons are wanted.
package struct LineRate: Hashable, Sendable {
    /// Half of the time it is more.
    package let median: ByteCount
    /// Nine tenths of the time it is more.
    package let low: ByteCount

    package init(median: ByteCount, low: ByteCount) {
        self.median = median
        self.low = min(median, low)
    }

    /// A line of which nothing is known but what it brings on the whole: a fifth less is taken for low.
    package init(about rate: ByteCount) {
        self.init(median: rate, low: ByteCount(bytes: rate.bytes / 5 * 4))
    }
}

/// Measures a line over the last hour in which lessons were wanted of it.
///
/// Time in which nothing was wanted counts for nothing; a line that is cut while something is wanted counts as one that
/// brings nothing, but no longer than five minutes, since that says nothing of the time after. What was held back by a
/// limit says nothing of the line, unless it is more than was known. Were it taken for the line, a window that gives a
/// share of it would give a share of the share next.
package struct LineRateMeter: Sendable {
    private struct Sample {
        let start: Duration
        var bytes: Int64 = 0
    }

    private static let sampleLength: Duration = .seconds(30)
    private static let samplesMax = 120
    private static let silentSamplesMax = 10
    /// Of fewer, no tenth can be told.
    private static let quantileMin = 10

    private var samples: [Int64] = []
    private var current: Sample?
    private var limit: ByteCount?
    /// The most that came while nothing came that was not held back.
    private var heldBack: Int64?
    private let assumed: LineRate?

    /// - Parameter assumed: what the line is taken to bring while it has always been held back.
    package init(assumed: LineRate? = nil) {
        self.assumed = assumed
    }

    /// - Parameters:
    ///   - isWanted: whether anything is to be fetched that may be fetched now.
    ///   - limit: bytes a second that may be taken; nil for all that comes.
    package mutating func follow(isWanted: Bool, limit: ByteCount?, at now: Duration) {
        guard isWanted != (self.current != nil) || limit != self.limit else { return }
        self.close(at: now)
        self.limit = limit
        self.current = isWanted ? Sample(start: now) : nil
    }

    package mutating func add(_ bytes: ByteCount, at now: Duration) {
        guard self.current != nil else { return }
        self.current?.bytes += bytes.bytes
        guard let current, now - current.start >= Self.sampleLength else { return }
        self.close(at: now)
        self.current = Sample(start: now)
    }

    /// Nil while nothing was measured. The first bytes are taken to have come in a second, if it was not longer.
    package func rate(at now: Duration) -> LineRate? {
        guard !self.samples.isEmpty else {
            guard let current, current.bytes > 0, self.limit == nil else { return self.heldBackRate }
            return LineRate(about: Self.rate(of: current, at: max(now, current.start + .seconds(1))))
        }
        let sorted = self.samples.sorted()
        let median = ByteCount(bytes: sorted[sorted.count / 2])
        guard sorted.count >= Self.quantileMin else { return LineRate(about: median) }
        return LineRate(median: median, low: ByteCount(bytes: sorted[sorted.count / 10]))
    }

    private mutating func close(at now: Duration) {
        guard let current, now - current.start >= Self.sampleLength / 3 else { return }
        let rate = Self.rate(of: current, at: now)
        if let limit, rate.bytes >= limit.bytes / 10 * 9 {
            guard let last = self.samples.last else {
                self.heldBack = max(self.heldBack ?? 0, rate.bytes)
                return
            }
            if last >= rate.bytes { return }
        }
        let times = min(max(1, Int((now - current.start) / Self.sampleLength)), Self.silentSamplesMax)
        self.samples = (self.samples + Array(repeating: rate.bytes, count: times)).suffix(Self.samplesMax)
    }

    private var heldBackRate: LineRate? {
        guard let heldBack, let assumed, assumed.median.bytes >= heldBack else {
            return self.heldBack.map { LineRate(about: ByteCount(bytes: $0)) }
        }
        return assumed
    }

    private static func rate(of sample: Sample, at now: Duration) -> ByteCount {
        let milliseconds = max(1, Int64((now - sample.start) / .milliseconds(1)))
        return ByteCount(bytes: sample.bytes * 1_000 / milliseconds)
    }
}
