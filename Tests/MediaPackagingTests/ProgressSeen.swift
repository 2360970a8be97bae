import CourseModel
import Synchronization

/// What a progress callback was told.
final class ProgressSeen: Sendable {
    private let seen = Mutex<[(done: MediaTime, total: MediaTime)]>([])

    var steps: [(done: MediaTime, total: MediaTime)] { self.seen.withLock { $0 } }

    func append(_ done: MediaTime, _ total: MediaTime) {
        self.seen.withLock { $0.append((done, total)) }
    }
}
