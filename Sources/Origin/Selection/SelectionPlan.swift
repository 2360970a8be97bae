import CourseModel

/// What becomes of people's registrations when some changes are made together: all of them, or, with anything that is
/// refused, none. Pure.
struct SelectionPlan {
    /// What the changes are made to: everybody of the schools and study groups that they name.
    struct State {
        var people: [Person.ID: PersonRecord] = [:]
        var schools: Set<School.ID> = []
        var groups: [StudyGroup.ID: GroupState] = [:]
    }

    struct GroupState {
        let programme: Programme.ID
        let members: [Person.ID]
        let tier: SelectionTier.ID?
    }

    /// Registrations that are other than before.
    private(set) var changed: [Person.ID: [Programme.ID: Registration]] = [:]
    private(set) var tiers: [StudyGroup.ID: SelectionTier.ID] = [:]
    private(set) var refusals: [RowRefusal] = []

    private let state: State
    private let checks: [Programme.ID: SelectionCheck]
    private let now: UTCTime
    private var said: [Key: Int] = [:]

    /// One thing that is chosen once in a table.
    private enum Key: Hashable {
        case school(School.ID, Programme.ID)
        case group(StudyGroup.ID)
        case person(Person.ID, Programme.ID)
    }

    init(_ changes: [SelectionChange], state: State, programmes: [Programme], at now: UTCTime) {
        self.state = state
        self.checks = Dictionary(programmes.map { ($0.programme, SelectionCheck($0)) }) { first, _ in first }
        self.now = now
        // A package decides which topics there are, so schools come first, and people last.
        for order in 0...2 {
            for change in changes where Self.order(of: change.choice) == order { self.take(change) }
        }
        self.checkTopics(changes)
    }

    private static func order(of choice: SelectionChange.Choice) -> Int {
        switch choice {
        case .package: 0
        case .tier: 1
        case .topics: 2
        }
    }

    private mutating func refuse(_ change: SelectionChange, _ column: SelectionColumn, _ refusal: Refusal) {
        self.refusals.append(RowRefusal(row: change.row, column: column.rawValue, refusal))
    }

    private mutating func take(_ change: SelectionChange) {
        guard self.state.schools.contains(change.school) else {
            return self.refuse(change, .school, .unknownSchool(change.school.rawValue))
        }
        guard let check = self.checks[change.programme] else {
            return self.refuse(change, .programme, .unknownProgramme(change.programme.rawValue))
        }
        switch change.choice {
        case .package(let package): self.choose(package, for: change, check)
        case .tier(let group, let tier): self.choose(tier, of: group, for: change, check)
        case .topics(let person, let topics): self.choose(topics, by: person, for: change, check)
        }
    }

    private mutating func isFirst(_ key: Key, _ change: SelectionChange, _ column: SelectionColumn) -> Bool {
        guard let row = self.said.updateValue(change.row ?? 0, forKey: key) else { return true }
        self.refuse(change, column, .twice(row: row))
        return false
    }

    private mutating func choose(_ text: CoursePackage.ID, for change: SelectionChange, _ check: SelectionCheck) {
        guard self.isFirst(.school(change.school, change.programme), change, .coursePackage) else { return }
        let packages = check.programme.coursePackages.map(\.coursePackage)
        guard !packages.isEmpty else { return self.refuse(change, .coursePackage, .noPackages) }
        guard let package = packages.first(where: { $0.rawValue.lowercased() == text.rawValue.lowercased() }) else {
            return self.refuse(change, .coursePackage, .unknownPackage(text.rawValue))
        }
        let people = self.state.people.values.filter { $0.school == change.school }.sorted { $0.person < $1.person }
        for person in people {
            guard let registration = self.registration(of: person.person, in: change.programme),
                registration.coursePackage != package
            else { continue }
            if let refusal = check.packageIsShut(at: self.now) {
                return self.refuse(change, .coursePackage, refusal)
            }
            self.set(registration.changed(coursePackage: package), of: person.person)
        }
    }

