import ArgumentParser
import CommandInterface
import CourseModel
import HTTPServing
import Origin

struct OfficerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer",
        abstract: "Who acts for the province, a city, a county or a school.",
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
                  lectern-origin officer add --login zhou --name 周敏 --city 泰安市 --county c001 --county c002 \\
                    --password-file FILE --data DIR
                """
        )

        private static let passwordFileSizeMax = 4_096

        @Option(help: "What is typed at sign-in; case does not matter.")
        var login: String

        @Option(help: "The officer's name.")
        var name: String

        @Flag(help: "The officer acts for the whole province.")
        var province = false

        @Option(help: "The city that the officer acts for; --county names each county of it.")
        var city: String?

        @Option(help: "The county that the officer acts for.", transform: IdentifierArgument.read)
        var county: [County.ID] = []

        @Option(help: "The school that the officer acts for.", transform: IdentifierArgument.read)
        var school: School.ID?

        @Option(help: ArgumentHelp("A file with the password in its first line.", valueName: "file"))
        var passwordFile: String

        @Flag(help: "Ask for a new password at the first sign-in.")
        var mustChange = false

        @OptionGroup var data: DataOption

        func validate() throws {
            guard self.scope != nil else {
                throw ValidationError(
                    """
                    Say for whom the officer acts: --province, --city NAME with a --county ID for each of its counties, \
                    --county ID, or --school ID.
                    """
                )
            }
            guard (1...64).contains(self.login.count), !self.login.contains(where: \.isWhitespace) else {
                throw ValidationError("A login has 1 to 64 characters and no spaces.")
            }
            guard (1...64).contains(self.name.count) else { throw ValidationError("A name has 1 to 64 characters.") }
        }

        private var scope: OfficerScope? {
            switch (self.province, self.city, self.county.count, self.school) {
            case (true, nil, 0, nil): .province
            case (false, let city?, 1..., nil) where (1...64).contains(city.count): .city(city, self.county)
            case (false, nil, 1, nil): self.county.first.map(OfficerScope.county)
            case (false, nil, 0, let school?): .school(school)
            default: nil
            }
        }

        func run() async throws {
            guard let scope = self.scope else { return }
            let stores = try OriginStores(data: try self.data.path())
            let password = try self.password()
            try stores.province.setOfficer(
                OfficerRecord(
                    login: self.login.lowercased(),
                    name: self.name,
                    scope: scope,
                    passwordVerifier: try await PasswordVerifier.make(password),
                    mustChangePassword: self.mustChange
                )
            )
            print("\(self.login.lowercased()) signs in at /sign-in, for \(scope.words)")
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
