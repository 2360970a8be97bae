import ArgumentParser
import CommandInterface
import CourseModel
import Origin

extension RosterCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the people of a county, or of the province, as a CSV file.",
            discussion: """
                The columns are those that import reads, without identity card numbers, which are not kept. Imported as it \
                is, the file changes nothing.

                Examples:
                  lectern-origin roster export --county c001 --output c001.csv --data DIR
                  lectern-origin roster export --encoding gb18030 --output all.csv --data DIR
                """
        )

        @Option(help: "The county; the whole province without it.", transform: IdentifierArgument.read)
        var county: County.ID?

        @OptionGroup var table: TableOutput
        @OptionGroup var data: DataOption

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            try self.table.write(
                try RosterExport(province: stores.province).bytes(of: self.county, as: self.table.encoding)
            )
        }
    }
}
