/// The stretches of a stream that could not be decoded, in its own ticks, while it is decoded.
struct DecodeGaps {
    /// More are not told one by one.
    private static let gapsMax = 10_000

    /// From the end of the last good frame to the start of the next; ascending.
    private(set) var gaps: [Range<Int64>] = []
    /// Where the stretch that is being decoded in vain starts.
    private(set) var openSince: Int64?
    private var lastFailure: Int64 = .min
    /// After so long without a failure pictures are shown again, also where no key picture comes: damage that later
    /// pictures took over has mostly been painted over by then.
    private let recoveryTicks: Int64

    init(recoveryTicks: Int64) {
        self.recoveryTicks = recoveryTicks
    }

    /// - Parameters:
    ///   - end: of the last good frame.
    ///   - now: as far as decoding has come.
    mutating func fail(after end: Int64, now: Int64) {
        self.openSince = self.openSince ?? end
        self.lastFailure = max(now, end)
    }

    /// A frame is decoded.
    ///
    /// - Parameter isFresh: it depends on no frame before it.
    /// - Returns: whether it can be shown.
    mutating func accepts(_ start: Int64, isFresh: Bool) -> Bool {
        guard let since = self.openSince else { return true }
        guard isFresh || start - self.lastFailure >= self.recoveryTicks else { return false }
        self.close(since, start)
        return true
    }

    /// The stream ends here.
    mutating func finish(at end: Int64) {
        if let since = self.openSince { self.close(since, end) }
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
