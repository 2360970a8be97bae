/// A training with its own calendar, rule set and quotas.
///
/// Every number in it differs from year to year and from document to document; none of them is in code.
package struct Programme: DocumentPayload {
    package typealias ID = Identifier<Programme>

    package static let documentType = "programme"
    package static let sizeMax = 4 << 20

    package let programme: ID
    package let title: Title
    /// IANA name; the school's local time is shown in it.
    package let timeZone: String
    /// One of which a trainee registers in; empty where the stage has none (kindergarten).
    package let subjects: [String]
    /// In the order in which they take place.
    package let phases: [Phase]
    package let sections: [Section]
    package let topics: [Topic]
    package let lessons: [LessonEntry]
    package let timetable: [TimetableSlot]
    package let coursePackages: [CoursePackage]
    package let ruleSet: RuleSet
    /// Hours a trainee needs, over all phases.
    package let requiredHundredths: CreditHours
    /// Until when lessons may be watched again; nil: for as long as the edge holds them.
    package let accessEndsAtMs: UTCTime?
    /// Nil: packages and topics are what the roster says.
    package let selection: SelectionRules?
    /// Nil: study groups are what the roster says.
    package let grouping: GroupingRules?

    package init(
        programme: ID,
        title: Title,
        timeZone: String,
        subjects: [String] = [],
        phases: [Phase],
        sections: [Section],
        topics: [Topic],
        lessons: [LessonEntry],
        timetable: [TimetableSlot],
        coursePackages: [CoursePackage],
        ruleSet: RuleSet,
        requiredHundredths: CreditHours,
        accessEndsAtMs: UTCTime?,
        selection: SelectionRules? = nil,
        grouping: GroupingRules? = nil
    ) {
        self.programme = programme
        self.title = title
        self.timeZone = timeZone
        self.subjects = subjects
        self.phases = phases
        self.sections = sections
        self.topics = topics
        self.lessons = lessons
        self.timetable = timetable
        self.coursePackages = coursePackages
        self.ruleSet = ruleSet
        self.requiredHundredths = requiredHundredths
        self.accessEndsAtMs = accessEndsAtMs
        self.selection = selection
        self.grouping = grouping
    }
}
