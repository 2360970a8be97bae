import Prefetching

/// Why a fetch did not bring all it should.
struct FetchFailure: Error {
    let decided: Prefetcher.Failure
    /// Nil where it was stopped: nothing went wrong then.
    let retry: RetryReason?
    /// In words.
    let reason: String

    private init(_ decided: Prefetcher.Failure, _ retry: RetryReason?, _ reason: String) {
        self.decided = decided
        self.retry = retry
        self.reason = reason
    }

    init(decided: Prefetcher.Failure, reason: String) {
        let retry: RetryReason? =
            switch decided {
            case .stopped: nil
            case .line: .other
            case .wrongBytes: .wrongBytes
            case .absent: .absent
            case .disk: .disk
            }
        self.init(decided, retry, reason)
    }

    /// A failure of the line or the server; it may work later.
    ///
    /// - Parameter retryAfter: how long whoever answered wants to be left alone; nil where it does not say.
    static func line(_ retry: RetryReason, _ reason: String, retryAfter: Duration? = nil) -> FetchFailure {
        FetchFailure(.line(retryAfter: retryAfter), retry, reason)
    }
}
