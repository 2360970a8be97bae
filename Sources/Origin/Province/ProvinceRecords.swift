package import CourseModel

/// A county of the province.
package struct CountyRecord: Hashable, Sendable {
    package let county: County.ID
    package let name: Title

    package init(county: County.ID, name: Title) {
        self.county = county
        self.name = name
    }
}

/// A school, and the county it belongs to.
package struct SchoolRecord: Hashable, Sendable {
    package let school: School.ID
    package let county: County.ID
    package let name: Title

    package init(school: School.ID, county: County.ID, name: Title) {
        self.school = school
        self.county = county
        self.name = name
    }
}

/// A study group of a programme; who is in it stands in the registrations.
package struct StudyGroupRecord: Hashable, Sendable {
    package let studyGroup: StudyGroup.ID
    package let programme: Programme.ID
    package let name: String

    package init(studyGroup: StudyGroup.ID, programme: Programme.ID, name: String) {
        self.studyGroup = studyGroup
        self.programme = programme
        self.name = name
    }
}

/// Someone who signs in at a school.
package struct PersonRecord: Hashable, Sendable {
    package let person: Person.ID
    package let school: School.ID
    package let role: Roster.Account.Role
    /// Unique in the school, compared without regard to case.
    package let login: String
    package let name: String
    /// Sorted by programme; none for a technician.
    package let registrations: [Registration]
    package let passwordVerifier: String
    package let mustChangePassword: Bool

    package init(
        person: Person.ID,
        school: School.ID,
        role: Roster.Account.Role,
        login: String,
        name: String,
        registrations: [Registration],
        passwordVerifier: String,
        mustChangePassword: Bool
    ) {
        self.person = person
        self.school = school
        self.role = role
        self.login = login
        self.name = name
        self.registrations = registrations
        self.passwordVerifier = passwordVerifier
        self.mustChangePassword = mustChangePassword
    }
}

/// Someone who acts for the province, a city, a county or a school.
package struct OfficerRecord: Hashable, Sendable {
    package let login: String
    package let name: String
    package let scope: OfficerScope
    package let passwordVerifier: String
    package let mustChangePassword: Bool

    package init(
        login: String,
        name: String,
        scope: OfficerScope,
        passwordVerifier: String,
        mustChangePassword: Bool
    ) {
        self.login = login
        self.name = name
        self.scope = scope
        self.passwordVerifier = passwordVerifier
        self.mustChangePassword = mustChangePassword
    }
}

/// A computer that was enrolled as a school's edge.
package struct EdgeRecord: Hashable, Sendable {
    package let edge: Edge.ID
    package let school: School.ID
    /// Verifies everything that this edge signs.
    package let key: VerifyingKey
    /// The journal's incarnation that it may write.
    package let epoch: Int64
    package let enrolledAtMs: UTCTime

    package init(edge: Edge.ID, school: School.ID, key: VerifyingKey, epoch: Int64, enrolledAtMs: UTCTime) {
        self.edge = edge
        self.school = school
        self.key = key
        self.epoch = epoch
        self.enrolledAtMs = enrolledAtMs
    }
}
