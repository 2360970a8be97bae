import CourseModel
import Logging
import Synchronization

/// Counts the fetches that failed, by reason: since the start, and in the index for the technician's page.
final class RetryTally: Sendable {
    private let index: CacheIndexDatabase
    private let now: @Sendable () -> UTCTime
    private let logger: Logger
    private let counts = Mutex<[RetryReason: Int64]>([:])

    init(index: CacheIndexDatabase, now: @escaping @Sendable () -> UTCTime, logger: Logger) {
        self.index = index
        self.now = now
        self.logger = logger
    }

    /// Since the start.
    var sinceStart: [RetryReason: Int64] { self.counts.withLock { $0 } }

    func add(_ reason: RetryReason) {
        self.counts.withLock { $0[reason, default: 0] += 1 }
        do {
            try self.index.addRetry(reason, at: self.now())
        } catch {
            self.logger.warning("retry not counted", metadata: ["error": "\(error)"])
        }
    }
}
