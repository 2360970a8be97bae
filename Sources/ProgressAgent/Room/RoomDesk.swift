import CourseModel
import Crediting

/// What a school knows of its rooms: who leads which study group, by which rules, and what happened.
struct RoomDesk: Sendable {
    /// A study group of this school whose programme has collective viewing.
    struct Group: Sendable {
        let group: StudyGroup
        let programme: Programme
        let rule: RuleSet.Collective
        /// Members of this school, in the roster's order.
        let accounts: [Roster.Account]
    }

    /// A room with what belongs to it.
    struct Place: Sendable {
        let room: StoredRoom
        let group: Group
        let presence: RoomPresence

        var lessonTitle: Title {
            self.group.programme.lessons.first { $0.lesson == self.room.opening.lesson }?.title
                ?? Title(zh: self.room.opening.lesson.rawValue)
        }
    }

    /// Rooms are listed for so long: a month.
    private static let listedMs: Int64 = 31 * 86_400_000

    let roster: DocumentFile<Roster>
    let shelf: LessonShelf
    let journal: JournalDatabase
    let clock: AgentClock

    /// The groups that somebody leads, in ascending order.
    func groups(ledBy person: Person.ID) -> [Group] {
        self.groups.filter { $0.group.leader == person }
    }

    private var groups: [Group] {
        guard let roster = self.roster.current else { return [] }
        let programmes = self.shelf.programmes()
        return (roster.studyGroups ?? []).compactMap { group in
            guard let programme = programmes.first(where: { $0.programme == group.programme }),
                let rule = programme.ruleSet.collective
            else { return nil }
            let members = Set(group.members)
            let accounts = roster.accounts.filter { members.contains($0.person) }
            return Group(group: group, programme: programme, rule: rule, accounts: accounts)
        }
    }

    /// - Returns: nil where there is no such room, or nobody knows its group any more.
    func place(_ room: Room.ID) async throws -> Place? {
        try await self.journal.room(room).flatMap(self.place)
    }

    /// The last one first.
    func places() async throws -> [Place] {
        let since = AgentTime(milliseconds: self.clock.now.milliseconds - Self.listedMs)
        return try await self.journal.rooms(since: since).compactMap(self.place)
    }

    /// Begins the roll call that is due, if one is.
    func calledRoll(_ place: Place) async throws -> Place {
        guard place.room.dueCall(at: self.clock.now) != nil else { return place }
        let room = try await self.journal.callRoll(
            in: place.room.room,
            seconds: place.group.rule.rollCallSeconds,
            at: self.clock.now
        )
        return room.flatMap(self.place) ?? place
    }

    private func place(_ room: StoredRoom) -> Place? {
        guard let group = self.groups.first(where: { $0.group.studyGroup == room.opening.studyGroup }),
            let presence = RoomPresence(of: room.viewing, rule: group.rule, timetable: group.programme.timetable)
        else { return nil }
        return Place(room: room, group: group, presence: presence)
    }

    /// Whether somebody may sign a room for the school: its technician, or another group leader.
    func maySign(_ place: Place, forSchool person: SignedIn) -> Bool {
        guard person.person != place.room.opening.leader else { return false }
        return person.role == .technician || !self.groups(ledBy: person.person).isEmpty
    }

    /// Whether a lesson may be shown now.
    func isInSlot(_ lesson: Lesson.ID, of group: Group) -> Bool {
        guard group.rule.strictSchedule else { return true }
        let now = self.clock.now
        return RoomPresence.slots(of: lesson, in: group.programme.timetable, rule: group.rule).contains {
            $0.contains(now)
        }
    }
}

extension RoomPresence.Requirement {
    static let signatures: [Self] = [.confirmation, .countersignature]
}

extension RoomDesk.Place {
    /// Whether a signature is lacking that can still be given and would do.
    func waits(for signature: RoomPresence.Requirement, at now: AgentTime) -> Bool {
        self.room.closedMs != nil && self.presence.lacks.contains(signature)
            && !self.presence.lacks.contains(.rollCalls)
            && self.presence.signUntilMs.map { now <= $0 } ?? false
    }
}
