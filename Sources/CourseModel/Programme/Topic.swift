/// What a trainee selects; carries hours.
package struct Topic: Hashable, Sendable, Codable {
    package typealias ID = Identifier<Topic>

    package let topic: ID
    package let section: Section.ID
    package let title: Title
    package let hoursHundredths: CreditHours
    /// Counts without being selected, and keeps its place in the section's quota free.
    package let isMandatory: Bool
    /// Topics of one section with the same name here: one of them must be done, and only the first done counts.
    package let oneOf: String?

    package init(
        topic: ID,
        section: Section.ID,
        title: Title,
        hoursHundredths: CreditHours,
        isMandatory: Bool,
        oneOf: String?
    ) {
        self.topic = topic
        self.section = section
        self.title = title
        self.hoursHundredths = hoursHundredths
        self.isMandatory = isMandatory
        self.oneOf = oneOf
    }
}
