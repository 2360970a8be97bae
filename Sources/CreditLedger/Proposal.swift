package import CourseModel

/// What one officer proposes about a trainee's hours, and one of another level decides.
package struct Proposal: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Hours added or taken away; `subject` is a section, or another item of a phase.
        case adjustment
        /// A viewing session counts nothing; `subject` is the session.
        case void
        /// What was reported of a phase after it was sealed counts; `subject` is the phase.
        case late
    }

    package enum State: String, Hashable, Sendable, Codable {
        case open
        case cosigned
        case declined
        /// Taken back by whoever proposed it.
        case withdrawn
    }

    /// What is proposed.
    package struct Content: Hashable, Sendable, Codable {
        package let kind: Kind
        package let trainee: Person.ID
        package let programme: Programme.ID
        package let subject: String
        /// Of an adjustment, not 0; else nil.
        package let hundredths: CreditHours?
        package let reason: String
        /// The appeal that it follows from.
        package let appeal: Int64?

        package init(
            kind: Kind,
            trainee: Person.ID,
            programme: Programme.ID,
            subject: String,
            hundredths: CreditHours?,
            reason: String,
            appeal: Int64? = nil
        ) {
            self.kind = kind
            self.trainee = trainee
            self.programme = programme
            self.subject = subject
            self.hundredths = hundredths
            self.reason = reason
            self.appeal = appeal
        }
    }

    /// Who did something, at which level: `province`, `city`, `county` or `school`.
    package struct Actor: Hashable, Sendable, Codable {
        package let login: String
        package let level: String

        package init(login: String, level: String) {
            self.login = login
            self.level = level
        }
    }

    /// Counts the proposals, from 1.
    package let number: Int64
    package let content: Content
    package let proposer: Actor
    package let proposedAtMs: UTCTime
    package let state: State
    package let decider: Actor?
    package let decidedAtMs: UTCTime?
    /// What the decider said.
    package let answer: String?
    /// The ledger entry that it became.
    package let entry: Int64?

    package init(
        number: Int64,
        content: Content,
        proposer: Actor,
        proposedAtMs: UTCTime,
        state: State,
        decider: Actor?,
        decidedAtMs: UTCTime?,
        answer: String?,
        entry: Int64?
    ) {
        self.number = number
        self.content = content
        self.proposer = proposer
        self.proposedAtMs = proposedAtMs
        self.state = state
        self.decider = decider
        self.decidedAtMs = decidedAtMs
        self.answer = answer
        self.entry = entry
    }
}

/// What becomes of a proposal.
package enum ProposalDecision: Hashable, Sendable {
    /// - Parameters:
    ///   - rules: the rule set in force; an adjustment's entry names it.
    ///   - account: what an adjustment is booked to.
    case cosign(rules: Digest, account: String?)
    case decline
    case withdraw
}

/// Why a proposal is not decided so.
package enum ProposalFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(Int64)
    case decided(Int64, Proposal.State)
    /// Nobody decides what they proposed, and nobody withdraws what another proposed.
    case ownProposal
    case foreignProposal
    /// Two officers of one level are not two levels.
    case sameLevel(String)

    package var description: String {
        switch self {
        case .unknown(let number): "there is no proposal \(number)"
        case .decided(let number, let state): "proposal \(number) is \(state.rawValue) already"
        case .ownProposal: "nobody decides on their own proposal"
        case .foreignProposal: "only whoever proposed it withdraws it"
        case .sameLevel(let level): "the proposal comes from the \(level): an officer of another level decides on it"
        }
    }
}
