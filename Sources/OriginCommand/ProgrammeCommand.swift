import ArgumentParser
import CommandInterface
import CourseModel
import Origin

struct ProgrammeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme",
        abstract: "What is taught: calendar, sections, topics, lessons, rules.",
        subcommands: [Import.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes programmes what YAML files say, and publishes them.",
            discussion: """
                A file with anything wrong is refused as a whole, with everything that is wrong in it; then nothing of any \
                file is imported. Importing a file again changes nothing. seeds/README.md describes the keys.

                Example:
                  lectern-origin programme import seeds/programme-ab.yaml seeds/programme-youke.yaml --data DIR
                """
        )

        @Argument(help: ArgumentHelp("The YAML files.", valueName: "file"))
        var files: [String]

        @OptionGroup var data: DataOption

        func run() async throws {
            let path = try self.data.path()
            let imported = try self.files.map { file in (file, try Self.read(file)) }
            let stores = try OriginStores(data: path)
            let configuration = try await OriginSettings.configuration(data: path)
            for (file, content) in imported {
                for warning in content.warnings { StandardError.write("\(file): warning: \(warning)\n") }
                let programme = content.programme
                let catalogue = try stores.programmePublisher.publish(
                    programme,
                    validity: configuration.catalogueValidity,
                    at: SystemTime.now()
                )
                print(
                    """
                    \(programme.programme)  \(programme.title.zh): \(programme.phases.count) phases, \
                    \(programme.topics.count) topics, \(programme.lessons.count) lessons, \
                    \(DecimalHours.text(of: programme.requiredHundredths)) hours; \
                    catalogue \(catalogue.payload.version)
                    """
                )
            }
        }

        private static func read(_ file: String) throws -> ProgrammeImport.Imported {
            let bytes = try InputFile.read(file, sizeMax: ProgrammeImport.fileSizeMax)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CommandFailure("\(file) is not UTF-8 text: save it as UTF-8")
            }
            do throws(ProgrammeImportError) {
                return try ProgrammeImport.read(text)
            } catch {
                throw CommandFailure("nothing was imported; in \(file):\n\(error)")
            }
        }
    }
}
