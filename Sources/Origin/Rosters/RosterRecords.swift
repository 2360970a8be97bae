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
    package var members: [Member] = []

    package init() {}
}

/// Something wrong in a roster file.
package struct RosterProblem: Hashable, Sendable, CustomStringConvertible {
    /// The heading is row 1; nil for the file as a whole.
    package let row: Int?
    package let column: RosterColumn?
    package let reason: String

    package var description: String {
        (self.row.map { "row \($0): " } ?? "") + (self.column.map { "\($0.rawValue): " } ?? "") + self.reason
    }
}

/// Why a roster was not imported; nothing of it was.
package struct RosterImportError: Error, Hashable, Sendable, CustomStringConvertible {
    private static let shownMax = 50

    /// At least one.
    package let problems: [RosterProblem]

    package var description: String {
        let shown = self.problems.prefix(Self.shownMax).map { "  \($0)" }
        let rest = self.problems.count - shown.count
        return (shown + (rest > 0 ? ["  … and \(rest) more"] : [])).joined(separator: "\n")
    }
}
