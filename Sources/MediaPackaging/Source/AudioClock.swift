import CLibAV

/// Gives the samples of an audio track exact times.
///
/// MKV and FLV round times to milliseconds, TS to 1/90000 s; a sample always lasts the same number of ticks, so a time
/// that is off by no more than such rounding is put right. A real gap stays a gap.
struct AudioClock {
    /// Samples that come this much before the one before them has ended are no rounding.
    private static let overlapSecondsMax: Int64 = 1

    private let sampleTicks: Int64
    private let toleranceTicks: Int64
    private let overlapTicksMax: Int64
    private(set) var nextTicks: Int64?

    init(_ stream: SourceStream) {
        self.sampleTicks = stream.sampleTicks
        let isExact = stream.timeBase.num == 1 && Int64(stream.timeBase.den) == stream.timescale
        self.toleranceTicks = isExact ? 0 : 2 * max(1, stream.ticks(1))
        self.overlapTicksMax = Self.overlapSecondsMax * stream.timescale
    }

    /// - Parameter ticks: what the container says; nil where it says nothing.
    /// - Returns: nil for a first sample without a time, or one far before the end of the one before.
    mutating func place(_ ticks: Int64?) -> Int64? {
        let expected = self.nextTicks
        guard let told = ticks ?? expected, (expected ?? told) - told <= self.overlapTicksMax else { return nil }
        let placed = expected.map { told > $0 + self.toleranceTicks ? told : $0 } ?? told
        self.nextTicks = placed + self.sampleTicks
        return placed
    }
}
