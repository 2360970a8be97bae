/// A dated part of a programme.
package struct Phase: Hashable, Sendable, Codable {
    package typealias ID = Identifier<Phase>

    package enum Kind: String, Hashable, Sendable, Codable {
        case concentrated
        case dispersed
    }

    package let phase: ID
    package let kind: Kind
    package let title: Title
    /// First instant of the phase.
    package let startsAtMs: UTCTime
    /// First instant after it.
    package let endsAtMs: UTCTime
    /// The most that this phase counts.
    package let hoursHundredths: CreditHours
    /// What counts beside the sections; nil: nothing.
    package let items: [PhaseItem]?

    package init(
        phase: ID,
        kind: Kind,
        title: Title,
        startsAtMs: UTCTime,
        endsAtMs: UTCTime,
        hoursHundredths: CreditHours,
        items: [PhaseItem]? = nil
    ) {
        self.phase = phase
        self.kind = kind
        self.title = title
        self.startsAtMs = startsAtMs
        self.endsAtMs = endsAtMs
        self.hoursHundredths = hoursHundredths
        self.items = items
    }

    package var window: Range<UTCTime> { self.startsAtMs..<max(self.startsAtMs, self.endsAtMs) }
}
