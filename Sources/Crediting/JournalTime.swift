package import CourseModel

/// When the rows of one journal's incarnation happened, told from the anchors around them and from monotonic
/// differences within one run of the agent. The computer's own clock decides nothing.
package struct JournalTime: Hashable, Sendable {
    /// The origin's time beside the agent's, as a row of the journal has it, and the origin found it possible.
    package struct Anchor: Hashable, Sendable {
        package let sequence: Int64
        package let agentMs: AgentTime
        package let originMs: UTCTime

        package init(sequence: Int64, agentMs: AgentTime, originMs: UTCTime) {
            self.sequence = sequence
            self.agentMs = agentMs
            self.originMs = originMs
        }
    }

    /// The rows from one start of the agent to the next: agent time goes on within them without a jump.
    package struct Run: Hashable, Sendable {
        /// Of its first row.
        package let sequence: Int64
        package let startMs: AgentTime
        /// The last agent time that its rows tell.
        package let endMs: AgentTime
        /// In ascending order of their rows.
        package let anchors: [Anchor]

        package init(sequence: Int64, startMs: AgentTime, endMs: AgentTime, anchors: [Anchor]) {
            self.sequence = sequence
            self.startMs = startMs
            self.endMs = max(startMs, endMs)
            self.anchors = anchors
        }
    }

    /// How far an anchor may be from the moment it was written beside: half the way of a slow line and back, and what a
    /// clock gained before another anchor was kept.
    package static let anchorErrorMs: Int64 = 1_000

    private let runs: [Run]
    /// Of each run without anchors, when it began at the earliest; of others, of no use.
    private var beganAfterMs: [Int64] = []
    /// Of each run, when the next one with an anchor began at the latest; nil where there is none.
    private var nextBeganBeforeMs: [Int64?] = []

    /// - Parameter runs: in ascending order of their first rows.
    package init(_ runs: [Run]) {
        self.runs = runs
        var ended: Int64 = 0
        for run in runs {
            self.beganAfterMs.append(ended)
            let length = Self.difference(run.endMs, run.startMs)
            ended =
                run.anchors.last.map { Self.shift($0, to: run.endMs, by: -Self.anchorErrorMs) }
                ?? Self.sum(ended, length)
        }
        var next: Int64?
        for run in runs.reversed() {
            self.nextBeganBeforeMs.append(next)
            next = run.anchors.first.map { Self.shift($0, to: run.startMs, by: Self.anchorErrorMs) } ?? next
        }
        self.nextBeganBeforeMs.reverse()
    }

    /// When something happened.
    ///
    /// - Parameters:
    ///   - time: what its row says.
    ///   - sequence: its row.
    ///   - receivedAtMs: when the origin took the row: it happened before.
    package func bracket(of time: AgentTime, at sequence: Int64, receivedAtMs: UTCTime) -> TimeBracket {
        let latest = receivedAtMs.milliseconds
        guard let index = self.runs.lastIndex(where: { $0.sequence <= sequence && $0.startMs <= time }) else {
            return TimeBracket(earliestMs: .zero, latestMs: receivedAtMs)
        }
        let run = self.runs[index]
        let earliest: Int64
        var known = latest
        if let anchor = run.anchors.last(where: { $0.sequence < sequence }) ?? run.anchors.first {
            earliest = Self.shift(anchor, to: time, by: -Self.anchorErrorMs)
            known = Self.shift(anchor, to: time, by: Self.anchorErrorMs)
        } else {
            earliest = Self.sum(self.beganAfterMs[index], Self.difference(time, run.startMs))
            // The run ended before the next one began.
            if let next = self.nextBeganBeforeMs[index] { known = Self.sum(next, -Self.difference(run.endMs, time)) }
        }
        return TimeBracket(
            earliestMs: UTCTime(milliseconds: max(min(earliest, latest), 0)),
            latestMs: UTCTime(milliseconds: max(min(max(known, earliest), latest), 0))
        )
    }

    private static func shift(_ anchor: Anchor, to time: AgentTime, by error: Int64) -> Int64 {
        Self.sum(Self.sum(anchor.originMs.milliseconds, Self.difference(time, anchor.agentMs)), error)
    }

    /// What a journal says is anybody's word: sums stay within what there are numbers for.
    private static func sum(_ lhs: Int64, _ rhs: Int64) -> Int64 { Int64(clamping: Int128(lhs) + Int128(rhs)) }

    private static func difference(_ lhs: AgentTime, _ rhs: AgentTime) -> Int64 {
        Int64(clamping: Int128(lhs.milliseconds) - Int128(rhs.milliseconds))
    }
}
