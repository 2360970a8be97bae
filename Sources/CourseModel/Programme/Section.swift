/// A group of topics with an hour quota (篇: 理念, 热点, 方法, 技术).
package struct Section: Hashable, Sendable, Codable {
    package typealias ID = Identifier<Section>

    package let section: ID
    package let phase: Phase.ID
    package let title: Title
    /// The most that the topics of this section count together.
    package let quotaHundredths: CreditHours
    /// Only for schools that chose this course package; nil: for all.
    package let coursePackage: CoursePackage.ID?

    package init(
        section: ID,
        phase: Phase.ID,
        title: Title,
        quotaHundredths: CreditHours,
        coursePackage: CoursePackage.ID?
    ) {
        self.section = section
        self.phase = phase
        self.title = title
        self.quotaHundredths = quotaHundredths
        self.coursePackage = coursePackage
    }
}
