package import CourseModel

/// Study groups of a county and programme that were formed by rule or read from a table, and that an officer edits until
/// they are accepted.
///
/// The JSON is stable: keys are added, never renamed.
package struct GroupProposal: Hashable, Sendable, Codable {
    package struct Group: Hashable, Sendable, Codable {
        package let studyGroup: StudyGroup.ID
        package var name: String
        /// Nil: an officer names one before the proposal is accepted.
        package var leader: Person.ID?
        /// In ascending order, each person in one group.
        package var members: [Person.ID]
        package var guide: Person.ID?
        package var tier: SelectionTier.ID?

        package init(
            studyGroup: StudyGroup.ID,
            name: String,
            leader: Person.ID? = nil,
            members: [Person.ID],
            guide: Person.ID? = nil,
            tier: SelectionTier.ID? = nil
        ) {
            self.studyGroup = studyGroup
            self.name = name
            self.leader = leader
            self.members = members
            self.guide = guide
            self.tier = tier
        }
    }

    package let programme: Programme.ID
    package let county: County.ID
    /// Goes up with every edit, so that nobody edits what another has changed meanwhile.
    package var number: Int64
    package let madeAtMs: UTCTime
    /// Sorted by name.
    package var groups: [Group]

    package init(
        programme: Programme.ID,
        county: County.ID,
        number: Int64 = 1,
        madeAtMs: UTCTime,
        groups: [Group]
    ) {
        self.programme = programme
        self.county = county
        self.number = number
        self.madeAtMs = madeAtMs
        self.groups = groups.sorted { ($0.name, $0.studyGroup) < ($1.name, $1.studyGroup) }
    }
}

/// What an officer changes of a proposal.
package enum GroupEdit: Hashable, Sendable {
    /// Into another group; nil: into a new one.
    case move(Person.ID, to: StudyGroup.ID?)
    case rename(StudyGroup.ID, String)
    case lead(StudyGroup.ID, Person.ID)
    case guide(StudyGroup.ID, Person.ID?)
    /// All members into another group.
    case join(StudyGroup.ID, to: StudyGroup.ID)
}

extension GroupProposal {
    package static let nameLengthMax = 64

    /// The proposal after an edit, with the next number.
    ///
    /// - Throws: `Refusal`.
    package func edited(_ edit: GroupEdit) throws(Refusal) -> GroupProposal {
        var groups = self.groups
        func place(_ id: StudyGroup.ID) throws(Refusal) -> Int {
            guard let index = groups.firstIndex(where: { $0.studyGroup == id }) else {
                throw .unknownGroup(id.rawValue)
            }
            return index
        }
        switch edit {
        case .move(let person, let target):
            guard let from = groups.firstIndex(where: { $0.members.contains(person) }) else {
                throw .unknownPerson(person.rawValue)
            }
            if let target {
                let to = try place(target)
                guard to != from else { return self }
                groups[to].take([person])
            } else {
                groups.append(self.fresh(with: person, beside: groups[from].name))
            }
            groups[from].drop(person)
        case .rename(let id, let name):
            let index = try place(id)
            let name = name.trimmed
            guard !name.isEmpty, name.count <= Self.nameLengthMax,
                !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { throw .groupName(max: Self.nameLengthMax) }
            groups[index].name = name
        case .lead(let id, let person):
            let index = try place(id)
            guard groups[index].members.contains(person) else { throw .leaderNotMember(groups[index].name) }
            groups[index].leader = person
        case .guide(let id, let guide):
            groups[try place(id)].guide = guide
        case .join(let id, let target):
            let (from, to) = (try place(id), try place(target))
            guard from != to else { return self }
            groups[to].take(groups[from].members)
            groups[from].members = []
        }
        return GroupProposal(
            programme: self.programme,
            county: self.county,
            number: self.number + 1,
            madeAtMs: self.madeAtMs,
            groups: groups.filter { !$0.members.isEmpty }
        )
    }

    private func fresh(with person: Person.ID, beside name: String) -> Group {
        Group(
            studyGroup: GroupFormation.identifier([
                self.programme.rawValue, self.county.rawValue, "\(self.number)", person.rawValue,
            ]),
            name: String("\(name)*".suffix(Self.nameLengthMax)),
            members: [person]
        )
    }
}

extension GroupProposal.Group {
    fileprivate mutating func take(_ people: [Person.ID]) {
        self.members = (self.members + people).sorted()
    }

    fileprivate mutating func drop(_ person: Person.ID) {
        self.members.removeAll { $0 == person }
        if self.leader == person { self.leader = nil }
    }
}
