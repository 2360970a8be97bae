package import CourseModel
import HTTPServing

/// The people who can sign in at this school: the roster, and the passwords that were chosen here since.
///
/// Works while the line is cut: everything it needs is on this computer.
package struct SchoolAccounts: Sendable {
    private let roster: DocumentFile<Roster>
    private let journal: JournalDatabase

    package init(roster: DocumentFile<Roster>, journal: JournalDatabase) {
        self.roster = roster
        self.journal = journal
    }

    /// Whether the roster has come; before that nobody can sign in.
    package var isKnown: Bool { self.roster.current != nil }

    /// - Parameter login: as typed; case and the spaces around it do not matter.
    package func person(login: String) async throws -> SignedIn? {
        let typed = LoginText.folded(login)
        guard let account = self.roster.current?.accounts.first(where: { $0.login.lowercased() == typed }) else {
            return nil
        }
        return try await self.standing(of: account)
    }

    package func person(_ id: Person.ID) async throws -> SignedIn? {
        guard let account = self.roster.current?.accounts.first(where: { $0.person == id }) else { return nil }
        return try await self.standing(of: account)
    }

    /// Keeps a new password; durable, and on its way to the origin.
    package func change(_ person: SignedIn, to verifier: String, at now: AgentTime) async throws {
        try await self.journal.changePassword(
            PasswordChange(person: person.account.person, passwordVerifier: verifier, atMs: now),
            replacing: person.passwordVerifier
        )
    }

    private func standing(of account: Roster.Account) async throws -> SignedIn {
        let chosen = try await self.journal.chosenPassword(
            of: account.person,
            rosterVerifier: account.passwordVerifier
        )
        return SignedIn(
            account: account,
            passwordVerifier: chosen ?? account.passwordVerifier,
            mustChangePassword: chosen == nil && account.mustChangePassword
        )
    }
}

/// Somebody of this school's roster who proved to be that person; exists for nobody else.
package struct SignedIn: Hashable, Sendable {
    package let account: Roster.Account
    let passwordVerifier: String
    package let mustChangePassword: Bool

    fileprivate init(account: Roster.Account, passwordVerifier: String, mustChangePassword: Bool) {
        self.account = account
        self.passwordVerifier = passwordVerifier
        self.mustChangePassword = mustChangePassword
    }

    package var person: Person.ID { self.account.person }
    package var role: Roster.Account.Role { self.account.role }
    /// Where this person's work is.
    package var home: String { self.role == .technician ? "/technician" : "/" }
}
