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
    /// - Throws: `notMonotonic` for a sample without a time to start from, or far before the end of the one before.
    mutating func place(_ ticks: Int64?) throws(PackagingError) -> Int64 {
        guard let expected = self.nextTicks else {
            guard let ticks else { throw PackagingError(.notMonotonic, "the sound has no times") }
            self.nextTicks = ticks + self.sampleTicks
            return ticks
        }
        let told = ticks ?? expected
        if expected - told > self.overlapTicksMax {
            throw PackagingError(.notMonotonic, "the sound goes back by \(expected - told) samples")
        }
        let placed = told > expected + self.toleranceTicks ? told : expected
        self.nextTicks = placed + self.sampleTicks
        return placed
    }
}
