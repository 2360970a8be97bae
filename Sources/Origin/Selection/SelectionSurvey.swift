package import CourseModel
package import HTTPServing

/// Whose selection in a programme is not complete.
package struct SelectionSurvey: Sendable {
    package struct Line: Sendable {
        package let school: School.ID
        package let person: Person.ID
        package let name: String
        /// At least one.
        package let lacks: [Refusal]
    }

    package private(set) var trainees = 0
    /// By school and person.
    package private(set) var incomplete: [Line] = []

    /// - Parameter county: nil for the whole province.
    package init(province: ProvinceDatabase, programme: Programme, county: County.ID?) throws {
        let check = SelectionCheck(programme)
        for school in try province.schools(in: county) {
            for person in try province.people(of: school.school) {
                guard let registration = person.registrations.first(where: { $0.programme == programme.programme }),
                    registration.identity == .trainee || registration.identity == .groupLeader
                else { continue }
                self.trainees += 1
                let lacks = check.lacks(registration)
                guard !lacks.isEmpty else { continue }
                self.incomplete.append(
                    Line(school: school.school, person: person.person, name: person.name, lacks: lacks)
                )
            }
        }
    }

    /// What `selection check --json` prints.
    package struct Report: Encodable {
        struct Person: Encodable {
            let school: School.ID
            let person: CourseModel.Person.ID
            let name: String
            let missing: [Missing]
        }

        struct Missing: Encodable {
            let code: String
            let reason: Title
        }

        let trainees: Int
        let incomplete: [Person]
    }

    package func report(_ messages: Messages) -> Report {
        Report(
            trainees: self.trainees,
            incomplete: self.incomplete.map { line in
                Report.Person(
                    school: line.school,
                    person: line.person,
                    name: line.name,
                    missing: line.lacks.map { Report.Missing(code: $0.code, reason: $0.sentence(messages)) }
                )
            }
        )
    }
}
