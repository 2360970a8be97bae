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
    /// When trainees choose among its topics; nil: at any time.
    package let selection: SelectionWindow?

    package init(
        section: ID,
        phase: Phase.ID,
        title: Title,
        quotaHundredths: CreditHours,
        coursePackage: CoursePackage.ID?,
        selection: SelectionWindow? = nil
    ) {
        self.section = section
        self.phase = phase
        self.title = title
        self.quotaHundredths = quotaHundredths
        self.coursePackage = coursePackage
        self.selection = selection
    }
}

/// When topics of a section are chosen: a topic chosen before or after is watched freely, and does not count.
package struct SelectionWindow: Hashable, Sendable, Codable {
    package let startsAtMs: UTCTime
    /// First instant after it.
    package let endsAtMs: UTCTime

    package init(startsAtMs: UTCTime, endsAtMs: UTCTime) {
        self.startsAtMs = startsAtMs
        self.endsAtMs = endsAtMs
    }

    package func contains(_ time: UTCTime) -> Bool { self.startsAtMs <= time && time < self.endsAtMs }
}
