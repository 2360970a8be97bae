package import CourseModel
import Synchronization

/// The time of a simulation: it moves when it is told to.
///
/// `elapsed` is a computer's clock since its start, which nobody can set; `time` is its calendar, which jumps.
package final class SimulatedClock: Sendable {
    private struct State {
        var elapsed: Duration = .zero
        var wrongByMs: Int64 = 0
    }

    private let start: UTCTime
    private let state = Mutex(State())

    package init(start: UTCTime) {
        self.start = start
    }

    package var elapsed: Duration { self.state.withLock { $0.elapsed } }

    package var time: UTCTime {
        self.state.withLock { state in
            let passed = Int64(state.elapsed / .milliseconds(1))
            return UTCTime(milliseconds: self.start.milliseconds + passed + state.wrongByMs)
        }
    }

    /// Goes on to a later time; an earlier one changes nothing.
    package func advance(to elapsed: Duration) {
        self.state.withLock { $0.elapsed = max($0.elapsed, elapsed) }
    }

    package func advance(by duration: Duration) {
        self.state.withLock { $0.elapsed += duration }
    }

    /// Sets the calendar forwards or backwards.
    package func jump(byMs milliseconds: Int64) {
        self.state.withLock { $0.wrongByMs += milliseconds }
    }
}
