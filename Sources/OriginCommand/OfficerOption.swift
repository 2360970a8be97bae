import ArgumentParser
import CommandInterface
import HTTPServing
import Origin

/// Which officer gives a command, proved by their password: what is decided bears a name.
struct OfficerOption: ParsableArguments {
    private static let passwordFileSizeMax = 4_096

    @Option(help: "The login of the officer who decides.")
    var officer: String

    @Option(help: ArgumentHelp("A file with the officer's password in its first line.", valueName: "file"))
    var passwordFile: String

    func record(_ stores: OriginStores) async throws -> OfficerRecord {
        let bytes = try InputFile.read(self.passwordFile, sizeMax: Self.passwordFileSizeMax)
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let officer = try stores.province.officer(login: self.officer),
            let password = String(validating: Array(line), as: UTF8.self),
            await PasswordVerifier.verify(password, officer.passwordVerifier)
        else { throw CommandFailure("the officer's login or the password in \(self.passwordFile) is not right") }
        guard !officer.mustChangePassword else {
            throw CommandFailure("\(officer.login) has to choose a password of their own first, on the page")
        }
        return officer
    }
}

/// What the commands below do their work with.
struct DecisionDesk {
    let officer: OfficerRecord
    let decisions: OfficerDecisions

    init(_ data: DataOption, _ option: OfficerOption) async throws {
        let stores = try OriginStores(data: try data.path())
        self.officer = try await option.record(stores)
        self.decisions = try Credits(stores: stores, now: SystemTime.now).decisions(now: SystemTime.now)
    }
}
