package import CourseModel
import Synchronization

/// When the origin last answered, and what has gone wrong since.
package final class OriginContact: Sendable {
    package struct State: Hashable, Sendable {
        package fileprivate(set) var lastReached: UTCTime?
        /// Nil while the origin answers.
        package fileprivate(set) var trouble: String?
    }

    private let now: @Sendable () -> UTCTime
    private let held = Mutex(State())

    package init(now: @escaping @Sendable () -> UTCTime) {
        self.now = now
    }

    package var state: State { self.held.withLock { $0 } }

    package func reached() {
        let now = self.now()
        self.held.withLock { $0 = State(lastReached: now, trouble: nil) }
    }

    package func missed(_ reason: String) {
        self.held.withLock { $0.trouble = reason }
    }
}
