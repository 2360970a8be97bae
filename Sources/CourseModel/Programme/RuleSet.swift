/// Rates, thresholds and quotas by which played intervals become credit hours: data, named by digest.
package struct RuleSet: Hashable, Sendable, Codable {
    package typealias ID = Identifier<RuleSet>

    /// How the hours of a topic come about.
    package enum HoursMode: String, Hashable, Sendable, Codable {
        /// As the programme lists them, all or nothing: a topic is done when all its lessons are complete.
        case catalogue
        /// Covered minutes over `minutesPerHour`, rounded down to the quantum, at most the listed hours.
        case duration
        /// Each lesson by the steps of `hoursTable`, together at most the listed hours.
        case table
    }

    package let ruleSet: ID
    /// Who answers for these numbers: the source documents leave several open.
    package let owner: Title
    /// Media milliseconds that a thousand milliseconds of wall time pay for.
    package let maxRatePermille: Int64
    /// Holes up to this long are closed when completion is tested.
    package let gapCloseMs: MediaTime
    /// Share of a lesson's duration that must be covered.
    package let completionPermille: Int64
    package let hoursMode: HoursMode
    /// Used by `duration` only.
    package let minutesPerHour: Int64
    /// Hours count in steps of this; used by `duration` only.
    package let quantumHundredths: CreditHours
    /// Credits are hours times this; 1000 is one credit an hour.
    package let creditRatioPermille: Int64
    /// The account that the hours are booked to, e.g. `remote` or `school-based`.
    package let accountKind: String
    /// A school whose last report is older is silent.
    package let silentAfterMinutes: Int64
    /// Nil: viewing counts as it is reported.
    package let evidence: Evidence?
    /// Nil: there is no collective viewing.
    package let collective: Collective?
    /// Used by `table` only; nil: no lesson earns anything there.
    package let hoursTable: [HoursStep]?
    /// Nil, as in rule sets before there was such a group: phases are open at all times, and never sealed.
    package let times: TimeRules?
    package let caps: HourCaps?

    package init(
        ruleSet: ID,
        owner: Title,
        maxRatePermille: Int64,
        gapCloseMs: MediaTime,
        completionPermille: Int64,
        hoursMode: HoursMode,
        minutesPerHour: Int64,
        quantumHundredths: CreditHours,
        creditRatioPermille: Int64,
        accountKind: String,
        silentAfterMinutes: Int64,
        evidence: Evidence? = nil,
        collective: Collective? = nil,
        hoursTable: [HoursStep]? = nil,
        times: TimeRules? = nil,
        caps: HourCaps? = nil
    ) {
        self.ruleSet = ruleSet
        self.owner = owner
        self.maxRatePermille = maxRatePermille
        self.gapCloseMs = gapCloseMs
        self.completionPermille = completionPermille
        self.hoursMode = hoursMode
        self.minutesPerHour = minutesPerHour
        self.quantumHundredths = quantumHundredths
        self.creditRatioPermille = creditRatioPermille
        self.accountKind = accountKind
        self.silentAfterMinutes = silentAfterMinutes
        self.evidence = evidence
        self.collective = collective
        self.hoursTable = hoursTable
        self.times = times
        self.caps = caps
    }

    /// The rule set's name: the SHA-256 of its canonical JSON.
    package func digest() throws -> Digest {
        Digest(of: try CanonicalJSON.encode(self))
    }
}
