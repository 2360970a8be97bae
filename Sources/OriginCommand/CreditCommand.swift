import ArgumentParser
import CommandInterface
import CourseModel
import Crediting
import Origin

struct CreditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit",
        abstract: "From what was played to credit hours, and what officers decide about them.",
        subcommands: [Explain.self, Propose.self, Decide.self, AppealCommand.self, Open.self]
    )

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what becomes of the played intervals in a file, and why.",
            discussion: """
                The file is JSON; docs/formats.md describes it. The same rules run here as in the server.

                Example:
                  lectern-origin credit explain evidence.json --json
                """
        )

        private static let fileSizeMax = 64 << 20

        @Argument(help: ArgumentHelp("The JSON file.", valueName: "file"))
        var file: String

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let bytes = try InputFile.read(self.file, sizeMax: Self.fileSizeMax)
            let question: CreditQuestion
            do {
                question = try CanonicalJSON.decode(CreditQuestion.self, from: bytes)
            } catch {
                throw CommandFailure("\(self.file) is not of the form that docs/formats.md describes: \(error)")
            }
            let explanation = try CreditExplanation(of: question)
            if self.json {
                print(String(decoding: try CanonicalJSON.encode(explanation), as: UTF8.self))
            } else {
                print(Self.text(explanation), terminator: "")
            }
        }

        private static func text(_ explanation: CreditExplanation) -> String {
            var decisions = TextTable([
                .init("edge"), .init("epoch", .trailing), .init("sequence", .trailing), .init("reason"),
                .init("counted ms", .trailing),
            ])
            for line in explanation.decisions {
                decisions.append([
                    line.edge.rawValue, "\(line.epoch)", "\(line.sequence)", line.reason.rawValue,
                    "\(line.countedMs.milliseconds)",
                ])
            }
            var coverage = TextTable([.init("trainee"), .init("lesson"), .init("covered ms", .trailing)])
            for line in explanation.coverage {
                coverage.append([line.trainee.rawValue, line.lesson.rawValue, "\(line.totalMs.milliseconds)"])
            }
            let sections = explanation.sections.enumerated().map { index, line in
                "section \(index + 1): \(line.countedHundredths.hundredths) hundredths of an hour\n"
            }
            return ([decisions.text, coverage.text] + (sections.isEmpty ? [] : [sections.joined()]))
                .joined(separator: "\n")
        }
    }
}
