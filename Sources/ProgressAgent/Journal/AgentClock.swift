package import CourseModel

/// The agent's time line (`AgentTime`): begins at the later of the computer's clock and the last time in the journal,
/// and follows the boot-time clock, which counts suspend and is never set.
package final class AgentClock: Sendable {
    private let startMs: Int64
    private let start: Duration
    private let sinceBoot: @Sendable () -> Duration

    /// - Parameters:
    ///   - clock: what the computer's clock says now.
    ///   - last: the last time in the journal, if any.
    ///   - sinceBoot: never runs backwards.
    package init(
        clock: UTCTime,
        last: AgentTime?,
        sinceBoot: @escaping @Sendable () -> Duration = AgentClock.sinceStart
    ) {
        self.startMs = max(clock.milliseconds, last?.milliseconds ?? .min)
        self.start = sinceBoot()
        self.sinceBoot = sinceBoot
    }

    package var now: AgentTime {
        AgentTime(milliseconds: self.startMs + (self.sinceBoot() - self.start).wholeMilliseconds)
    }

    /// `CLOCK_BOOTTIME` on Linux, from a fixed moment of this process.
    package static let sinceStart: @Sendable () -> Duration = {
        let origin = ContinuousClock.now
        return { origin.duration(to: ContinuousClock.now) }
    }()
}

extension Duration {
    /// Rounded down.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
