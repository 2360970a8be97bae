package import CourseModel

/// What a trainee, or an officer for them, does not agree with, and what was answered.
package struct Appeal: Hashable, Sendable, Codable {
    package struct Answer: Hashable, Sendable, Codable {
        package let isUpheld: Bool
        package let text: String
        package let by: String
        package let atMs: UTCTime

        package init(isUpheld: Bool, text: String, by: String, atMs: UTCTime) {
            self.isUpheld = isUpheld
            self.text = text
            self.by = by
            self.atMs = atMs
        }
    }

    /// Counts the appeals, from 1.
    package let number: Int64
    package let trainee: Person.ID
    package let programme: Programme.ID
    /// Nil: the hours as a whole.
    package let lesson: Lesson.ID?
    package let text: String
    package let filedBy: String
    package let filedAtMs: UTCTime
    /// The journal row that brought it, by which its evidence is found; nil where it was filed at the origin.
    package let source: String?
    /// Nil while it is open.
    package let answer: Answer?

    package init(
        number: Int64,
        trainee: Person.ID,
        programme: Programme.ID,
        lesson: Lesson.ID?,
        text: String,
        filedBy: String,
        filedAtMs: UTCTime,
        source: String?,
        answer: Answer?
    ) {
        self.number = number
        self.trainee = trainee
        self.programme = programme
        self.lesson = lesson
        self.text = text
        self.filedBy = filedBy
        self.filedAtMs = filedAtMs
        self.source = source
        self.answer = answer
    }
}

/// A rule set, and from when until when credit is judged by it.
package struct AdoptedRuleSet: Hashable, Sendable, Codable {
    package let programme: Programme.ID
    package let digest: Digest
    package let ruleSet: RuleSet
    package let validFromMs: UTCTime
    /// First instant after; nil while it is in force.
    package let validUntilMs: UTCTime?

    package init(
        programme: Programme.ID,
        digest: Digest,
        ruleSet: RuleSet,
        validFromMs: UTCTime,
        validUntilMs: UTCTime?
    ) {
        self.programme = programme
        self.digest = digest
        self.ruleSet = ruleSet
        self.validFromMs = validFromMs
        self.validUntilMs = validUntilMs
    }
}
