import ArgumentParser
import CommandInterface
import CourseModel
import Origin

extension GroupCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the proposal of a county, or its accepted groups, as a table that import takes.",
            discussion: """
                Examples:
                  lectern-origin group export --programme ab-2027 --county c001 --output groups.csv --data DIR
                  lectern-origin group export --accepted --programme ab-2027 --county c001 --data DIR
                """
        )

        @OptionGroup var place: Place

        @Flag(help: "The accepted groups, not the proposal.")
        var accepted = false

        @OptionGroup var table: TableOutput

        func run() async throws {
            let (stores, grouping) = try self.place.open()
            let programme = grouping.programme.programme
            let groups: [GroupProposal.Group]
            if self.accepted {
                groups = try stores.province.studyGroups(in: grouping.county, programme: programme).map(\.proposed)
            } else {
                let proposal = try stores.province.groupProposal(of: programme, in: grouping.county)
                guard let proposal else {
                    throw CommandFailure("there is no proposal; make one: lectern-origin group propose")
                }
                groups = proposal.groups
            }
            let export = GroupExport(basis: try self.place.basis(stores))
            try self.table.write(export.bytes(of: groups, as: self.table.encoding))
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a table the proposal of a county, in place of the one before.",
            discussion: """
                One row is one member. With anything wrong, every row that is wrong is said, and nothing is imported. \
                seeds/README.md describes the columns.

                Example:
                  lectern-origin group import groups.csv --programme ab-2027 --county c001 --data DIR
                """
        )

        @OptionGroup var table: TableInput
        @OptionGroup var place: Place

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let (stores, grouping) = try self.place.open()
            let bytes = try InputFile.read(self.table.file, sizeMax: GroupReader.fileSizeMax)
            let proposal = try GroupCommand.refusing {
                try self.table.refusing(json: self.json) { try grouping.read(bytes, at: SystemTime.now()) }
            }
            try GroupCommand.show(proposal, try self.place.basis(stores), grouping.programme, json: self.json)
        }
    }
}
