package import CourseModel
import Crediting

/// What this school has of one trainee in one lesson, for the player to show: provisional, the origin decides.
///
/// Of the lesson's own viewing sessions and rooms alone. A journal ends one session before it begins the next, so they
/// spend no wall time twice, but for the second by which a player's clock may be ahead.
package struct LessonCoverage: Hashable, Sendable, Encodable {
    /// Nobody's viewing of a lesson falls into more pieces; what is beyond is counted and not drawn.
    package static let rangesMax = 2_000

    /// What counts so far: sorted, no two overlap or touch. In JSON pairs of begin and end, as `credit explain` has them.
    package let playedMs: [Range<MediaTime>]
    package let coveredMs: MediaTime
    /// Until when (agent time) what was watched is kept here; nil before anything was.
    package let keptUntilMs: AgentTime?
    /// Media time that the origin has not confirmed yet.
    package let unreportedMs: MediaTime
    /// When the origin last confirmed a report of this school, by its own clock; nil before it ever did.
    package let reportedAtMs: UTCTime?

    /// - Parameters:
    ///   - known: the journal's evidence of this trainee and lesson.
    ///   - programme: where the trainee takes the lesson; nil while that is not known here: then as it is reported.
    ///   - programmes: all whose rooms the evidence may tell of.
    package init(
        _ known: JournalEvidence,
        of trainee: Person.ID,
        in programme: Programme?,
        among programmes: [Programme]
    ) {
        var played = PlayedIntervals()
        let playback = try? Playback(
            of: known.evidence,
            rate: PaymentRate(maxRatePermille: programme?.ruleSet.maxRatePermille ?? PaymentRate.normal),
            rules: programme.map { EvidenceRules(of: $0, among: programmes, durations: known.durations) }
                ?? EvidenceRules(),
            roomsOf: trainee
        )
        for counted in playback?.counted ?? [] where counted.trainee == trainee {
            played.insert(counted.paid.mediaMs)
        }
        self.playedMs = Array(played.ranges.prefix(Self.rangesMax))
        self.coveredMs = played.total
        self.keptUntilMs = known.evidence.intervals.map(\.played.wallMs.upperBound).max()
        self.unreportedMs = known.unreportedMs
        self.reportedAtMs = known.receivedAtMs
    }

    private enum CodingKeys: String, CodingKey {
        case playedMs, coveredMs, keptUntilMs, unreportedMs, reportedAtMs
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.playedMs.map { [$0.lowerBound, $0.upperBound] }, forKey: .playedMs)
        try container.encode(self.coveredMs, forKey: .coveredMs)
        try container.encodeIfPresent(self.keptUntilMs, forKey: .keptUntilMs)
        try container.encode(self.unreportedMs, forKey: .unreportedMs)
        try container.encodeIfPresent(self.reportedAtMs, forKey: .reportedAtMs)
    }
}
