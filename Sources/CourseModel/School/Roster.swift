/// The people of one school: what its edge needs to let them sign in while the line is cut.
package struct Roster: DocumentPayload {
    package static let documentType = "roster"
    /// 2,000 people at 1 kB, with room to spare.
    package static let sizeMax = 4 << 20

    /// Someone who signs in at the school.
    package struct Account: Hashable, Sendable, Codable {
        package enum Role: String, Hashable, Sendable, Codable {
            case trainee
            case technician
        }

        package let person: Person.ID
        package let role: Role
        /// What is typed at sign-in; unique in the school, compared without regard to case.
        package let login: String
        package let name: String
        /// Verifies the password and does not contain it; form: `scrypt$log2N$r$p$salt$hash`, base64url.
        package let passwordVerifier: String
        /// The first sign-in with a password that somebody else gave out asks for a new one.
        package let mustChangePassword: Bool
        package let registrations: [Registration]

        package init(
            person: Person.ID,
            role: Role,
            login: String,
            name: String,
            passwordVerifier: String,
            mustChangePassword: Bool,
            registrations: [Registration]
        ) {
            self.person = person
            self.role = role
            self.login = login
            self.name = name
            self.passwordVerifier = passwordVerifier
            self.mustChangePassword = mustChangePassword
            self.registrations = registrations
        }
    }

    package let school: School.ID
    /// Goes up with every change; a lower one is refused.
    package let version: Int64
    package let issuedAtMs: UTCTime
    package let accounts: [Account]
    /// Those with a member at this school, in ascending order; nil where an older origin issued the roster.
    package let studyGroups: [StudyGroup]?

    package init(
        school: School.ID,
        version: Int64,
        issuedAtMs: UTCTime,
        accounts: [Account],
        studyGroups: [StudyGroup]? = nil
    ) {
        self.school = school
        self.version = version
        self.issuedAtMs = issuedAtMs
        self.accounts = accounts
        self.studyGroups = studyGroups
    }
}
