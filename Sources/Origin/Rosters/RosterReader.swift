package import CourseModel
package import Crypto

/// Reads a roster file and checks every row of it against the programmes.
///
/// One row is one person in one programme; a person in two programmes has two rows that agree in everything else. A
/// technician has one row without a programme.
package struct RosterReader {
    /// A county has up to 10,000 people; a whole city at once is fine too.
    package static let fileSizeMax = 64 << 20
    static let rowsMax = 200_000

    private let programmes: [Programme.ID: Programme]
    private let idCardKey: SymmetricKey

    package init(programmes: [Programme], idCardKey: SymmetricKey) {
        self.programmes = Dictionary(programmes.map { ($0.programme, $0) }) { $1 }
        self.idCardKey = idCardKey
    }

    /// - Throws: `RosterImportError` with everything that is wrong.
    package func read(_ bytes: [UInt8]) throws(RosterImportError) -> (RosterContent, TableText.Encoding) {
        guard !self.programmes.isEmpty else { throw .noProgramme }
        let table = try Table<RosterColumn>(bytes, rowsMax: Self.rowsMax)
        var builder = RosterContentBuilder()
        for row in table.rows {
            self.take(row, into: &builder)
        }
        let (content, problems) = builder.finished()
        guard problems.isEmpty else { throw RosterImportError(problems: problems) }
        guard !content.members.isEmpty else { throw RosterImportError("the file has no people") }
        return (content, table.encoding)
    }

    private func take(_ row: RosterRow, into builder: inout RosterContentBuilder) {
        var row = row
        let county: County.ID? = row.identifier(.county)
        let school: School.ID? = row.identifier(.school)
        let person: Person.ID? = row.identifier(.person)
        let (countyName, schoolName) = (row.text(.countyName), row.text(.schoolName))
        let (name, login) = (row.text(.name), row.login())
        let role = row.role()
        let idCard = row.idCard(key: self.idCardKey)
        let registration = role.flatMap { self.registration(&row, role: $0) }
        let studyGroup = row.studyGroup(registration)
        builder.complain(row.problems)
        guard row.problems.isEmpty, let county, let school, let person, let countyName, let schoolName, let name,
            let login, let role
        else { return }
        builder.add(CountyRecord(county: county, name: Title(zh: countyName)), row: row.number)
        builder.add(SchoolRecord(school: school, county: county, name: Title(zh: schoolName)), row: row.number)
        if let studyGroup { builder.add(studyGroup, row: row.number) }
        builder.add(
            RosterContent.Member(
                person: person,
                school: school,
                role: role,
                login: login,
                name: name,
                idCard: idCard,
                registrations: registration.map { [$0] } ?? [],
                row: row.number
            )
        )
    }

    /// - Returns: nil for a technician, and where something is wrong, which the row then says.
    private func registration(_ row: inout RosterRow, role: Roster.Account.Role) -> Registration? {
        guard role == .trainee else {
            for column in [
                RosterColumn.programme, .identity, .subject, .coursePackage, .topics, .studyGroup, .studyGroupName,
            ]
            where !row.field(column).isEmpty {
                row.complain(column, "a technician takes part in no programme: leave this empty")
            }
            return nil
        }
        guard let id: Programme.ID = row.identifier(.programme) else { return nil }
        guard let programme = self.programmes[id] else {
            let known = self.programmes.keys.sorted().map(\.rawValue).joined(separator: ", ")
            row.complain(.programme, "there is no programme '\(id)'; imported are: \(known.isEmpty ? "none" : known)")
            return nil
        }
        let check = RegistrationCheck(programme: programme)
        let identity = row.identity()
        let subject = check.subject(&row)
        let coursePackage = check.coursePackage(&row)
        let topics = check.topics(&row, coursePackage: coursePackage)
        return identity.map {
            Registration(
                programme: id,
                identity: $0,
                subject: subject,
                coursePackage: coursePackage,
                topics: topics,
                studyGroup: row.field(.studyGroup).isEmpty ? nil : Identifier(row.field(.studyGroup))
            )
        }
    }
}
