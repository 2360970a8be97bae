import CourseModel

/// When the samples of a stream are, whatever is in them: enough to plan the encoding of it.
///
/// Where the container does not say when a sample is shown, the time at which it is decoded stands for it, or else the end
/// of the one before.
struct StreamTimes {
    /// What 12 h have at 1000 samples a second; no camera or sound codec has more.
    static let samplesMax: Int64 = 12 * 3600 * 1000
    /// No camera makes more; a file whose times are wrong may have all its pictures at once.
    private static let picturesPerSecondMax: Int64 = 1000

    private let stream: SourceStream
    private let segmentSeconds: Int
    private let durationTicksMax: Int64
    private let isTolerant: Bool

    private(set) var samples: Int64 = 0
    private(set) var sizeBytes: Int64 = 0
    /// In ticks of the track file, as all times here; nil before the first sample.
    private(set) var firstTicks: Int64?
    private(set) var endTicks: Int64 = 0
    private var lastStartTicks = Int64.min
    private var nextTicks: Int64 = 0
    /// The first sample of each stretch of a segment's length, counted from the first sample of all.
    private var earliest: [Int64?] = []

    /// - Parameter isTolerant: times that no lesson can have are passed over.
    init(_ stream: SourceStream, limits: Packager.Limits, isTolerant: Bool) {
        self.stream = stream
        self.segmentSeconds = limits.segmentSeconds
        self.durationTicksMax = Int64(limits.durationSecondsMax) * stream.timescale
        self.isTolerant = isTolerant
    }

    /// - Throws: `tooLong`.
    mutating func take(_ packet: Packet) throws(PackagingError) {
        self.samples += 1
        self.sizeBytes += Int64(packet.sizeBytes)
        guard self.samples <= Self.samplesMax else { throw PackagingError(.tooLong, "\(self.samples) samples") }
        let told = packet.presentation ?? packet.decode
        let ticks = told.map { self.stream.ticks($0) } ?? self.nextTicks
        let duration = packet.duration > 0 ? self.stream.ticks(packet.duration) : self.stream.sampleTicks
        let first = min(self.firstTicks ?? ticks, ticks)
        guard max(ticks + duration, self.endTicks) - first <= self.durationTicksMax || self.firstTicks == nil else {
            if self.isTolerant { return }
            throw PackagingError(.tooLong, "more than \(self.durationTicksMax / self.stream.timescale / 3600) h")
        }
        if self.firstTicks == nil { self.endTicks = ticks }
        self.firstTicks = first
        self.lastStartTicks = max(self.lastStartTicks, ticks)
        self.nextTicks = ticks + duration
        self.endTicks = max(self.endTicks, self.nextTicks)
        self.note(ticks, after: first)
    }

    /// The end of the stream.
    ///
    /// - Throws: `notMonotonic` where no time passes between pictures.
    func finish() throws(PackagingError) {
        guard self.stream.isVideo, let first = self.firstTicks else { return }
        let milliseconds = self.stream.mediaTime(self.lastStartTicks - first).milliseconds
        guard (self.samples - 1) * 1000 <= Self.picturesPerSecondMax * (milliseconds + 1) else {
            throw PackagingError(.notMonotonic, "\(self.samples) pictures start within \(milliseconds) ms")
        }
    }

    /// Where segments of the lesson start if nothing of the stream is copied: the first samples after whole segments'
    /// lengths.
    ///
    /// - Parameters:
    ///   - start: where the first frame is shown or heard; samples before it are only decoded.
    ///   - originTicks: where the lesson starts.
    func starts(from start: Int64, originTicks: Int64) -> [Int64] {
        guard let first = self.firstTicks else { return [] }
        var grid = SegmentGrid(segmentSeconds: self.segmentSeconds, timescale: self.stream.timescale)
        var last = start
        grid.add(start - originTicks)
        for number in 1..<max(1, Int((self.endTicks - first) / self.segmentTicks) + 1) {
            let earliest = number < self.earliest.count ? self.earliest[number] : nil
            // Where a picture stands for long, it is shown again at the start of each segment.
            let start = earliest ?? first + Int64(number) * self.segmentTicks
            guard 2 * (start - last) >= self.segmentTicks else { continue }
            grid.add(start - originTicks)
            last = start
        }
        grid.finish(at: self.endTicks - originTicks)
        return grid.starts
    }

    private var segmentTicks: Int64 { Int64(self.segmentSeconds) * self.stream.timescale }

    private mutating func note(_ ticks: Int64, after first: Int64) {
        let number = Int((ticks - first) / self.segmentTicks)
        while self.earliest.count <= number { self.earliest.append(nil) }
        self.earliest[number] = min(self.earliest[number] ?? ticks, ticks)
    }
}
