package import CourseModel

/// What is known of one school, before anything is made of it.
package struct SchoolFacts: Sendable {
    /// What the school's edge last said of itself.
    package struct Held: Hashable, Sendable {
        package let holdings: Holdings
        package let receivedAtMs: UTCTime

        package init(holdings: Holdings, receivedAtMs: UTCTime) {
            self.holdings = holdings
            self.receivedAtMs = receivedAtMs
        }
    }

    package let school: SchoolRecord
    /// Whether it has an edge.
    package let isEnrolled: Bool
    package let held: Held?
    /// When the last report of its journal came.
    package let lastReportMs: UTCTime?
    /// Whether its journal has two futures, so that nothing more is taken of it.
    package let isForked: Bool
    /// Its trainees' registrations.
    package let registrations: [Person.ID: [Registration]]
    /// What the ledger says of its trainees; none for a trainee of whom it says nothing yet.
    package let statements: [Statement]

    package init(
        school: SchoolRecord,
        isEnrolled: Bool,
        held: Held?,
        lastReportMs: UTCTime?,
        isForked: Bool,
        registrations: [Person.ID: [Registration]],
        statements: [Statement]
    ) {
        self.school = school
        self.isEnrolled = isEnrolled
        self.held = held
        self.lastReportMs = lastReportMs
        self.isForked = isForked
        self.registrations = registrations
        self.statements = statements
    }
}
