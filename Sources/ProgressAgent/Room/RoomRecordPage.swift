import CourseModel
import Crediting
import HTTPServing

/// What happened in a room, for whoever signs it.
struct RoomRecordPage: Sendable {
    struct Model: Sendable {
        let room: String
        let lesson: String
        let group: String
        let leader: String
        let opened: String
        let closed: String?
        let rollCalls: String
        let people: [Line]
        let lacks: [String]
        let counts: Bool
        /// What the button says; nil where there is nothing to sign for the reader.
        let sign: String?
        let signNote: String?
    }

    struct Line: Sendable {
        let name: String
        let witness: String
        let isListed: Bool
        let times: String
        let total: String
        /// Why a part does not count; nil where all does, or will.
        let note: String?
    }

    let messages: Messages
    let localTime: LocalTime

    func model(of place: RoomDesk.Place, for reader: SignedIn, at now: AgentTime, in language: Language) -> Model {
        let record = place.presence.record
        let names = Dictionary(place.group.accounts.map { ($0.person, $0.name) }) { first, _ in first }
        let say = { (key: String, values: [String: String]) in self.messages.text(key, in: language, values) }
        let isLeader = record.opening.leader == reader.person
        let capacity: RoomSignature.Capacity = isLeader ? .leader : .school
        let needed: RoomPresence.Requirement = isLeader ? .confirmation : .countersignature
        let maySign = place.waits(for: needed, at: now)
        return Model(
            room: place.room.room.rawValue,
            lesson: place.lessonTitle.text(in: language),
            group: place.group.group.name,
            leader: names[record.opening.leader] ?? record.opening.leader.rawValue,
            opened: self.localTime.text(UTCTime(record.openedMs), in: language),
            closed: record.closedMs.map { self.localTime.text(UTCTime($0), in: language) },
            rollCalls: say(
                "room.rollCalls",
                ["answered": "\(record.answeredCalls)", "needed": "\(place.group.rule.rollCallsMin)"]
            ),
            people: record.people.map { self.line(of: $0, name: names[$0], in: place, language) },
            lacks: place.presence.lacks.map { say("room.lacks.\($0.rawValue)", [:]) },
            counts: place.presence.lacks.isEmpty,
            sign: maySign ? say("room.sign.\(capacity.rawValue)", [:]) : nil,
            signNote: maySign ? self.until(place, language) : nil
        )
    }

    private func until(_ place: RoomDesk.Place, _ language: Language) -> String? {
        place.presence.signUntilMs.map { until in
            self.messages.text(
                "room.sign.until",
                in: language,
                ["time": self.localTime.text(UTCTime(until), in: language)]
            )
        }
    }

    /// Stretches in ascending order, those that touch as one.
    private static func joined(_ stretches: [Range<AgentTime>]) -> [Range<AgentTime>] {
        stretches.reduce(into: []) { joined, stretch in
            if let last = joined.last, last.upperBound == stretch.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<stretch.upperBound
            } else {
                joined.append(stretch)
            }
        }
    }

    private func line(of person: Person.ID, name: String?, in place: RoomDesk.Place, _ language: Language) -> Line {
        let stays = place.presence.stays(of: person)
        let isListed = !place.presence.record.ownWitnesses.contains(person)
        let good = stays.filter { [.ok, .unsigned].contains($0.reason) }
        let lost = stays.first { ![.ok, .unsigned].contains($0.reason) }
        let totalMs = good.reduce(Int64(0)) { $0 + ($1.wallMs.upperBound - $1.wallMs.lowerBound).milliseconds }
        let times = Self.joined(good.map(\.wallMs)).map { stretch in
            [stretch.lowerBound, stretch.upperBound].map { self.localTime.clock(UTCTime($0)) }.joined(separator: "–")
        }
        return Line(
            name: name ?? person.rawValue,
            witness: self.messages.text(isListed ? "room.byLeader" : "room.byPassword", in: language),
            isListed: isListed,
            times: times.joined(separator: "，"),
            total: QuantityText.duration(MediaTime(milliseconds: totalMs)),
            note: lost.map { self.messages.text("reason.\($0.reason.rawValue)", in: language) }
        )
    }
}

extension UTCTime {
    /// Agent time as the school's clock shows it.
    init(_ time: AgentTime) {
        self.init(milliseconds: time.milliseconds)
    }
}
