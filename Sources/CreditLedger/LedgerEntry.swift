package import CourseModel

/// A line of the ledger: hours granted, taken back or adjusted. Never edited; a change is a reversal and a new grant.
package struct LedgerEntry: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case grant
        /// Takes a grant of the same generation back; its hours are the grant's, negative.
        case reversal
        /// By hand, by two officers of different levels.
        case adjustment
    }

    /// The place of an entry among all; nil while it is not posted.
    package let number: Int64?
    package let trainee: Person.ID
    package let programme: Programme.ID
    /// What the hours are for: a section of the programme, or another item of a phase.
    package let item: String
    /// Counts the grants of one item, from 1.
    package let generation: Int64
    package let kind: Kind
    package let hundredths: CreditHours
    /// Names the rule set by which the hours were computed.
    package let rules: Digest
    /// Names the evidence from which they were computed.
    package let input: Digest
    package let reason: String
    /// Who posted it: `origin`, or an officer.
    package let actor: String
    /// The second officer of an adjustment.
    package let cosigner: String?
    /// Number of the entry in whose place this one stands.
    package let supersedes: Int64?
    /// What the hours are booked to; nil in entries of earlier versions.
    package let account: String?
    /// When it was posted; nil while it is not.
    package let postedAtMs: UTCTime?

    package init(
        number: Int64? = nil,
        trainee: Person.ID,
        programme: Programme.ID,
        item: String,
        generation: Int64,
        kind: Kind,
        hundredths: CreditHours,
        rules: Digest,
        input: Digest,
        reason: String,
        actor: String,
        cosigner: String? = nil,
        supersedes: Int64? = nil,
        account: String? = nil,
        postedAtMs: UTCTime? = nil
    ) {
        self.number = number
        self.trainee = trainee
        self.programme = programme
        self.item = item
        self.generation = generation
        self.kind = kind
        self.hundredths = hundredths
        self.rules = rules
        self.input = input
        self.reason = reason
        self.actor = actor
        self.cosigner = cosigner
        self.supersedes = supersedes
        self.account = account
        self.postedAtMs = postedAtMs
    }
}
