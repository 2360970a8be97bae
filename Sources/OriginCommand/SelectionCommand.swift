import ArgumentParser
import CommandInterface
import CourseModel
import HTTPServing
import Origin

struct SelectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selection",
        abstract: "What schools, study groups and trainees choose: course packages, tiers, topics.",
        subcommands: [Import.self, Export.self, Check.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a table of selections, if all of it is within the programme's rules.",
            discussion: """
                A row with a person chooses that trainee's topics, one with a study group and no person the group's tier, \
                one with neither the school's course package. Windows, packages and one-of groups are checked; with \
                anything refused, every row that is wrong is said, and nothing is imported. seeds/README.md describes the \
                columns.

                Examples:
                  lectern-origin selection export --programme ab-2027 --county c001 --output s.csv --data DIR
                  lectern-origin selection import s.csv --report refused.csv --data DIR
                """
        )

        @OptionGroup var table: TableInput
        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            let bytes = try InputFile.read(self.table.file, sizeMax: SelectionReader.fileSizeMax)
            let summary = try self.table.refusing(json: self.json) {
                try stores.province.select(
                    try SelectionReader.read(bytes),
                    programmes: try stores.catalogue.programmes,
                    at: SystemTime.now()
                )
            }
            try await Credits(stores: stores, now: SystemTime.now).markDue(summary.people)
            print(
                self.json ? try JSONText.of(summary) : "\(summary.rows) rows, \(summary.changed) registrations changed"
            )
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes what is chosen in a programme as a table that import takes.",
            discussion: """
                Examples:
                  lectern-origin selection export --programme ab-2027 --county c001 --output s.csv --data DIR
                  lectern-origin selection export --programme ab-2027 --encoding gb18030 --output s.csv --data DIR
                """
        )

        @OptionGroup var programme: ProgrammeOption

        @Option(help: "The county; the whole province without it.", transform: IdentifierArgument.read)
        var county: County.ID?

        @OptionGroup var table: TableOutput
        @OptionGroup var data: DataOption

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            let export = SelectionExport(province: stores.province, programme: try self.programme.find(in: stores))
            try self.table.write(try export.bytes(of: self.county, as: self.table.encoding))
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says whose selection is not complete, and what is missing.",
            discussion: """
                Exits with 1 where anybody's is not.

                Examples:
                  lectern-origin selection check --programme ab-2027 --county c001 --data DIR
                  lectern-origin selection check --programme ab-2027 --json --data DIR
                """
        )

        @OptionGroup var programme: ProgrammeOption

        @Option(help: "The county; the whole province without it.", transform: IdentifierArgument.read)
        var county: County.ID?

        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            let messages = try Messages(folders: [OfficerController.resources])
            let survey = try SelectionSurvey(
                province: stores.province,
                programme: try self.programme.find(in: stores),
                county: self.county
            )
            if self.json {
                print(try JSONText.of(survey.report(messages)))
            } else {
                print(Self.text(survey, messages), terminator: "")
            }
            if !survey.incomplete.isEmpty { throw ExitCode.failure }
        }

        private static func text(_ survey: SelectionSurvey, _ messages: Messages) -> String {
            var table = TextTable([.init("school"), .init("person"), .init("name"), .init("missing")])
            for line in survey.incomplete {
                for lack in line.lacks {
                    let sentence = lack.sentence(messages)
                    table.append([
                        line.school.rawValue, line.person.rawValue, line.name,
                        "\(sentence.zh) \(sentence.text(in: .english))",
                    ])
                }
            }
            let count = "\(survey.trainees) trainees, \(survey.incomplete.count) selections not complete\n"
            return (survey.incomplete.isEmpty ? "" : table.text) + count
        }
    }
}
