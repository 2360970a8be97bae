/// About 10 to 20 trainees who study together (研修组), and who leads them.
package struct StudyGroup: Hashable, Sendable, Codable {
    package typealias ID = Identifier<StudyGroup>

    package let studyGroup: ID
    package let programme: Programme.ID
    /// As the office writes it, e.g. 虚构县第一中学语文研修组.
    package let name: String
    package let leader: Person.ID
    /// In ascending order; the leader is among them.
    package let members: [Person.ID]

    package init(studyGroup: ID, programme: Programme.ID, name: String, leader: Person.ID, members: [Person.ID]) {
        self.studyGroup = studyGroup
        self.programme = programme
        self.name = name
        self.leader = leader
        self.members = members
    }
}
