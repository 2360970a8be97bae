import CourseModel
import Crediting
import Testing

@testable import ProgressAgent

/// Rooms in the journal: lesson `l01` of a minute, shown by `u1` to `u2`, in real time from agent time 0 on.
@Suite struct RoomJournalTests {
    private let folder: TestFolder
    private let journal: JournalDatabase
    private let room: Room.ID
    private let opening: RoomOpening

    init() throws {
        self.folder = try TestFolder()
        self.journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
        self.room = try #require(Room.ID("r1"))
        self.opening = RoomOpening(
            programme: try #require(Programme.ID("p1")),
            lesson: try #require(Lesson.ID("l01")),
            studyGroup: try #require(StudyGroup.ID("g1")),
            leader: try Viewing.trainee()
        )
    }

    private static let rule = RuleSet.Collective(
        rollCallsMin: 2,
        rollCallSeconds: 20,
        confirmHours: 24,
        peopleAloneMax: 20,
        strictSchedule: false,
        slotToleranceMinutes: 15
    )

    private func plan(_ momentsMs: [Int64]) throws -> RollCallPlan {
        let text = #"{"momentsMs":\#(momentsMs)}"#
        return try CanonicalJSON.decode(RollCallPlan.self, from: Array(text.utf8))
    }

    private func time(_ milliseconds: Int64) -> AgentTime { AgentTime(milliseconds: milliseconds) }

    private func opened(at now: Int64 = 0, moments: [Int64] = [5_000, 25_000]) async throws {
        try await self.journal.open(self.room, self.opening, plan: try self.plan(moments), at: self.time(now))
    }

    /// The projector's viewing session.
    private func project(
        _ name: String = "v1",
        at start: Int64,
        in room: Room.ID? = nil
    ) async throws -> ViewingSession.ID {
        let play = try #require(ViewingSession.ID(name))
        let viewing = ViewingOpened(
            play: play,
            trainee: try Viewing.trainee(),
            lesson: self.opening.lesson,
            manifest: Digest(of: []),
            startMs: self.time(start),
            room: room ?? self.room
        )
        _ = try await self.journal.open(
            viewing,
            durationMs: MediaTime(milliseconds: 60_000),
            offsetMs: 0,
            maxRatePermille: 1000
        )
        return play
    }

    private func sign(_ people: [String], _ sign: RoomAttendance.Sign, at now: Int64) async throws {
        let people = try people.map { try #require(Person.ID($0)) }
        try await self.journal.attend(
            self.room,
            RoomAttendance(people: people, sign: sign, by: .password),
            at: self.time(now)
        )
    }

    @Test("A room's minutes are everybody's in it, once its roll calls are answered and its leader has confirmed")
    func whole() async throws {
        try await self.opened()
        try await self.sign(["u2"], .enters, at: 0)
        let play = try await self.project(at: 0)
        _ = try await Viewing.keep([(0, 0, 30_000)], of: play, in: self.journal, at: 30_000)
        let called = try await self.journal.callRoll(in: self.room, seconds: 20, at: self.time(30_000))
        #expect(called?.openCall(at: self.time(30_000))?.number == 1)
        #expect(try await self.journal.callRoll(in: self.room, seconds: 20, at: self.time(30_500))?.calls.count == 1)
        try await self.sign(["u1", "u2"], .isHere, at: 31_000)
        #expect(try await self.journal.callRoll(in: self.room, seconds: 20, at: self.time(31_001))?.calls.count == 2)
        try await self.sign(["u1", "u2"], .isHere, at: 32_000)
        _ = try await Viewing.keep([(1, 30_000, 60_000)], of: play, in: self.journal, at: 60_000)
        try await self.journal.close(self.room, by: self.opening.leader, at: self.time(60_000))
        let signature = RoomSignature(person: self.opening.leader, capacity: .leader)
        try await self.journal.sign(self.room, signature, at: self.time(61_000))

        let stored = try #require(try await self.journal.room(self.room))
        let presence = try #require(RoomPresence(of: stored.viewing, rule: Self.rule, timetable: []))
        #expect(presence.lacks.isEmpty)
        let second = try #require(Person.ID("u2"))
        #expect(presence.stays(of: second).map(\.reason) == [.ok, .ok, .ok])
        for person in [self.opening.leader, second] {
            let known = try await self.journal.evidence(of: person)
            #expect(known.evidence.plays.isEmpty && known.evidence.intervals.isEmpty)
            #expect(known.evidence.rooms.map(\.room) == [self.room])
            #expect(known.durations[self.opening.lesson]?.milliseconds == 60_000)
        }
    }

    @Test("A leader has one room open; a closed one takes no signs, and its viewing session ends with it")
    func closed() async throws {
        try await self.opened()
        let other = try #require(Room.ID("r2"))
        await #expect(throws: JournalError.roomIsOpen(self.room)) {
            try await self.journal.open(other, self.opening, plan: try self.plan([0]), at: self.time(1))
        }
        await #expect(throws: JournalError.noSuchRoom(self.room)) {
            try await self.journal.sign(
                self.room,
                RoomSignature(person: self.opening.leader, capacity: .leader),
                at: self.time(2)
            )
        }
        let play = try await self.project(at: 0)
        for _ in 0..<2 { try await self.journal.close(self.room, by: self.opening.leader, at: self.time(10_000)) }
        await #expect(throws: JournalError.noSuchRoom(self.room)) { try await self.sign(["u2"], .enters, at: 10_001) }
        let kept = try await Viewing.keep([(0, 0, 20_000)], of: play, in: self.journal, at: 20_000)
        #expect(kept.isEnded && kept.refused.map(\.reason) == [.conflict])
        try await self.journal.open(other, self.opening, plan: try self.plan([0]), at: self.time(10_002))
        #expect(try await self.journal.rooms(since: .zero).map(\.room) == [other, self.room])
    }

    @Test("The next room of the group goes on where the last one stopped; the leader's own viewing is apart from both")
    func positions() async throws {
        try await self.opened()
        let play = try await self.project(at: 0)
        let own = try await Viewing.open("own", in: self.journal, at: 1)
        let kept = try await Viewing.keep([(0, 0, 20_000)], of: play, in: self.journal, at: 20_000)
        #expect(!kept.isEnded, "the leader's own viewing does not end the room's")
        _ = try await Viewing.keep([(0, 0, 5_000)], of: own, in: self.journal, at: 5_001, shift: 1)
        try await self.journal.close(self.room, by: self.opening.leader, at: self.time(20_000))
        #expect(
            try await self.journal.position(of: self.opening.studyGroup, in: self.opening.lesson).milliseconds == 20_000
        )
        #expect(try await self.journal.evidence(of: self.opening.leader).evidence.plays.map(\.play) == [own])
    }

    @Test("A room outlives a new start of the agent")
    func restart() async throws {
        try await self.opened(moments: [0, 50_000])
        let play = try await self.project(at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], of: play, in: self.journal, at: 10_000)
        try self.journal.close()
        let journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
        let stored = try #require(try await journal.room(self.room))
        #expect(stored.playedMs.milliseconds == 10_000 && stored.dueCall(at: self.time(11_000)) == 1)
        #expect(stored.opening == self.opening)
    }
}
