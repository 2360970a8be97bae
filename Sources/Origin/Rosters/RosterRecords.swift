package import CourseModel

/// Everything that a roster file says, checked.
package struct RosterContent: Hashable, Sendable {
    /// A person of the file; the password is not in it.
    package struct Member: Hashable, Sendable {
        package let person: Person.ID
        package let school: School.ID
        package let role: Roster.Account.Role
        package let login: String
        package let name: String
        package let idCard: IDCardNumber.Fingerprint?
        /// Sorted by programme.
        package var registrations: [Registration]
        /// The first row of the file that names the person; the heading is row 1.
        package let row: Int
    }

    package var counties: [CountyRecord] = []
    package var schools: [SchoolRecord] = []
    package var studyGroups: [StudyGroupRecord] = []
    package var members: [Member] = []

    package init() {}
}

/// Something wrong in a roster file.
package typealias RosterProblem = TableProblem<RosterColumn>

/// Why a roster was not imported; nothing of it was.
package typealias RosterImportError = TableError<RosterColumn>
