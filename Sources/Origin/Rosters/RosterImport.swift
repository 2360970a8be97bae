package import CourseModel
import HTTPServing

/// Brings a checked roster into the province.
///
/// Importing the same file again changes nothing. Who is new gets a one-time password; nobody else's password is
/// touched.
package struct RosterImport: Sendable {
    /// What is computed at once: each takes 32 MB for a moment.
    private static let verifiersAtOnce = 4

    private let province: ProvinceDatabase

    package init(province: ProvinceDatabase) {
        self.province = province
    }

    /// - Throws: `RosterImportError` where it contradicts people whom it does not name.
    package func newcomers(of content: RosterContent) throws -> [RosterContent.Member] {
        let problems = try self.province.contradictions(to: content)
        guard problems.isEmpty else { throw RosterImportError(problems: problems) }
        let newcomers = try self.province.newcomers(among: content.members.map(\.person))
        return content.members.filter { newcomers.contains($0.person) }
    }

    /// - Parameters:
    ///   - newcomers: as `newcomers(of:)` said.
    ///   - sheet: where their passwords are written; there may be none only where nobody is new.
    ///   - now: when topics that are new in it were selected.
    ///   - progress: how many passwords have been made ready.
    package func run(
        _ content: RosterContent,
        newcomers: [RosterContent.Member],
        sheet: PasswordSheet?,
        at now: UTCTime,
        progress: @Sendable (Int) -> Void
    ) async throws -> RosterSummary {
        guard !newcomers.isEmpty else { return try self.province.keep(content, verifiers: [:], at: now) }
        guard let sheet else { throw RosterImportNeedsSheet(newcomers: newcomers.count) }
        let accounts = newcomers.map { (member: $0, password: OneTimePassword.make()) }
        let verifiers = try await Self.verifiers(of: accounts, progress: progress)
        try sheet.write(accounts)
        let summary: RosterSummary
        do {
            summary = try self.province.keep(content, verifiers: verifiers, at: now)
        } catch {
            sheet.discard()
            throw error
        }
        try sheet.publish()
        return summary
    }

    private static func verifiers(
        of accounts: [(member: RosterContent.Member, password: String)],
        progress: @Sendable (Int) -> Void
    ) async throws -> [Person.ID: String] {
        try await withThrowingTaskGroup(of: (Person.ID, String).self) { group in
            var verifiers: [Person.ID: String] = [:]
            var waiting = accounts[...]
            func start() {
                guard let (member, password) = waiting.popFirst() else { return }
                group.addTask { (member.person, try await PasswordVerifier.make(password)) }
            }
            for _ in 0..<Self.verifiersAtOnce { start() }
            while let (person, verifier) = try await group.next() {
                verifiers[person] = verifier
                progress(verifiers.count)
                start()
            }
            return verifiers
        }
    }
}

/// There are new accounts, and nowhere to write their passwords.
package struct RosterImportNeedsSheet: Error, Hashable, Sendable, CustomStringConvertible {
    package let newcomers: Int

    package var description: String {
        "\(self.newcomers) people are new and get one-time passwords: say where to write them with --passwords-to FILE"
    }
}
