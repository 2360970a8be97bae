/// Something that happened in a collective viewing, as the journal has it.
///
/// In JSON `{"atMs":…,"room":…}` and one more key that says what happened.
package struct RoomEvent: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        case opened(RoomOpening)
        /// People came, showed that they are there, or left.
        case attendance(RoomAttendance)
        case rollCall(RollCall)
        case closed(RoomClosing)
        case signed(RoomSignature)
    }

    package let room: Room.ID
    package let atMs: AgentTime
    package let change: Change

    package init(room: Room.ID, atMs: AgentTime, change: Change) {
        self.room = room
        self.atMs = atMs
        self.change = change
    }

    /// Everybody it is about or by.
    package var people: [Person.ID] {
        switch self.change {
        case .opened(let opening): [opening.leader]
        case .attendance(let attendance): attendance.people
        case .rollCall: []
        case .closed(let closing): [closing.person]
        case .signed(let signature): [signature.person]
        }
    }
}

/// A group leader began to show a lesson to the study group.
package struct RoomOpening: Hashable, Sendable, Codable {
    package let programme: Programme.ID
    package let lesson: Lesson.ID
    package let studyGroup: StudyGroup.ID
    package let leader: Person.ID

    package init(programme: Programme.ID, lesson: Lesson.ID, studyGroup: StudyGroup.ID, leader: Person.ID) {
        self.programme = programme
        self.lesson = lesson
        self.studyGroup = studyGroup
        self.leader = leader
    }
}

/// A sign of people's presence, or that they left.
package struct RoomAttendance: Hashable, Sendable, Codable {
    package enum Sign: String, Hashable, Sendable, Codable {
        case enters = "in"
        case isHere = "here"
        case leaves = "out"
    }

    /// Whose word it is.
    package enum Witness: String, Hashable, Sendable, Codable {
        /// The person signed with their own password, at the projector.
        case password
        /// The group leader's list.
        case leader
    }

    package let people: [Person.ID]
    package let sign: Sign
    package let by: Witness

    package init(people: [Person.ID], sign: Sign, by: Witness) {
        self.people = people
        self.sign = sign
        self.by = by
    }
}

/// A roll call began, at a moment that nobody could foresee.
package struct RollCall: Hashable, Sendable, Codable {
    /// Numbers the roll calls of a room, from 1.
    package let number: Int64
    /// Until when it can be answered.
    package let untilMs: AgentTime

    package init(number: Int64, untilMs: AgentTime) {
        self.number = number
        self.untilMs = untilMs
    }
}

/// Nobody comes, answers or plays any more.
package struct RoomClosing: Hashable, Sendable, Codable {
    package let person: Person.ID

    package init(person: Person.ID) {
        self.person = person
    }
}

/// Somebody answers for what a room's record says.
package struct RoomSignature: Hashable, Sendable, Codable {
    package enum Capacity: String, Hashable, Sendable, Codable {
        case leader
        /// For the school: its technician, or another group leader.
        case school
    }

    package let person: Person.ID
    package let capacity: Capacity

    package init(person: Person.ID, capacity: Capacity) {
        self.person = person
        self.capacity = capacity
    }
}

extension RoomEvent: Codable {
    private enum CodingKeys: String, CodingKey {
        case room, atMs, opened, attendance, rollCall, closed, signed
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.room = try container.decode(Room.ID.self, forKey: .room)
        self.atMs = try container.decode(AgentTime.self, forKey: .atMs)
        if let attendance = try container.decodeIfPresent(RoomAttendance.self, forKey: .attendance) {
            self.change = .attendance(attendance)
        } else if let call = try container.decodeIfPresent(RollCall.self, forKey: .rollCall) {
            self.change = .rollCall(call)
        } else if let opening = try container.decodeIfPresent(RoomOpening.self, forKey: .opened) {
            self.change = .opened(opening)
        } else if let closing = try container.decodeIfPresent(RoomClosing.self, forKey: .closed) {
            self.change = .closed(closing)
        } else if let signature = try container.decodeIfPresent(RoomSignature.self, forKey: .signed) {
            self.change = .signed(signature)
        } else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: container.codingPath, debugDescription: "a room's event of an unknown kind")
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.room, forKey: .room)
        try container.encode(self.atMs, forKey: .atMs)
        switch self.change {
        case .opened(let opening): try container.encode(opening, forKey: .opened)
        case .attendance(let attendance): try container.encode(attendance, forKey: .attendance)
        case .rollCall(let call): try container.encode(call, forKey: .rollCall)
        case .closed(let closing): try container.encode(closing, forKey: .closed)
        case .signed(let signature): try container.encode(signature, forKey: .signed)
        }
    }
}
