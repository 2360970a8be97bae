import CourseModel
import Crediting
import HTTPServing

/// The rooms of a school as one person sees them: what to show, what is open, what waits for a signature.
struct RoomListPage: Sendable {
    struct Model: Sendable {
        let fault: String?
        let groups: [GroupBlock]
        let waiting: [RoomLine]
        let hasWaiting: Bool
        let rooms: [RoomLine]
        let hasRooms: Bool
        let hasNone: Bool
    }

    struct GroupBlock: Sendable {
        let studyGroup: String
        let name: String
        let people: String
        /// Where a room of the group is open.
        let openPath: String?
        let lessons: [LessonLine]
    }

    struct LessonLine: Sendable {
        let lesson: String
        let title: String
        let duration: String
        /// The next slot of the timetable; nil where the lesson has none.
        let slot: String?
        let isNow: Bool
        /// Why it cannot be shown now; nil where it can.
        let hindrance: String?
    }

    struct RoomLine: Sendable {
        let path: String
        let lesson: String
        let group: String
        let opened: String
        let state: String
        let isGood: Bool
        let action: String
    }

    let desk: RoomDesk
    let messages: Messages
    let localTime: LocalTime

    func model(for person: SignedIn, fault: RoomController.Fault?, in language: Language) async throws -> Model {
        let groups = self.desk.groups(ledBy: person.person)
        let places = try await self.desk.places()
        let mine = places.filter { $0.room.opening.leader == person.person }
        let others = places.filter { $0.room.opening.leader != person.person && $0.room.closedMs != nil }
        let now = self.desk.clock.now
        let toConfirm = mine.filter { $0.waits(for: .confirmation, at: now) }
        let toCountersign = others.filter {
            $0.waits(for: .countersignature, at: now) && self.desk.maySign($0, forSchool: person)
        }
        let waiting = toConfirm + toCountersign
        let seen = mine + (person.role == .technician ? others : [])
        let rest = seen.filter { place in !waiting.contains { $0.room.room == place.room.room } }
        return Model(
            fault: fault.map { self.messages.text("room.fault.\($0.rawValue)", in: language) },
            groups: groups.map { self.block(of: $0, open: mine.first { $0.room.closedMs == nil }, in: language) },
            waiting: waiting.map { self.line(of: $0, in: language) },
            hasWaiting: !waiting.isEmpty,
            rooms: rest.map { self.line(of: $0, in: language) },
            hasRooms: !rest.isEmpty,
            hasNone: groups.isEmpty && waiting.isEmpty && rest.isEmpty
        )
    }

    private func block(of group: RoomDesk.Group, open: RoomDesk.Place?, in language: Language) -> GroupBlock {
        GroupBlock(
            studyGroup: group.group.studyGroup.rawValue,
            name: group.group.name,
            people: self.messages.text("room.people", in: language, ["count": "\(group.accounts.count)"]),
            openPath: open.map { "/room/\($0.room.room)" },
            lessons: self.lessons(of: group, in: language)
        )
    }

    /// What the timetable has first, by time; then the others as the programme has them.
    private func lessons(of group: RoomDesk.Group, in language: Language) -> [LessonLine] {
        let now = UTCTime(self.desk.clock.now)
        let entries = group.programme.lessons.map { entry in
            let slots = group.programme.timetable.filter { $0.lesson == entry.lesson && $0.endsAtMs > now }
            return (entry: entry, slot: slots.min { $0.startsAtMs < $1.startsAtMs })
        }
        let timed = entries.filter { $0.slot != nil }.sorted {
            ($0.slot?.startsAtMs ?? .zero) < ($1.slot?.startsAtMs ?? .zero)
        }
        return (timed + entries.filter { $0.slot == nil }).map { entry, slot in
            let lesson = self.desk.shelf.lesson(entry.lesson)
            let hindrance: String? =
                lesson == nil ? "notHere" : self.desk.isInSlot(entry.lesson, of: group) ? nil : "notNow"
            return LessonLine(
                lesson: entry.lesson.rawValue,
                title: entry.title.text(in: language),
                duration: lesson.map { QuantityText.duration($0.durationMs) } ?? "–",
                slot: slot.map { self.localTime.text($0.startsAtMs, in: language) },
                isNow: slot.map { $0.startsAtMs <= now } ?? false,
                hindrance: hindrance.map { self.messages.text("room.hindrance.\($0)", in: language) }
            )
        }
    }

    private func line(of place: RoomDesk.Place, in language: Language) -> RoomLine {
        let now = self.desk.clock.now
        let state: String =
            if place.room.closedMs == nil {
                "open"
            } else if place.presence.lacks.isEmpty {
                "counts"
            } else if let waited = RoomPresence.Requirement.signatures.first(where: { place.waits(for: $0, at: now) }) {
                waited.rawValue
            } else {
                "lost"
            }
        return RoomLine(
            path: "/room/\(place.room.room)",
            lesson: place.lessonTitle.text(in: language),
            group: place.group.group.name,
            opened: self.localTime.text(UTCTime(place.room.openedMs), in: language),
            state: self.messages.text("room.state.\(state)", in: language),
            isGood: place.presence.lacks.isEmpty,
            action: self.messages.text(place.room.closedMs == nil ? "room.goOn" : "room.look", in: language)
        )
    }
}