    private mutating func choose(
        _ id: SelectionTier.ID,
        of group: StudyGroup.ID,
        for change: SelectionChange,
        _ check: SelectionCheck
    ) {
        guard self.isFirst(.group(group), change, .studyGroup) else { return }
        guard let state = self.state.groups[group], state.programme == change.programme else {
            return self.refuse(change, .studyGroup, .unknownGroup(group.rawValue))
        }
        guard !check.tiers.isEmpty else { return self.refuse(change, .tier, .noTiers) }
        guard let tier = check.tiers.first(where: { $0.tier == id }) else {
            return self.refuse(change, .tier, .unknownTier(id.rawValue))
        }
        guard state.tier != id else { return }
        if let refusal = check.tierIsShut(at: self.now) { return self.refuse(change, .tier, refusal) }
        self.tiers[group] = id
        for member in state.members {
            guard let registration = self.registration(of: member, in: change.programme) else { continue }
            self.set(registration.changed(topics: tier.topics.sorted()), of: member)
        }
    }

    private mutating func choose(
        _ topics: [Topic.ID],
        by id: Person.ID,
        for change: SelectionChange,
        _ check: SelectionCheck
    ) {
        guard self.isFirst(.person(id, change.programme), change, .person) else { return }
        guard let person = self.state.people[id] else {
            return self.refuse(change, .person, .unknownPerson(id.rawValue))
        }
        guard person.school == change.school else { return self.refuse(change, .school, .otherSchool(person.name)) }
        guard let registration = self.registration(of: id, in: change.programme) else {
            return self.refuse(change, .programme, .notRegistered(person.name))
        }
        if check.programme.selection?.isIdentityExclusive == true,
            let other = person.registrations.first(where: { $0.identity.isOther(than: registration.identity) })
        {
            let title = self.checks[other.programme]?.programme.title ?? .name(other.programme.rawValue)
            return self.refuse(change, .person, .identityElsewhere(person.name, title))
        }
        guard registration.topics != topics else { return }
        guard check.tiers.isEmpty else { return self.refuse(change, .topics, .byTier(person.name)) }
        let shut = check.shut(from: registration.topics, to: topics, at: self.now)
        for refusal in shut { self.refuse(change, .topics, refusal) }
        if shut.isEmpty { self.set(registration.changed(topics: topics), of: id) }
    }

    /// Looks at what was chosen when all of it is known: a new package may have taken topics away.
    private mutating func checkTopics(_ changes: [SelectionChange]) {
        var rows: [Key: SelectionChange] = [:]
        for change in changes {
            switch change.choice {
            case .package: rows[.school(change.school, change.programme)] = change
            case .topics(let person, _): rows[.person(person, change.programme)] = change
            case .tier: break
            }
        }
        for (id, registrations) in self.changed.sorted(by: { $0.key < $1.key }) {
            guard let person = self.state.people[id] else { continue }
            for (programme, registration) in registrations.sorted(by: { $0.key < $1.key }) {
                guard let check = self.checks[programme] else { continue }
                let package = registration.coursePackage
                if let change = rows[.person(id, programme)] {
                    for refusal in check.refusals(of: registration.topics, coursePackage: package) {
                        self.refuse(change, .topics, refusal)
                    }
                } else if let change = rows[.school(person.school, programme)] {
                    let own = Set(check.sections(of: package).flatMap(check.topics).map(\.topic))
                    for topic in registration.topics where !own.contains(topic) {
                        self.refuse(change, .coursePackage, .leftByPackage(person.name, check.title(of: topic)))
                    }
                }
            }
        }
    }

    private func registration(of person: Person.ID, in programme: Programme.ID) -> Registration? {
        self.changed[person]?[programme]
            ?? self.state.people[person]?.registrations.first { $0.programme == programme }
    }

    private mutating func set(_ registration: Registration, of person: Person.ID) {
        let before = self.state.people[person]?.registrations.first { $0.programme == registration.programme }
        let after = registration.selected(at: self.now, before: before)
        self.changed[person, default: [:]][registration.programme] = after == before ? nil : after
    }
}

extension Registration.Identity {
    /// Trainees and the leaders among them are one side; a guide or an expert is another.
    fileprivate func isOther(than identity: Self) -> Bool {
        let side = { (identity: Self) in identity == .groupLeader ? .trainee : identity }
        return side(self) != side(identity)
    }
}
