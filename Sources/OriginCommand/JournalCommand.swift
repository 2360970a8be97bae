import ArgumentParser
import CommandInterface
import CourseModel
import Origin

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "The schools' journals, where they come on a disc.",
        subcommands: [Import.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes in journals that schools exported into files.",
            discussion: """
                Every signature, number and link is checked, as for what comes over the line; the server may run beside it, \
                and works the hours out. A file may be taken in again. A bad file does not stop the others, and makes the \
                exit code 1.

                Examples:
                  lectern-origin journal import journal.lectern --data DIR
                  lectern-origin journal import /media/usb/journals/*.lectern --data DIR
                """
        )

        private struct Outcome: Encodable {
            let file: String
            let result: JournalImport.Result?
            let refusal: String?
        }

        @Argument(
            help: ArgumentHelp(
                "Files that `lectern-agent export` or `lectern-edge disc request` wrote.",
                valueName: "file"
            )
        )
        var files: [String]

        @OptionGroup var data: DataOption

        @Flag(help: "Print the results as JSON: an array, one element a file.")
        var json = false

        func run() async throws {
            let credits = try Credits(stores: OriginStores(data: try self.data.path()), now: SystemTime.now)
            var outcomes: [Outcome] = []
            for file in self.files {
                do {
                    let bytes = try InputFile.read(file, sizeMax: JournalFile.sizeMax)
                    let result = try await credits.journalImport.take(bytes)
                    outcomes.append(Outcome(file: file, result: result, refusal: nil))
                } catch {
                    outcomes.append(Outcome(file: file, result: nil, refusal: "\(error)"))
                }
            }
            if self.json {
                print(try JSONText.of(outcomes))
            } else {
                for outcome in outcomes { self.say(outcome) }
            }
            if outcomes.contains(where: { $0.refusal != nil }) { throw ExitCode.failure }
        }

        private func say(_ outcome: Outcome) {
            guard let result = outcome.result else {
                return StandardError.write("\(outcome.file): not taken in: \(outcome.refusal ?? "")\n")
            }
            print(
                """
                \(outcome.file): rows \(result.firstSequence) to \(result.lastSequence) of school \(result.school), \
                edge \(result.edge); new: \(result.newRows)
                """
            )
        }
    }
}
