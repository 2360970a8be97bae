import ArgumentParser
import CommandInterface
import CourseModel
import Origin

struct ProgrammeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme",
        abstract: "What is taught: calendar, sections, topics, lessons, rules.",
        subcommands: [Import.self, Check.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes programmes what YAML files say, and publishes them.",
            discussion: """
                A file with anything wrong is refused as a whole, with everything that is wrong in it; then nothing of any \
                file is imported. Importing a file again changes nothing. seeds/README.md describes the keys. Where hours that \
                people have would change, look first with `programme check`, and import with the digest that it prints.

                Example:
                  lectern-origin programme import seeds/programme-ab.yaml seeds/programme-youke.yaml --data DIR
                """
        )

        @Argument(help: ArgumentHelp("The YAML files.", valueName: "file"))
        var files: [String]

        @Flag(help: "For a rehearsal: what is watched counts at any time, whatever the phases' dates.")
        var rehearsal = false

        @Option(
            help: ArgumentHelp("The digest that `programme check` printed; 12 digits or more.", valueName: "digest")
        )
        var adopt: [String] = []

        @OptionGroup var data: DataOption

        func run() async throws {
            let path = try self.data.path()
            let imported = try self.files.map { file in
                (file, try ProgrammeFile.read(file, isRehearsal: self.rehearsal))
            }
            let stores = try OriginStores(data: path)
            try await self.mustBeAdopted(imported.map { $0.1.programme }, stores)
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

        /// Where hours that people have would change, somebody has looked at the changes.
        private func mustBeAdopted(_ programmes: [Programme], _ stores: OriginStores) async throws {
            let credits = try Credits(stores: stores, now: SystemTime.now)
            for programme in programmes {
                let result = try await Check.run(programme, credits)
                let isAdopted = self.adopt.contains { $0.count >= 12 && result.digest.hexadecimal.hasPrefix($0) }
                guard !result.differences.isEmpty, !isAdopted else { continue }
                throw CommandFailure(
                    """
                    nothing was imported: \(result.differences.count) people's hours in \(result.programme) would change, by \
                    \(SignedHours.text(of: result.afterHundredths - result.beforeHundredths)) in all; see `lectern-origin \
                    programme check`, then import with --adopt \(result.digest.hexadecimal.prefix(12))
                    """
                )
            }
        }
    }
}
