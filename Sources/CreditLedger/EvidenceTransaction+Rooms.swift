import CourseModel
import GRDB

/// What schools reported of collective viewings.
extension EvidenceTransaction {
    /// Keeps what people of the school did; what is said of strangers, or by them, is a row and no evidence.
    func insert(_ event: RoomEvent, at sequence: Int64) throws {
        guard event.atMs >= .zero, let event = event.without(self.strangers) else { return }
        let text = String(decoding: try CanonicalJSON.encode(event), as: UTF8.self)
        try self.execute(
            "INSERT INTO roomEvent (edge, room, epoch, sequence, event) VALUES (?, ?, ?, ?, ?)",
            [self.header.edge.rawValue, event.room.rawValue, self.header.epoch, sequence, text]
        )
        guard case .attendance(let attendance) = event.change else { return }
        for person in attendance.people {
            try self.execute(
                "INSERT OR IGNORE INTO roomPerson (person, edge, room) VALUES (?, ?, ?)",
                [person.rawValue, self.header.edge.rawValue, event.room.rawValue]
            )
        }
    }

    /// Everyone in a room has part in what changes of it.
    func markDue(_ room: Room.ID) throws {
        try self.execute(
            "INSERT OR REPLACE INTO due (trainee) SELECT person FROM roomPerson WHERE edge = ? AND room = ?",
            [self.header.edge.rawValue, room.rawValue]
        )
    }

    /// Everyone in the room that a viewing session was shown to, if it was one.
    func markRoomDue(of play: ViewingSession.ID) throws {
        try self.execute(
            """
            INSERT OR REPLACE INTO due (trainee) SELECT person FROM viewing JOIN roomPerson USING (edge, room)
            WHERE edge = ? AND play = ?
            """,
            [self.header.edge.rawValue, play.rawValue]
        )
    }
}

extension RoomEvent {
    /// - Returns: nil where nothing is left of it.
    fileprivate func without(_ strangers: Set<Person.ID>) -> RoomEvent? {
        guard !strangers.isDisjoint(with: self.people) else { return self }
        guard case .attendance(let attendance) = self.change else { return nil }
        let people = attendance.people.filter { !strangers.contains($0) }
        guard !people.isEmpty else { return nil }
        return RoomEvent(
            room: self.room,
            atMs: self.atMs,
            change: .attendance(RoomAttendance(people: people, sign: attendance.sign, by: attendance.by))
        )
    }

    /// With its times on another time line.
    ///
    /// - Returns: nil where they are beyond it.
    func onTimeline(_ time: (AgentTime) throws -> AgentTime?) rethrows -> RoomEvent? {
        guard let atMs = try time(self.atMs) else { return nil }
        guard case .rollCall(let call) = self.change else {
            return RoomEvent(room: self.room, atMs: atMs, change: self.change)
        }
        guard let untilMs = try time(call.untilMs) else { return nil }
        return RoomEvent(
            room: self.room,
            atMs: atMs,
            change: .rollCall(RollCall(number: call.number, untilMs: untilMs))
        )
    }
}
