import ArgumentParser
import CommandInterface
import CourseModel
import HTTPServing
import Origin

struct GroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Study groups: formed by rule as a proposal, edited, accepted.",
        discussion: """
            Groups are formed by the `grouping` of the programme. A proposal changes nothing until it is accepted; it is \
            edited as a table.

            Examples:
              lectern-origin group propose --programme ab-2027 --county c001 --data DIR
              lectern-origin group export --programme ab-2027 --county c001 --output groups.csv --data DIR
              lectern-origin group import groups.csv --programme ab-2027 --county c001 --data DIR
              lectern-origin group accept --programme ab-2027 --county c001 --data DIR
            """,
        subcommands: [Propose.self, Show.self, Export.self, Import.self, Accept.self, Discard.self]
    )

    /// Whose groups a command is about.
    struct Place: ParsableArguments {
        @OptionGroup var programme: ProgrammeOption

        @Option(help: "The county.", transform: IdentifierArgument.read)
        var county: County.ID

        @OptionGroup var data: DataOption

        func open() throws -> (stores: OriginStores, grouping: Grouping) {
            let stores = try OriginStores(data: try self.data.path())
            let programme = try self.programme.find(in: stores)
            return (stores, Grouping(province: stores.province, programme: programme, county: self.county))
        }

        func basis(_ stores: OriginStores) throws -> GroupBasis {
            let basis = try stores.province.groupBasis(of: self.programme.programme, in: self.county)
            guard let basis else { throw CommandFailure("there is no county '\(self.county)'") }
            return basis
        }
    }

    struct Propose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forms the groups of a county by the programme's rules, in place of the proposal before.",
            discussion: """
                The same people always make the same groups. Accepted groups stay until a proposal is accepted.

                Example:
                  lectern-origin group propose --programme ab-2027 --county c001 --data DIR
                """
        )

        @OptionGroup var place: Place

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let (stores, grouping) = try self.place.open()
            let proposal = try GroupCommand.refusing { try grouping.propose(at: SystemTime.now()) }
            try GroupCommand.show(proposal, try self.place.basis(stores), grouping.programme, json: self.json)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the proposal of a county.",
            discussion: """
                Example:
                  lectern-origin group show --programme ab-2027 --county c001 --json --data DIR
                """
        )

        @OptionGroup var place: Place

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let (stores, grouping) = try self.place.open()
            let proposal = try stores.province.groupProposal(of: grouping.programme.programme, in: grouping.county)
            guard let proposal else {
                throw CommandFailure("there is no proposal; make one: lectern-origin group propose")
            }
            try GroupCommand.show(proposal, try self.place.basis(stores), grouping.programme, json: self.json)
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the proposal of a county its study groups.",
            discussion: """
                Everybody must be in exactly one group, every group have a leader and no more members than the rules allow. \
                Leaders become group leaders; schools hear of it with their next roster.

                Example:
                  lectern-origin group accept --programme ab-2027 --county c001 --data DIR
                """
        )

        @OptionGroup var place: Place

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let (stores, grouping) = try self.place.open()
            let summary = try GroupCommand.refusing { try grouping.accept(at: SystemTime.now()) }
            try await Credits(stores: stores, now: SystemTime.now).markDue(summary.people)
            print(
                self.json
                    ? try JSONText.of(summary)
                    : "\(summary.groups) groups of \(summary.trainees) trainees; \(summary.changed) registrations changed"
            )
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Throws the proposal of a county away; accepted groups stay.",
            discussion: """
                Example:
                  lectern-origin group discard --programme ab-2027 --county c001 --data DIR
                """
        )

        @OptionGroup var place: Place

        func run() async throws {
            try self.place.open().grouping.discard()
        }
    }

    /// Says why groups are refused, in both languages.
    static func refusing<Result>(_ step: () throws -> Result) throws -> Result {
        do {
            return try step()
        } catch let error as RefusedGroups {
            let messages = try Messages(folders: [OfficerController.resources])
            let lines = error.refusals.prefix(50).map { refusal in
                let sentence = refusal.sentence(messages)
                return "  \(sentence.zh) \(sentence.text(in: .english))"
            }
            throw CommandFailure((["nothing was changed:"] + lines).joined(separator: "\n"))
        }
    }

    static func show(_ proposal: GroupProposal, _ basis: GroupBasis, _ programme: Programme, json: Bool) throws {
        if json {
            print(try JSONText.of(proposal))
            return
        }
        let names = Dictionary(basis.people.map { ($0.person, $0.name) }) { first, _ in first }
        var table = TextTable([
            .init("group"), .init("name"), .init("people", .trailing), .init("leader"), .init("guide"),
        ])
        let name = { (person: Person.ID?) in person.map { names[$0] ?? $0.rawValue } ?? "–" }
        for group in proposal.groups {
            table.append([
                group.studyGroup.rawValue, group.name, "\(group.members.count)", name(group.leader), name(group.guide),
            ])
        }
        print(table.text, terminator: "")
        print(
            """
            \(proposal.groups.count) groups of \(proposal.groups.reduce(0) { $0 + $1.members.count }) trainees, \
            \(proposal.groups.count { $0.leader == nil }) without a leader, \
            \(proposal.groups.count { $0.guide == nil }) without a guide
            """
        )
    }
}
