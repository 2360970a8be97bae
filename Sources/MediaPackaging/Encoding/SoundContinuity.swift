import CLibAV

/// Decides where sound has gaps to be filled with silence and overlaps to be cut, so that its samples can be counted.
///
/// All numbers are samples of the source's rate, from the source's own zero.
struct SoundContinuity {
    /// What to do before and with the next piece.
    struct Step: Hashable {
        /// Samples of silence to put before it.
        let silence: Int64
        /// Samples to leave out at its start; may be all.
        let dropped: Int
        /// When what is left of it starts.
        let start: Int64
    }

    /// A lesson is no longer.
    static let gapSecondsMax: Int64 = 12 * 3600
    /// Going back further is no overlap but another recording.
    private static let overlapSecondsMax: Int64 = 2

    /// Where the next piece is expected; at first, where the lesson starts.
    private(set) var expected: Int64
    private(set) var hasStarted = false
    private(set) var rate: Int64

    init(origin: TimeOrigin, rate: Int) {
        self.rate = Int64(rate)
        self.expected = origin.ticks(self.rate)
    }

    /// - Parameters:
    ///   - told: when the container says that the piece starts; nil where it says nothing.
    ///   - isAfterFailure: what came before it could not be decoded, so that even a short gap is one.
    /// - Throws: `notMonotonic` for a time far from the one before.
    mutating func place(
        _ told: Int64?,
        samples: Int,
        isAfterFailure: Bool
    ) throws(PackagingError) -> Step {
        let told = told ?? self.expected
        let difference = told - self.expected
        guard difference <= Self.gapSecondsMax * self.rate else {
            throw PackagingError(.notMonotonic, "the sound jumps by \(difference / self.rate) s")
        }
        guard self.hasStarted else {
            let dropped = Int(min(Int64(samples), max(0, -difference)))
            self.hasStarted = dropped < samples
            return self.step(silence: 0, dropped: dropped, of: samples, at: told)
        }
        guard difference >= -Self.overlapSecondsMax * self.rate else {
            throw PackagingError(.notMonotonic, "the sound goes back by \(-difference) samples")
        }
        // Containers round; recorders' clocks wander. The filters follow such differences without a click.
        let tolerance = isAfterFailure ? self.rate / 500 : self.rate / 25
        if difference > tolerance { return self.step(silence: difference, dropped: 0, of: samples, at: told) }
        if difference < -tolerance {
            return self.step(silence: 0, dropped: Int(min(Int64(samples), -difference)), of: samples, at: told)
        }
        return self.step(silence: 0, dropped: 0, of: samples, at: told)
    }

    /// The sound goes on at another rate.
    mutating func change(rate: Int) {
        self.expected = av_rescale(self.expected, Int64(rate), self.rate)
        self.rate = Int64(rate)
    }

    private mutating func step(silence: Int64, dropped: Int, of samples: Int, at told: Int64) -> Step {
        if dropped < samples { self.expected = told + Int64(samples) }
        return Step(silence: silence, dropped: dropped, start: told + Int64(dropped))
    }
}
