import ArgumentParser
import CommandInterface
import CourseModel
import CreditLedger
import Origin

extension CreditCommand {
    struct Propose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Proposes a change of a trainee's hours; an officer of another level cosigns it.",
            discussion: """
                --item with --hours adds hours to a section or to another item of a phase, or takes some away; --void declares \
                a viewing session void; --late approves what came of a phase after it was sealed.

                Examples:
                  lectern-origin credit propose --person t001 --programme ab-2027 --item hot --hours -1.5 --reason 'power cut' \\
                    --officer li --password-file FILE --data DIR
                """
        )

        @Option(help: "The trainee.", transform: IdentifierArgument.read)
        var person: Person.ID

        @Option(help: "The programme.", transform: IdentifierArgument.read)
        var programme: Programme.ID

        @Option(help: "A section, or another item of a phase.")
        var item: String?

        @Option(help: "Hours to add; with a minus, to take away.")
        var hours: String?

        @Option(help: "A viewing session.")
        var void: String?

        @Option(help: "A phase.")
        var late: String?

        @Option(help: "Why, in a sentence.")
        var reason: String

        @Option(help: "The number of the appeal that it follows from.")
        var appeal: Int64?

        @OptionGroup var officer: OfficerOption
        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func validate() throws {
            guard [self.item, self.void, self.late].compactMap({ $0 }).count == 1,
                (self.item == nil) == (self.hours == nil)
            else {
                throw ValidationError(
                    "Say what is proposed: --item ID with --hours N, --void SESSION, or --late PHASE."
                )
            }
        }

        func run() async throws {
            let desk = try await DecisionDesk(self.data, self.officer)
            var hundredths: CreditHours?
            if let hours = self.hours {
                guard let read = SignedHours.hundredths(of: hours) else {
                    throw CommandFailure("'\(hours)' is no number of hours; write e.g. 1.5 or -0.25")
                }
                hundredths = read
            }
            let proposal = try await desk.decisions.propose(
                Proposal.Content(
                    kind: self.item != nil ? .adjustment : self.void != nil ? .void : .late,
                    trainee: self.person,
                    programme: self.programme,
                    subject: self.item ?? self.void ?? self.late ?? "",
                    hundredths: hundredths,
                    reason: self.reason,
                    appeal: self.appeal
                ),
                by: desk.officer
            )
            try ProposalText.print(proposal, json: self.json)
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cosigns or declines another officer's proposal, or withdraws one's own.",
            discussion: """
                Example:
                  lectern-origin credit decide 7 cosign --officer wang --password-file FILE --data DIR
                """
        )

        @Argument(help: "The proposal's number.")
        var proposal: Int64

        @Argument(help: "cosign, decline or withdraw.", transform: DecisionArgument.read)
        var decision: OfficerDecisions.Decision

        @Option(help: "What is to be said about it.")
        var answer: String?

        @OptionGroup var officer: OfficerOption
        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let desk = try await DecisionDesk(self.data, self.officer)
            let decided = try await desk.decisions.decide(
                self.proposal,
                self.decision,
                by: desk.officer,
                answer: self.answer
            )
            try ProposalText.print(decided, json: self.json)
        }
    }
}

private enum DecisionArgument {
    static func read(_ text: String) throws -> OfficerDecisions.Decision {
        guard let decision = OfficerDecisions.Decision(rawValue: text) else {
            throw ValidationError("'\(text)' is not cosign, decline or withdraw.")
        }
        return decision
    }
}

enum ProposalText {
    static func line(_ proposal: Proposal) -> String {
        let content = proposal.content
        let hours = content.hundredths.map { " \(SignedHours.text(of: $0)) hours" } ?? ""
        return """
            proposal \(proposal.number): \(content.kind.rawValue) \(content.subject)\(hours) of \(content.trainee) in \
            \(content.programme), by \(proposal.proposer.login) (\(proposal.proposer.level)): \(content.reason); \
            \(proposal.state.rawValue)
            """
    }

    static func print(_ proposal: Proposal, json: Bool) throws {
        Swift.print(json ? try JSONText.of(proposal) : self.line(proposal))
    }
}
