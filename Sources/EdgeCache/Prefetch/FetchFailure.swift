import Prefetching

/// Why a fetch did not bring all it should.
struct FetchFailure: Error {
    let decided: Prefetcher.Failure
    /// Nil where it was stopped: nothing went wrong then.
    let retry: RetryReason?
    /// In words.
    let reason: String
    /// False where whoever was asked did nothing wrong.
    private var isOfSource = true

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

    /// The same, where whoever was asked did nothing wrong.
    var ofNobody: FetchFailure {
        var failure = self
        failure.isOfSource = false
        return failure
    }

    /// What it says of a source that was asked; nil where it says nothing, or asking another would not help.
    func fault(of source: Source) -> SourceChooser.Failure? {
        guard self.isOfSource else { return nil }
        switch self.decided {
        case .line(let retryAfter): return .line(retryAfter: retryAfter)
        // What becomes of the origin's is for the prefetcher to say.
        case .wrongBytes: return source == .origin ? nil : .wrongBytes
        case .absent(let blob): return source == .origin ? nil : .notHeld(blob)
        case .stopped, .disk: return nil
        }
    }
}
