package import CourseModel

/// The life of a phase: open for viewing, then closed while reports come in as usual, then settling while silent schools
/// may still report, and at last sealed.
package struct PhaseLife: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case planned
        case open
        /// No viewing counts any more; schools that report as usual have reported when this is over.
        case closed
        /// What is still to come, comes late; it counts by when it was watched.
        case settling
        /// What is reported now waits for two officers.
        case sealed
    }

    package let opensAtMs: UTCTime
    package let closesAtMs: UTCTime
    package let settlesFromMs: UTCTime
    package let sealedAtMs: UTCTime

    private static let dayMs: Int64 = 86_400_000
    private static let minuteMs: Int64 = 60_000

    package init(of phase: Phase, ruleSet: RuleSet) {
        let days = ruleSet.times?.settlingDays ?? TimeRules.settlingDaysStandard
        self.opensAtMs = phase.startsAtMs
        self.closesAtMs = phase.endsAtMs
        self.sealedAtMs = Self.later(phase.endsAtMs, by: days, of: Self.dayMs)
        self.settlesFromMs = min(
            Self.later(phase.endsAtMs, by: ruleSet.silentAfterMinutes, of: Self.minuteMs),
            self.sealedAtMs
        )
    }

    package func state(at now: UTCTime) -> State {
        if now < self.opensAtMs { return .planned }
        if now < self.closesAtMs { return .open }
        if now < self.settlesFromMs { return .closed }
        return now < self.sealedAtMs ? .settling : .sealed
    }

    private static func later(_ time: UTCTime, by count: Int64, of unit: Int64) -> UTCTime {
        UTCTime(milliseconds: Int64(clamping: Int128(time.milliseconds) + Int128(max(count, 0)) * Int128(unit)))
    }
}
