package import CourseModel

/// Whether an interval that was paid for may count: when it was seen, when it was reported, and what officers ruled.
///
/// What is not admitted spends none of its trainee's wall time.
package struct IntervalAdmission: Hashable, Sendable {
    /// When viewing of a lesson counts.
    package struct Window: Hashable, Sendable {
        package let phase: Phase.ID
        package let openMs: Range<UTCTime>
        /// From here on, what is reported waits for two officers.
        package let sealedAtMs: UTCTime
    }

    package enum Verdict: Hashable, Sendable {
        case admitted
        /// Admitted, although it may have been seen outside the window.
        case doubted
        case refused(Reason)
    }

    private let programme: Programme.ID?
    private let windows: [Lesson.ID: Window]
    private let hasWindows: Bool
    private let benefitOfDoubt: Bool

    /// Everything is admitted that officers did not void.
    package static let always = IntervalAdmission()

    private init() {
        self.programme = nil
        self.windows = [:]
        self.hasWindows = false
        self.benefitOfDoubt = true
    }

    /// By the dates of a programme's phases, if its rule set has rules for them. Lessons of other programmes are
    /// admitted: their own programme judges them.
    package init(_ programme: Programme) {
        self.programme = programme.programme
        self.hasWindows = programme.ruleSet.times?.hasWindows ?? false
        self.benefitOfDoubt = programme.ruleSet.times?.benefitOfDoubt ?? true
        guard programme.ruleSet.times != nil else {
            self.windows = [:]
            return
        }
        let phases = Dictionary(programme.phases.map { ($0.phase, $0) }) { first, _ in first }
        let sections = Dictionary(programme.sections.map { ($0.section, $0.phase) }) { first, _ in first }
        let topics = Dictionary(programme.topics.map { ($0.topic, $0.section) }) { first, _ in first }
        var windows: [Lesson.ID: Window] = [:]
        for lesson in programme.lessons {
            guard let phase = topics[lesson.topic].flatMap({ sections[$0] }).flatMap({ phases[$0] }) else { continue }
            let life = PhaseLife(of: phase, ruleSet: programme.ruleSet)
            windows[lesson.lesson] = Window(phase: phase.phase, openMs: phase.window, sealedAtMs: life.sealedAtMs)
        }
        self.windows = windows
    }

    package func verdict(on interval: Evidence.Interval, of play: Evidence.Play, in evidence: Evidence) -> Verdict {
        if evidence.voided.contains(play.play) { return .refused(.voided) }
        guard let window = self.windows[play.lesson], let beganMs = interval.beganMs else { return .admitted }
        let wall = interval.played.wallMs
        let lengthMs = wall.upperBound.milliseconds - wall.lowerBound.milliseconds
        let place = self.hasWindows ? beganMs.place(lengthMs: lengthMs, in: window.openMs) : .inside
        guard place != .outside else { return .refused(.window) }
        guard place == .inside || self.benefitOfDoubt else { return .refused(.clock) }
        if let receivedAtMs = interval.receivedAtMs, receivedAtMs >= window.sealedAtMs {
            let isApproved = evidence.approvals.contains { approval in
                approval.programme == self.programme && approval.phase == window.phase
                    && receivedAtMs <= approval.receivedUntilMs
            }
            guard isApproved else { return .refused(.late) }
        }
        return place == .inside ? .admitted : .doubted
    }
}
