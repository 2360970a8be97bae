package import CourseModel

/// Somebody who takes part in a programme, as the forming of study groups sees them.
package struct GroupCandidate: Hashable, Sendable {
    package let person: Person.ID
    package let name: String
    package let school: School.ID
    package let registration: Registration

    package init(person: Person.ID, name: String, school: School.ID, registration: Registration) {
        self.person = person
        self.name = name
        self.school = school
        self.registration = registration
    }

    /// Trainees, and the leaders among them, are in groups; guides and experts are not.
    package var isGrouped: Bool {
        self.registration.identity == .trainee || self.registration.identity == .groupLeader
    }

    package var isGuide: Bool { self.registration.identity == .guide }
    package var subject: String? { self.registration.subject }
    package var coursePackage: CoursePackage.ID? { self.registration.coursePackage }
}

/// Everything of a county that study groups of a programme are formed of.
package struct GroupBasis: Hashable, Sendable {
    package let programme: Programme.ID
    package let county: County.ID
    package let countyName: String
    package let schoolNames: [School.ID: String]
    /// In any order.
    package let people: [GroupCandidate]

    package init(
        programme: Programme.ID,
        county: County.ID,
        countyName: String,
        schoolNames: [School.ID: String],
        people: [GroupCandidate]
    ) {
        self.programme = programme
        self.county = county
        self.countyName = countyName
        self.schoolNames = schoolNames
        self.people = people
    }
}
