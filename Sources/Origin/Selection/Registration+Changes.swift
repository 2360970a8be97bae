import CourseModel

extension Registration {
    /// The same place in a programme with something changed in it; a study group of nil is none.
    func changed(
        identity: Identity? = nil,
        coursePackage: CoursePackage.ID? = nil,
        topics: [Topic.ID]? = nil
    ) -> Registration {
        self.placed(
            identity: identity ?? self.identity,
            coursePackage: coursePackage ?? self.coursePackage,
            topics: topics ?? self.topics,
            studyGroup: self.studyGroup
        )
    }

    /// The same place in another study group, or in none.
    func grouped(in studyGroup: StudyGroup.ID?, identity: Identity) -> Registration {
        self.placed(
            identity: identity,
            coursePackage: self.coursePackage,
            topics: self.topics,
            studyGroup: studyGroup
        )
    }

    private func placed(
        identity: Identity,
        coursePackage: CoursePackage.ID?,
        topics: [Topic.ID],
        studyGroup: StudyGroup.ID?
    ) -> Registration {
        Registration(
            programme: self.programme,
            identity: identity,
            subject: self.subject,
            coursePackage: coursePackage,
            topics: topics,
            studyGroup: studyGroup,
            selectedAtMs: topics == self.topics ? self.selectedAtMs : nil
        )
    }
}
