package import CourseModel
package import HTTPServing
package import Hummingbird

/// Lets those in who are signed in as the right person, and sends the others to where they can be.
package struct SignInGate: Sendable {
    private let accounts: SchoolAccounts
    private let sessions: SessionCookie

    package init(accounts: SchoolAccounts, sessions: SessionCookie) {
        self.accounts = accounts
        self.sessions = sessions
    }

    /// Whoever is signed in; nil for a stranger, for somebody who left the roster, and after the password was changed
    /// elsewhere.
    package func signedIn(_ request: Request) async throws -> SignedIn? {
        guard let subject = self.sessions.subject(of: request), let id = Person.ID(subject.person),
            let person = try await self.accounts.person(id), person.role.rawValue == subject.role,
            subject.credential == SessionCookie.Subject.credential(of: person.passwordVerifier)
        else { return nil }
        return person
    }

    /// The cookie of somebody who has just proved who they are; it ends when their password changes.
    func cookie(of person: SignedIn, passwordVerifier: String, request: Request) -> String {
        let subject = SessionCookie.Subject(
            person: person.person.rawValue,
            role: person.role.rawValue,
            credential: SessionCookie.Subject.credential(of: passwordVerifier)
        )
        return self.sessions.header(for: subject, secure: SecureConnection.carries(request))
    }

    var clearingCookie: String { self.sessions.clearing }

    /// A page for one role: others are led to the sign-in, to their own first page, or to the choice of a password.
    package func page(
        for role: Roster.Account.Role,
        _ request: Request,
        _ render: (SignedIn) async throws -> Response
    ) async throws -> Response {
        guard let person = try await self.signedIn(request) else { return LocalPath.signIn(toReturnTo: request) }
        guard !person.mustChangePassword else { return LocalPath.redirect(to: "/password") }
        guard person.role == role else { return LocalPath.redirect(to: person.home) }
        return try await render(person)
    }

    /// - Throws: `Problem` 401 for a stranger and for who must choose a password first, 403 for another role.
    package func require(_ role: Roster.Account.Role, _ request: Request) async throws -> SignedIn {
        guard let person = try await self.signedIn(request), !person.mustChangePassword else {
            throw Problem(.unauthorized, "signed-out", "sign in first")
        }
        guard person.role == role else {
            throw Problem(.forbidden, "wrong-role", "this is for a \(role.rawValue)")
        }
        return person
    }
}
