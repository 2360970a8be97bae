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
        self.failures += 1
        return self.wait(afterFailures: self.failures)
    }

    /// - Parameter failures: in a row, 1 or more; of something that is counted elsewhere.
    /// - Returns: between the shortest and the longest wait.
    mutating func wait(afterFailures failures: Int) -> Duration {
        // Past this many doublings a second is longer than any limit.
        let doublings = min(failures - 1, 20)
        let whole = min(self.shortest * (1 << doublings), self.longest)
        let permille = Int64.random(in: 500...1_000, using: &self.random)
        return max(self.shortest, whole * permille / 1_000)
    }
}
