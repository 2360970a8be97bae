/// What the origin has credited to the trainees of one school, as of a watermark: so that the edge can show it while
/// the line is cut.
package struct Statements: DocumentPayload {
    package static let documentType = "statements"
    package static let sizeMax = 16 << 20

    package let school: School.ID
    package let asOfMs: UTCTime
    package let statements: [Statement]

    package init(school: School.ID, asOfMs: UTCTime, statements: [Statement]) {
        self.school = school
        self.asOfMs = asOfMs
        self.statements = statements
    }
}

/// What one trainee has in one programme.
package struct Statement: Hashable, Sendable, Codable {
    package struct LessonLine: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID
        package let coveredMs: MediaTime
        package let durationMs: MediaTime
        package let isComplete: Bool

        package init(lesson: Lesson.ID, coveredMs: MediaTime, durationMs: MediaTime, isComplete: Bool) {
            self.lesson = lesson
            self.coveredMs = coveredMs
            self.durationMs = durationMs
            self.isComplete = isComplete
        }
    }

    package struct SectionLine: Hashable, Sendable, Codable {
        package let section: Section.ID
        package let countedHundredths: CreditHours
        package let quotaHundredths: CreditHours

        package init(section: Section.ID, countedHundredths: CreditHours, quotaHundredths: CreditHours) {
            self.section = section
            self.countedHundredths = countedHundredths
            self.quotaHundredths = quotaHundredths
        }
    }

    /// What one phase comes to, within its hours.
    package struct PhaseLine: Hashable, Sendable, Codable {
        package let phase: Phase.ID
        package let countedHundredths: CreditHours
        package let hoursHundredths: CreditHours

        package init(phase: Phase.ID, countedHundredths: CreditHours, hoursHundredths: CreditHours) {
            self.phase = phase
            self.countedHundredths = countedHundredths
            self.hoursHundredths = hoursHundredths
        }
    }

    /// Media time that was claimed and did not count, for one reason.
    package struct Refusal: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID
        package let reason: Reason
        package let refusedMs: MediaTime

        package init(lesson: Lesson.ID, reason: Reason, refusedMs: MediaTime) {
            self.lesson = lesson
            self.reason = reason
            self.refusedMs = refusedMs
        }
    }

    package let trainee: Person.ID
    package let programme: Programme.ID
    package let creditedHundredths: CreditHours
    package let requiredHundredths: CreditHours
    package let sections: [SectionLine]
    package let lessons: [LessonLine]
    package let refusals: [Refusal]
    /// The same of media time that counted with the benefit of the doubt; nil: none.
    package let doubts: [Refusal]?
    /// In the programme's order; nil in statements of earlier versions.
    package let phases: [PhaseLine]?
    /// Credits: the hours times the programme's ratio, rounded down to a hundredth.
    package let creditsHundredths: CreditHours?
    /// What the hours are booked to.
    package let accountKind: String?
    /// Short codes of the last rows about the trainee, one for each journal that the hours come from; nil: none.
    package let receipts: [ReceiptCode]?

    package init(
        trainee: Person.ID,
        programme: Programme.ID,
        creditedHundredths: CreditHours,
        requiredHundredths: CreditHours,
        sections: [SectionLine],
        lessons: [LessonLine],
        refusals: [Refusal],
        doubts: [Refusal]? = nil,
        phases: [PhaseLine]? = nil,
        creditsHundredths: CreditHours? = nil,
        accountKind: String? = nil,
        receipts: [ReceiptCode]? = nil
    ) {
        self.trainee = trainee
        self.programme = programme
        self.creditedHundredths = creditedHundredths
        self.requiredHundredths = requiredHundredths
        self.sections = sections
        self.lessons = lessons
        self.refusals = refusals
        self.doubts = doubts
        self.phases = phases
        self.creditsHundredths = creditsHundredths
        self.accountKind = accountKind
        self.receipts = receipts
    }
}
