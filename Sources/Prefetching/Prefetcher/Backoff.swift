/// How long to wait after each failure in a row: twice as long as after the one before, up to a limit, and never the
/// same at two schools, so that a province does not come back all at once.
struct Backoff: Sendable {
    private let shortest: Duration
    private let longest: Duration
    private var failures = 0
    private var random: SplitMix64

    init(shortest: Duration, longest: Duration, seed: UInt64) {
        self.shortest = shortest
        self.longest = longest
        self.random = SplitMix64(state: seed)
    }

    mutating func succeeded() {
        self.failures = 0
    }

    /// - Returns: between the shortest and the longest wait.
    mutating func waitAfterFailure() -> Duration {
        // Past this many doublings a second is longer than any limit.
        let doublings = min(self.failures, 20)
        self.failures += 1
        let whole = min(self.shortest * (1 << doublings), self.longest)
        let permille = Int64.random(in: 500...1_000, using: &self.random)
        return max(self.shortest, whole * permille / 1_000)
    }
}

/// Steele, Lea and Flood's generator: small, and the same numbers from the same seed everywhere.
private struct SplitMix64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
