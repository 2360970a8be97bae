import ArgumentParser
import CommandInterface
import CourseModel
import Origin

extension EdgeCommand {
    /// Where a school's edge is reached by others.
    struct Address: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says where a school's edge is reached by the other edges of its county.",
            discussion: """
                From then on the county's edges may fetch from it what it holds, where the line to it is better than the \
                line up; those whose parent it is may fetch everything. The edges hear of it within a few minutes.

                Examples:
                  lectern-origin edge address --school s001 --url http://10.1.2.3:8081 --data DIR
                  lectern-origin edge address --school s001 --none --data DIR
                """
        )

        @Option(help: "The school's code in the roster.", transform: IdentifierArgument.read)
        var school: School.ID

        @Option(help: "Scheme, host and port.")
        var url: String?

        @Flag(help: "It is not reached by others any more.")
        var none = false

        @OptionGroup var data: DataOption

        func validate() throws {
            guard (self.url == nil) == self.none else { throw ValidationError("Give either --url or --none.") }
            if let url, EdgeAddress(url) == nil {
                throw ValidationError("'\(url)' is no address of an edge: write it as http://10.1.2.3:8081.")
            }
        }

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            let address = self.url.flatMap { EdgeAddress($0) }
            try stores.province.setAddress(address, of: self.school)
            print(address.map { "the edge of \(self.school) is reached at \($0.url)" } ?? "nobody asks \(self.school)")
        }
    }

    /// Whose edge is asked before the origin.
    struct Parent: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says which school's edge the edges of a county, or of one school, ask before the origin.",
            discussion: """
                The parent fetches each part of a lesson once, however many ask it. It needs an address (edge address).

                Examples:
                  lectern-origin edge parent --school s900 --county c001 --data DIR
                  lectern-origin edge parent --school s002 --child s003 --data DIR
                  lectern-origin edge parent --none --county c001 --data DIR
                """
        )

        @Option(help: "The school whose edge is the parent.", transform: IdentifierArgument.read)
        var school: School.ID?

        @Option(help: "The county whose edges ask it.", transform: IdentifierArgument.read)
        var county: County.ID?

        @Option(
            help: "The one school whose edge asks it; goes before its county's.",
            transform: IdentifierArgument.read
        )
        var child: School.ID?

        @Flag(help: "They have no parent any more.")
        var none = false

        @OptionGroup var data: DataOption

        func validate() throws {
            guard (self.school == nil) == self.none else { throw ValidationError("Give either --school or --none.") }
            guard (self.county == nil) != (self.child == nil) else {
                throw ValidationError("Give either --county or --child.")
            }
        }

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            let asking = self.county?.rawValue ?? self.child?.rawValue ?? ""
            if let county { try stores.province.setParent(self.school, of: .county(county)) }
            if let child { try stores.province.setParent(self.school, of: .school(child)) }
            guard let school else { return print("\(asking) has no parent") }
            print("\(asking) asks the edge of \(school)")
            if try !stores.province.hasAddress(school) {
                print("it has no address yet: lectern-origin edge address --school \(school) --url URL")
            }
        }
    }
}
