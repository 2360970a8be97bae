import ArgumentParser
import CommandInterface
import CourseModel
import Origin

struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "Who takes part: counties, schools, trainees, technicians.",
        subcommands: [Import.self, Export.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the people of a CSV file what it says.",
            discussion: """
                The file is UTF-8 or GB18030. Every row is checked; with anything wrong, all of it is said and nothing is \
                imported. People who are not in the file stay. New people get a one-time password, which their first \
                sign-in replaces; nobody else's password is touched. seeds/README.md describes the columns.

                Example:
                  lectern-origin roster import seeds/roster.csv --passwords-to passwords.csv --data DIR
                """
        )

        @Argument(help: ArgumentHelp("The CSV file.", valueName: "file"))
        var file: String

        @Option(
            help: ArgumentHelp("A new file for the one-time passwords of new people (mode 0600).", valueName: "file")
        )
        var passwordsTo: String?

        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            let (content, encoding) = try self.content(stores)
            let roster = RosterImport(province: stores.province)
            let newcomers = try self.refusing { try roster.newcomers(of: content) }
            let sheet = newcomers.isEmpty ? nil : try self.passwordsTo.map { try PasswordSheet(path: $0) }
            let bar = ProgressBar("making passwords", total: Int64(newcomers.count), unit: .items)
            let summary = try await roster.run(
                content,
                newcomers: newcomers,
                sheet: sheet,
                at: SystemTime.now()
            ) { bar.update(Int64($0)) }
            if !newcomers.isEmpty { bar.finish() }
            if summary.changed > 0 {
                // What people selected decides what counts: the server works their hours out again.
                let credits = try Credits(stores: stores, now: SystemTime.now)
                try await credits.markDue(content.members.map(\.person))
            }
            if self.json {
                print(try JSONText.of(summary))
                return
            }
            print(
                """
                \(encoding.rawValue): \(summary.counties) counties, \(summary.schools) schools; \
                \(summary.added) people added, \(summary.changed) changed, \(summary.unchanged) unchanged
                """
            )
            if sheet != nil, let path = self.passwordsTo {
                print("the one-time passwords are in \(path): hand them out, then delete the file")
            }
        }

        private func content(_ stores: OriginStores) throws -> (RosterContent, TableText.Encoding) {
            let bytes = try InputFile.read(self.file, sizeMax: RosterReader.fileSizeMax)
            let reader = RosterReader(programmes: try stores.catalogue.programmes, idCardKey: stores.keys.idCards)
            return try self.refusing { try reader.read(bytes) }
        }

        private func refusing<Result>(_ step: () throws -> Result) throws -> Result {
            do {
                return try step()
            } catch let error as RosterImportError {
                throw CommandFailure("nothing was imported; in \(self.file):\n\(error)")
            }
        }
    }
}
