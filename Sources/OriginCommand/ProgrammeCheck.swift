import ArgumentParser
import CommandInterface
import CourseModel
import Origin

extension ProgrammeCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Says what a programme would change in people's hours, before it is imported.",
            discussion: """
                Nothing is written. Everybody's hours are computed by the rules in force and by those of the file. The digest \
                that is printed is what `programme import --adopt` asks for.

                Example:
                  lectern-origin programme check programme.yaml --data DIR
                """
        )

        @Argument(help: ArgumentHelp("The YAML file.", valueName: "file"))
        var file: String

        @Flag(help: "For a rehearsal: what is watched counts at any time, whatever the phases' dates.")
        var rehearsal = false

        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let imported = try ProgrammeFile.read(self.file, isRehearsal: self.rehearsal)
            for warning in imported.warnings { StandardError.write("\(self.file): warning: \(warning)\n") }
            let credits = try Credits(stores: OriginStores(data: try self.data.path()), now: SystemTime.now)
            let result = try await Self.run(imported.programme, credits)
            if self.json {
                print(try JSONText.of(result))
            } else {
                print(Self.text(result), terminator: "")
            }
        }

        static func run(_ programme: Programme, _ credits: Credits) async throws -> ProgrammeDryRun.Result {
            var bar: ProgressBar?
            let result = try await credits.dryRun.run(programme) { done, total in
                let shown = bar ?? ProgressBar("comparing", total: Int64(total), unit: .items)
                shown.update(Int64(done))
                bar = shown
            }
            bar?.finish()
            return result
        }

        static func text(_ result: ProgrammeDryRun.Result) -> String {
            var table = TextTable([.init("trainee"), .init("now", .trailing), .init("then", .trailing)])
            for difference in result.differences {
                table.append([
                    difference.trainee.rawValue, DecimalHours.text(of: difference.beforeHundredths),
                    DecimalHours.text(of: difference.afterHundredths),
                ])
            }
            let faults = result.faults > 0 ? "\(result.faults) trainees' evidence cannot be judged\n" : ""
            return (result.differences.isEmpty ? "" : table.text) + faults + """
                \(result.programme): \(result.differences.count) of \(result.trainees) trainees would have other hours; \
                \(DecimalHours.text(of: result.beforeHundredths)) hours in all now, \
                \(DecimalHours.text(of: result.afterHundredths)) then
                rules \(result.rulesAfter.hexadecimal.prefix(12)) in place of \
                \(result.rulesBefore?.hexadecimal.prefix(12) ?? "none"); adopt as \(result.digest.hexadecimal.prefix(12))

                """
        }
    }
}

/// A programme's YAML file.
enum ProgrammeFile {
    static func read(_ file: String, isRehearsal: Bool) throws -> ProgrammeImport.Imported {
        let bytes = try InputFile.read(file, sizeMax: ProgrammeImport.fileSizeMax)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure("\(file) is not UTF-8 text: save it as UTF-8")
        }
        do throws(ProgrammeImportError) {
            return try ProgrammeImport.read(text, isRehearsal: isRehearsal)
        } catch {
            throw CommandFailure("nothing was imported; in \(file):\n\(error)")
        }
    }
}
