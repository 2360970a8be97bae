import ArgumentParser
import CommandInterface
import CourseModel
import CreditLedger
import Origin

extension CreditCommand {
    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the proposals and appeals that wait for somebody.",
            discussion: """
                Example:
                  lectern-origin credit open --officer wang --password-file FILE --data DIR
                """
        )

        private struct Content: Encodable {
            let proposals: [Proposal]
            let appeals: [Appeal]
        }

        @OptionGroup var officer: OfficerOption
        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let desk = try await DecisionDesk(self.data, self.officer)
            let (proposals, appeals) = try await desk.decisions.open(for: desk.officer)
            if self.json {
                print(try JSONText.of(Content(proposals: proposals, appeals: appeals)))
                return
            }
            for proposal in proposals { print(ProposalText.line(proposal)) }
            for appeal in appeals {
                print("appeal \(appeal.number): \(appeal.trainee) in \(appeal.programme): \(appeal.text)")
            }
            if proposals.isEmpty && appeals.isEmpty { print("nothing waits") }
        }
    }

    struct AppealCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "appeal",
            abstract: "Files an appeal for a trainee, or answers one.",
            discussion: """
                Examples:
                  lectern-origin credit appeal --person t001 --programme ab-2027 --lesson l01 --text '…' \\
                    --officer li --password-file FILE --data DIR
                  lectern-origin credit appeal --answer 3 --reject --text '…' --officer wang --password-file FILE --data DIR
                """
        )

        @Option(help: "The trainee.", transform: IdentifierArgument.read)
        var person: Person.ID?

        @Option(help: "The programme.", transform: IdentifierArgument.read)
        var programme: Programme.ID?

        @Option(help: "The lesson that it is about.", transform: IdentifierArgument.read)
        var lesson: Lesson.ID?

        @Option(help: "The number of the appeal to answer.")
        var answer: Int64?

        @Flag(help: "The appeal is upheld.")
        var uphold = false

        @Flag(help: "The appeal is rejected.")
        var reject = false

        @Option(help: "What is said.")
        var text: String

        @OptionGroup var officer: OfficerOption
        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func validate() throws {
            let isFiling = self.person != nil && self.programme != nil && !self.uphold && !self.reject
            let isAnswering = self.person == nil && self.programme == nil && self.uphold != self.reject
            guard self.answer == nil ? isFiling : isAnswering else {
                throw ValidationError(
                    "File with --person ID --programme ID, or answer with --answer N and --uphold or --reject."
                )
            }
        }

        func run() async throws {
            let desk = try await DecisionDesk(self.data, self.officer)
            let appeal: Appeal
            if let number = self.answer {
                appeal = try await desk.decisions.answer(
                    number,
                    isUpheld: self.uphold,
                    text: self.text,
                    by: desk.officer
                )
            } else if let person = self.person, let programme = self.programme {
                appeal = try await desk.decisions.file(
                    of: person,
                    programme: programme,
                    lesson: self.lesson,
                    text: self.text,
                    by: desk.officer
                )
            } else {
                return
            }
            if self.json {
                print(try JSONText.of(appeal))
            } else {
                let state = appeal.answer.map { $0.isUpheld ? "upheld" : "rejected" } ?? "open"
                print("appeal \(appeal.number) of \(appeal.trainee): \(state)")
            }
        }
    }
}
