/// The stretches of a stream that could not be decoded, in its own ticks, while it is decoded.
///
/// A decoder tells of a failure at once but gives pictures in the order in which they are shown, so good ones from before a
/// failure come after it is known; what counts is when the sample that failed was to be shown.
struct DecodeGaps {
    /// More are not told one by one.
    private static let gapsMax = 10_000
    /// Failures ahead of the frames that come out: no decoder holds back more pictures.
    private static let aheadMax = 64

    /// From the end of the last good frame to the start of the next; ascending.
    private(set) var gaps: [Range<Int64>] = []
    /// Where the stretch that is being decoded in vain starts.
    private(set) var openSince: Int64?
    /// Failures at times that no frame has reached yet.
    private var ahead: [Int64] = []
    private var lastFailure: Int64 = .min
    /// After so long without a failure pictures are shown again, also where no key picture comes: damage that later
    /// pictures took over has mostly been painted over by then.
    private let recoveryTicks: Int64

    init(recoveryTicks: Int64) {
        self.recoveryTicks = recoveryTicks
    }

    /// - Parameter time: when what failed was to be shown or heard.
    mutating func fail(at time: Int64) {
        if self.ahead.count == Self.aheadMax { self.ahead.removeFirst() }
        self.ahead.append(time)
    }

    /// A frame is decoded.
    ///
    /// - Parameter end: of the last good frame.
    /// - Returns: whether something between the two failed.
    mutating func reach(_ start: Int64, after end: Int64) -> Bool {
        let reached = self.ahead.filter { $0 <= start }
        if let newest = reached.max() {
            self.openSince = self.openSince ?? end
            self.lastFailure = max(self.lastFailure, newest)
            self.ahead.removeAll { $0 <= start }
        }
        return self.openSince != nil
    }

    /// - Parameter isFresh: the frame depends on none before it.
    /// - Returns: whether it can be shown.
    mutating func accepts(_ start: Int64, isFresh: Bool) -> Bool {
        guard let since = self.openSince else { return true }
        guard isFresh || start - self.lastFailure >= self.recoveryTicks else { return false }
        self.close(since, start)
        return true
    }

    /// The stream ends.
    ///
    /// - Parameters:
    ///   - end: of the last good frame.
    ///   - newest: where the stream itself ends.
    /// - Returns: whether its end is missing.
    mutating func finish(after end: Int64, at newest: Int64) -> Bool {
        if !self.ahead.isEmpty { self.openSince = self.openSince ?? end }
        guard let since = self.openSince else { return false }
        self.close(since, newest)
        return true
    }

    private mutating func close(_ since: Int64, _ end: Int64) {
        self.openSince = nil
        guard end > since else { return }
        if let last = self.gaps.last, last.upperBound >= since || self.gaps.count >= Self.gapsMax {
            self.gaps[self.gaps.count - 1] = last.lowerBound..<end
        } else {
            self.gaps.append(since..<end)
        }
    }
}
