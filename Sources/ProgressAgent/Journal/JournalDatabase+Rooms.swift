import CourseModel
import Crediting
import GRDB

/// Collective viewings: opened, fed with what happens in them, closed, signed.
extension JournalDatabase {
    /// Opens a room, with its leader in it.
    ///
    /// - Throws: `JournalError.roomIsOpen` where the leader has one open.
    func open(_ room: Room.ID, _ opening: RoomOpening, plan: RollCallPlan, at now: AgentTime) async throws {
        try await self.commits.perform { db in
            let open = try String.fetchOne(
                db,
                sql: "SELECT room FROM room WHERE leader = ? AND closedMs IS NULL",
                arguments: [opening.leader.rawValue]
            ).flatMap(Room.ID.init)
            if let open { throw JournalError.roomIsOpen(open) }
            try self.append(.room(RoomEvent(room: room, atMs: now, change: .opened(opening))), in: db)
            try db.execute(
                sql: """
                    INSERT INTO room (room, studyGroup, lesson, leader, openedMs, plan) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    room.rawValue, opening.studyGroup.rawValue, opening.lesson.rawValue, opening.leader.rawValue,
                    now.milliseconds, String(decoding: try CanonicalJSON.encode(plan), as: UTF8.self),
                ]
            )
            let entering = RoomAttendance(people: [opening.leader], sign: .enters, by: .password)
            try self.append(entering, of: room, at: now, in: db)
        }
    }

    /// People came, answered, or left.
    ///
    /// - Throws: `JournalError.noSuchRoom` where it is not open.
    func attend(_ room: Room.ID, _ attendance: RoomAttendance, at now: AgentTime) async throws {
        try await self.commits.perform { db in
            guard try self.isOpen(room, db) else { throw JournalError.noSuchRoom(room) }
            try self.append(attendance, of: room, at: now, in: db)
        }
    }

    /// Begins the roll call that is due, if one is.
    ///
    /// - Returns: the room as it is then; nil where there is no such room.
    func callRoll(in room: Room.ID, seconds: Int64, at now: AgentTime) async throws -> StoredRoom? {
        let stored = try await self.room(room)
        guard stored?.dueCall(at: now) != nil else { return stored }
        return try await self.commits.perform { db in
            guard let stored = try self.room(room, db) else { return nil }
            guard let number = stored.dueCall(at: now) else { return stored }
            let until = AgentTime(milliseconds: now.milliseconds + seconds * 1000)
            let call = RollCall(number: number, untilMs: until)
            try self.append(.room(RoomEvent(room: room, atMs: now, change: .rollCall(call))), in: db)
            return try self.room(room, db)
        }
    }

    /// Ends a room's viewing sessions and takes no more signs; a closed one stays as it is.
    func close(_ room: Room.ID, by person: Person.ID, at now: AgentTime) async throws {
        try await self.commits.perform { db in
            guard try self.isOpen(room, db) else { return }
            for var record in try self.viewings("room = ? AND endedMs IS NULL", [room.rawValue], in: db) {
                try self.flush(&record, in: db)
                record.endedMs = now
                try record.save(in: db)
            }
            let closing = RoomClosing(person: person)
            try self.append(.room(RoomEvent(room: room, atMs: now, change: .closed(closing))), in: db)
            try db.execute(
                sql: "UPDATE room SET closedMs = ? WHERE room = ?",
                arguments: [now.milliseconds, room.rawValue]
            )
        }
    }

    /// - Throws: `JournalError.noSuchRoom` where it is not there, or not closed.
    func sign(_ room: Room.ID, _ signature: RoomSignature, at now: AgentTime) async throws {
        try await self.commits.perform { db in
            guard let closedMs = try self.room(room, db)?.closedMs else { throw JournalError.noSuchRoom(room) }
            let event = RoomEvent(room: room, atMs: max(now, closedMs), change: .signed(signature))
            try self.append(.room(event), in: db)
        }
    }

    /// Where a study group's rooms stopped in a lesson; 0 where that was the end.
    func position(of group: StudyGroup.ID, in lesson: Lesson.ID) async throws -> MediaTime {
        try await self.pool.read { try Self.position(of: group, in: lesson, $0) }
    }

    func room(_ room: Room.ID) async throws -> StoredRoom? {
        try await self.pool.read { try self.room(room, $0) }
    }

    /// Those that were opened since, the last one first.
    func rooms(since instant: AgentTime) async throws -> [StoredRoom] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM room WHERE openedMs >= ? ORDER BY openedMs DESC, room",
                arguments: [instant.milliseconds]
            ).map { try self.stored($0, db) }
        }
    }

    /// Those that a person entered.
    ///
    /// - Parameter lesson: nil for all lessons.
    func rooms(of person: Person.ID, in lesson: Lesson.ID?, _ db: Database) throws -> [StoredRoom] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT room.* FROM roomPerson JOIN room USING (room)
                WHERE person = ?1 AND (?2 IS NULL OR lesson = ?2) ORDER BY openedMs, room
                """,
            arguments: [person.rawValue, lesson?.rawValue]
        ).map { try self.stored($0, db) }
    }

    private func room(_ room: Room.ID, _ db: Database) throws -> StoredRoom? {
        try Row.fetchOne(db, sql: "SELECT * FROM room WHERE room = ?", arguments: [room.rawValue])
            .map { try self.stored($0, db) }
    }

    private func isOpen(_ room: Room.ID, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM room WHERE room = ? AND closedMs IS NULL)",
            arguments: [room.rawValue]
        ) == true
    }

    private func append(_ attendance: RoomAttendance, of room: Room.ID, at now: AgentTime, in db: Database) throws {
        try self.append(.room(RoomEvent(room: room, atMs: now, change: .attendance(attendance))), in: db)
        guard attendance.sign == .enters else { return }
        for person in attendance.people {
            try db.execute(
                sql: "INSERT OR IGNORE INTO roomPerson (person, room) VALUES (?, ?)",
                arguments: [person.rawValue, room.rawValue]
            )
        }
    }

    private func stored(_ row: Row, _ db: Database) throws -> StoredRoom {
        let name: String = row["room"]
        let events = try self.events(of: name, db)
        let plan = Array((row["plan"] as String).utf8)
        guard let room = Room.ID(name), let plan = try? CanonicalJSON.decode(RollCallPlan.self, from: plan),
            let opening = events.lazy.compactMap({ event -> RoomOpening? in
                if case .opened(let opening) = event.event.change { opening } else { nil }
            }).first
        else { throw JournalError.damaged(sequence: events.first?.key.sequence ?? 0) }
        var viewing = CollectiveViewing(room: room, events: events)
        let records = try self.viewings("room = ?", [name], in: db)
        for record in records {
            viewing.plays.append(record.evidence)
            viewing.intervals += try self.played(in: record, after: 0, db).intervals
        }
        return StoredRoom(
            opening: opening,
            openedMs: AgentTime(milliseconds: row["openedMs"]),
            closedMs: (row["closedMs"] as Int64?).map(AgentTime.init(milliseconds:)),
            plan: plan,
            viewing: viewing,
            playedMs: records.reduce(.zero) { $0 + $1.keptMs },
            durationMs: records.last?.durationMs ?? .zero
        )
    }

    private func events(of room: String, _ db: Database) throws -> [CollectiveViewing.Event] {
        try Row.fetchAll(
            db,
            sql: "SELECT incarnation, sequence, text FROM journalRow WHERE room = ? ORDER BY incarnation, sequence",
            arguments: [room]
        ).compactMap { row in
            let sequence: Int64 = row["sequence"]
            let bytes = Array((row["text"] as String).utf8)
            guard let read = try? CanonicalJSON.decode(JournalRow.self, from: bytes),
                case .room(let event) = read.event,
                let key = Self.key(incarnation: row["incarnation"], sequence: sequence)
            else { throw JournalError.damaged(sequence: sequence) }
            return CollectiveViewing.Event(key: key, event: event)
        }
    }
}
