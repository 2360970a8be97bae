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
    /// When the topics were selected, in their order; 0, and nil for all, where nobody wrote it down.
    package let selectedAtMs: [UTCTime]?

    package init(
        programme: Programme.ID,
        identity: Identity,
        subject: String?,
        coursePackage: CoursePackage.ID?,
        topics: [Topic.ID],
        studyGroup: StudyGroup.ID? = nil,
        selectedAtMs: [UTCTime]? = nil
    ) {
        self.programme = programme
        self.identity = identity
        self.subject = subject
        self.coursePackage = coursePackage
        self.topics = topics
        self.studyGroup = studyGroup
        self.selectedAtMs = selectedAtMs
    }

    /// Whether a topic counts for this person: a mandatory one always, another one if it was selected in time.
    package func counts(_ topic: Topic, of section: Section) -> Bool {
        if topic.isMandatory { return true }
        guard let place = self.topics.firstIndex(of: topic.topic) else { return false }
        guard let window = section.selection, let times = self.selectedAtMs, times.indices.contains(place) else {
            return true
        }
        return times[place] == .zero || window.contains(times[place])
    }

    /// The same with the times of selection: a topic that was selected before keeps its time, a new one was selected
    /// now.
    package func selected(at now: UTCTime, before: Registration?) -> Registration {
        guard !self.topics.isEmpty else { return self }
        let isNew = { (topic: Topic.ID) in before.map { !$0.topics.contains(topic) } ?? true }
        guard before?.selectedAtMs != nil || self.topics.contains(where: isNew) else { return self }
        let times = self.topics.map { topic -> UTCTime in
            guard let before, let place = before.topics.firstIndex(of: topic) else { return now }
            return before.selectedAtMs.flatMap { $0.indices.contains(place) ? $0[place] : nil } ?? .zero
        }
        return Registration(
            programme: self.programme,
            identity: self.identity,
            subject: self.subject,
            coursePackage: self.coursePackage,
            topics: self.topics,
            studyGroup: self.studyGroup,
            selectedAtMs: times
        )
    }
}
