import ArgumentParser
import CommandInterface
import CourseModel
import HTTPServing
import Origin

struct OfficerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer",
        abstract: "Who may look at a county or at the whole province.",
        subcommands: [Add.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an officer, or replaces the one with the same login.",
            discussion: """
                The password is the first line of a file, so that it stands in no command history.

                Examples:
                  lectern-origin officer add --login wang --name 王小明 --province --password-file FILE --data DIR
                  lectern-origin officer add --login li --name 李小红 --county c001 --password-file FILE --must-change --data DIR
                """
        )

        private static let passwordFileSizeMax = 4_096

        @Option(help: "What is typed at sign-in; case does not matter.")
        var login: String

        @Option(help: "The officer's name.")
        var name: String

        @Flag(help: "The officer acts for the whole province.")
        var province = false

        @Option(help: "The county that the officer acts for.", transform: IdentifierArgument.read)
        var county: County.ID?

        @Option(help: ArgumentHelp("A file with the password in its first line.", valueName: "file"))
        var passwordFile: String

        @Flag(help: "Ask for a new password at the first sign-in.")
        var mustChange = false

        @OptionGroup var data: DataOption

        func validate() throws {
            guard self.province != (self.county != nil) else {
                throw ValidationError("Say for whom the officer acts: --province, or --county ID.")
            }
            guard (1...64).contains(self.login.count), !self.login.contains(where: \.isWhitespace) else {
                throw ValidationError("A login has 1 to 64 characters and no spaces.")
            }
            guard (1...64).contains(self.name.count) else { throw ValidationError("A name has 1 to 64 characters.") }
        }

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            let password = try self.password()
            try stores.province.setOfficer(
                OfficerRecord(
                    login: self.login.lowercased(),
                    name: self.name,
                    county: self.county,
                    passwordVerifier: try await PasswordVerifier.make(password),
                    mustChangePassword: self.mustChange
                )
            )
            print(
                "\(self.login.lowercased()) signs in at /sign-in, for \(self.county.map { "county \($0)" } ?? "the province")"
            )
        }

        private func password() throws -> String {
            let bytes = try InputFile.read(self.passwordFile, sizeMax: Self.passwordFileSizeMax)
            let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            guard let password = String(validating: Array(line), as: UTF8.self), !password.isEmpty else {
                throw CommandFailure("the first line of \(self.passwordFile) holds no password")
            }
            if PasswordRule.fault(in: password, login: self.login, name: self.name) != nil {
                throw CommandFailure(
                    """
                    the password in \(self.passwordFile) is too easy: at least \(PasswordRule.lengthMin) characters, not \
                    the login or name, and none of the usual ones
                    """
                )
            }
            return password
        }
    }
}
