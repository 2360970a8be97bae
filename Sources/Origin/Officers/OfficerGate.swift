package import CourseModel
package import HTTPServing
package import Hummingbird

/// Who asks for what only officers see: a command with the control token, or an officer who signed in.
package enum OfficerAsker: Sendable {
    /// The owner of the data folder sees everything.
    case control
    case officer(OfficerRecord)

    package func maySee(_ county: County.ID) -> Bool {
        switch self {
        case .control: true
        case .officer(let officer): officer.scope.includes(county)
        }
    }

    package func maySee(_ school: SchoolRecord) -> Bool {
        switch self {
        case .control: true
        case .officer(let officer): officer.scope.includes(school)
        }
    }

    /// - Throws: `Problem` 403.
    package func mustSee(_ school: SchoolRecord) throws {
        guard self.maySee(school) else {
            throw Problem(
                .forbidden,
                "other-school",
                "an officer sees the schools of their own province, city or county only"
            )
        }
    }

    /// - Throws: `Problem` 403.
    package func mustSee(_ county: County.ID) throws {
        guard self.maySee(county) else {
            throw Problem(.forbidden, "other-county", "an officer sees their own county only")
        }
    }
}

/// Finds out who asks. The officer is read from the database at every request: whoever was removed, or given another
/// county or password, has that at once.
package struct OfficerGate: Sendable {
    package static let role = "officer"
    package static let cookieName = "lectern-origin"

    private let province: ProvinceDatabase
    private let sessions: SessionCookie
    private let control: ControlToken
    private let hasSecureCookies: Bool

    /// - Parameter hasSecureCookies: Whether cookies are for HTTPS only, also where no proxy says that it is used.
    package init(province: ProvinceDatabase, sessions: SessionCookie, control: ControlToken, hasSecureCookies: Bool) {
        self.province = province
        self.sessions = sessions
        self.control = control
        self.hasSecureCookies = hasSecureCookies
    }

    /// The officer who is signed in, also one who still has to choose a password.
    func officer(_ request: Request) throws -> OfficerRecord? {
        guard let subject = self.sessions.subject(of: request), subject.role == Self.role,
            let officer = try self.province.officer(login: subject.person),
            subject.credential == SessionCookie.Subject.credential(of: officer.passwordVerifier)
        else { return nil }
        return officer
    }

    /// Who asks an API.
    ///
    /// - Throws: `Problem` 401 or 403.
    package func asker(_ request: Request) throws -> OfficerAsker {
        if self.control.isCarried(by: request) { return .control }
        guard let officer = try self.officer(request) else {
            throw Problem(
                .unauthorized,
                "sign-in",
                "sign in as an officer, or send the token of the data folder's control.json",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
        guard !officer.mustChangePassword else {
            throw Problem(.forbidden, "password-change", "choose a new password at /password first")
        }
        return .officer(officer)
    }

    /// The cookie of an officer who has just proved who they are.
    func cookie(of officer: OfficerRecord, verifier: String, request: Request) -> String {
        let subject = SessionCookie.Subject(
            person: officer.login,
            role: Self.role,
            scope: officer.scope.level.rawValue,
            credential: SessionCookie.Subject.credential(of: verifier)
        )
        return self.sessions.header(for: subject, secure: self.hasSecureCookies || SecureConnection.carries(request))
    }

    /// The message that says for whom an officer acts.
    static func roleKey(of officer: OfficerRecord) -> String {
        "role.\(officer.scope.level.rawValue)Officer"
    }

    var clearingCookie: String { self.sessions.clearing }
}
