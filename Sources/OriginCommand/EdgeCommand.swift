import ArgumentParser
import CommandInterface
import CourseModel
import Origin

struct EdgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edge",
        abstract: "The schools' edges.",
        subcommands: [Invite.self, Address.self, Parent.self]
    )

    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a one-time code with which a computer becomes a school's edge.",
            discussion: """
                The code works once, until it expires. It also tells the edge which origin to trust, so give it to the \
                school's technician by a way that nobody else can write to.

                Example:
                  lectern-origin edge invite --school s001 --hours 48 --data DIR
                """
        )

        private struct Result: Encodable {
            let code: String
            let school: School.ID
            let expiresAtMs: UTCTime
        }

        @Option(help: "The school's code in the roster.", transform: IdentifierArgument.read)
        var school: School.ID

        @Option(help: "For how many hours the code works.")
        var hours = Invitations.validityHoursDefault

        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func validate() throws {
            guard (1...Invitations.validityHoursMax).contains(self.hours) else {
                throw ValidationError("--hours is from 1 to \(Invitations.validityHoursMax).")
            }
        }

        func run() async throws {
            let path = try self.data.path()
            let stores = try OriginStores(data: path)
            let configuration = try await OriginSettings.configuration(data: path)
            let invitations = Invitations(
                province: stores.province,
                keys: stores.keys,
                timeZone: configuration.timeZone
            )
            let invitation = try invitations.invite(self.school, validityHours: self.hours, at: SystemTime.now())
            let code = invitation.code.grouped
            if self.json {
                let result = Result(code: code, school: invitation.school, expiresAtMs: invitation.expiresAtMs)
                print(try JSONText.of(result))
            } else {
                print(code)
                print("works once, within \(self.hours) hours; at the school:")
                print("  lectern-edge enrol --origin URL --code \(code) --data DIR")
            }
        }
    }
}

/// Reads an identifier that stands on the command line.
enum IdentifierArgument {
    @Sendable static func read<Subject>(_ text: String) throws -> Identifier<Subject> {
        guard let identifier = Identifier<Subject>(text) else {
            throw ValidationError("'\(text)' is no identifier: 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        return identifier
    }
}
