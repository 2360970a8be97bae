/// What a school, its study groups and its trainees choose in a programme, beside the windows of its sections.
package struct SelectionRules: Hashable, Sendable, Codable {
    /// When schools choose their course package; nil: at any time.
    package let packageWindow: SelectionWindow?
    /// Whether a trainee's topics, with the mandatory ones, must fill the quota of every section.
    package let fillsQuotas: Bool
    /// Whether a person has one identity in all programmes together; otherwise one in each.
    package let isIdentityExclusive: Bool
    /// Of which a study group chooses one for all its members; nil: trainees choose for themselves.
    package let tiers: [SelectionTier]?
    /// When study groups choose their tier; nil: at any time.
    package let tierWindow: SelectionWindow?

    package init(
        packageWindow: SelectionWindow? = nil,
        fillsQuotas: Bool = false,
        isIdentityExclusive: Bool = false,
        tiers: [SelectionTier]? = nil,
        tierWindow: SelectionWindow? = nil
    ) {
        self.packageWindow = packageWindow
        self.fillsQuotas = fillsQuotas
        self.isIdentityExclusive = isIdentityExclusive
        self.tiers = tiers
        self.tierWindow = tierWindow
    }
}

/// A set of topics that a study group chooses as a whole (kindergarten: basic or advanced).
package struct SelectionTier: Hashable, Sendable, Codable {
    package typealias ID = Identifier<SelectionTier>

    package let tier: ID
    package let title: Title
    package let topics: [Topic.ID]

    package init(tier: ID, title: Title, topics: [Topic.ID]) {
        self.tier = tier
        self.title = title
        self.topics = topics
    }
}
