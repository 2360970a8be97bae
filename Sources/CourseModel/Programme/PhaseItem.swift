/// What counts in a phase and is no viewing: an assignment, a report, a research activity. Two officers confirm it.
package struct PhaseItem: Hashable, Sendable, Codable {
    package typealias ID = Identifier<PhaseItem>

    package let item: ID
    package let title: Title
    /// The most that it counts.
    package let hoursHundredths: CreditHours

    package init(item: ID, title: Title, hoursHundredths: CreditHours) {
        self.item = item
        self.title = title
        self.hoursHundredths = hoursHundredths
    }
}
