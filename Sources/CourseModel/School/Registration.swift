/// A person's place in a programme. A person has one identity in a programme, and one subject.
package struct Registration: Hashable, Sendable, Codable {
    /// As what a person takes part.
    package enum Identity: String, Hashable, Sendable, Codable {
        case trainee
        case groupLeader
        case guide
        case expert
    }

    package let programme: Programme.ID
    package let identity: Identity
    /// Nil in kindergarten, which has no subjects.
    package let subject: String?
    package let coursePackage: CoursePackage.ID?
    /// The topics that the trainee selected; mandatory ones need not be among them.
    package let topics: [Topic.ID]
    package let studyGroup: StudyGroup.ID?

    package init(
        programme: Programme.ID,
        identity: Identity,
        subject: String?,
        coursePackage: CoursePackage.ID?,
        topics: [Topic.ID],
        studyGroup: StudyGroup.ID? = nil
    ) {
        self.programme = programme
        self.identity = identity
        self.subject = subject
        self.coursePackage = coursePackage
        self.topics = topics
        self.studyGroup = studyGroup
    }
}
