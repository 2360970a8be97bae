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

    package init(
        trainee: Person.ID,
        programme: Programme.ID,
        creditedHundredths: CreditHours,
        requiredHundredths: CreditHours,
        sections: [SectionLine],
        lessons: [LessonLine],
        refusals: [Refusal]
    ) {
        self.trainee = trainee
        self.programme = programme
        self.creditedHundredths = creditedHundredths
        self.requiredHundredths = requiredHundredths
        self.sections = sections
        self.lessons = lessons
        self.refusals = refusals
    }
}
