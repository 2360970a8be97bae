extension RuleSet {
    /// Which evidence counts. A rule set without this takes viewing as it is reported.
    package struct Evidence: Hashable, Sendable, Codable {
        /// The classes that count, each once, in ascending order.
        package let classes: [EvidenceClass]
        /// Whether viewing counts of which nobody recorded what was served: an agent that runs alone serves nothing, and
        /// older agents did not record it.
        package let countsUnrecorded: Bool
        /// How long after it was seen buffered viewing may be heard of.
        package let bufferedMinutesMax: Int64
        /// The most of a lesson's duration that counts by class B.
        package let bufferedPermilleMax: Int64

        package init(
            classes: [EvidenceClass],
            countsUnrecorded: Bool,
            bufferedMinutesMax: Int64,
            bufferedPermilleMax: Int64
        ) {
            self.classes = classes
            self.countsUnrecorded = countsUnrecorded
            self.bufferedMinutesMax = bufferedMinutesMax
            self.bufferedPermilleMax = bufferedPermilleMax
        }
    }
}
