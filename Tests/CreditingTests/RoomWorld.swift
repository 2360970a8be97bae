import CourseModel
import Crediting
import Testing

/// A room made up for tests: leader `u1` shows lesson `l1` of 600 s to group `g`, from agent time 0 on.
struct RoomWorld {
    static let lessonMs: Int64 = 600_000

    private(set) var viewing: CollectiveViewing
    private var sequence: Int64 = 0

    init() throws {
        self.viewing = CollectiveViewing(room: try #require(Room.ID("r1")))
        let opening = RoomOpening(
            programme: try #require(Programme.ID("prog")),
            lesson: try #require(Lesson.ID("l1")),
            studyGroup: try #require(StudyGroup.ID("g")),
            leader: try #require(Person.ID("u1"))
        )
        try self.happens(at: 0, .opened(opening))
        try self.sign(["u1"], .enters, at: 0)
    }

    /// The usual viewing: all of the lesson is shown, `u2` comes with a password at the start, two roll calls at 200 s and
    /// 400 s are answered by both, the room is closed at the end and its leader confirms.
    static func whole(with people: [String] = ["u2"]) throws -> RoomWorld {
        var room = try RoomWorld()
        for person in people { try room.sign([person], .enters, at: 0) }
        try room.call(1, at: 200_000, answeredBy: ["u1"] + people)
        try room.call(2, at: 400_000, answeredBy: ["u1"] + people)
        try room.show(0..<self.lessonMs)
        try room.close(at: self.lessonMs)
        try room.confirm(at: self.lessonMs + 1)
        return room
    }

    mutating func happens(at atMs: Int64, _ change: RoomEvent.Change) throws {
        self.sequence += 1
        self.viewing.events.append(
            CollectiveViewing.Event(
                key: IntervalKey(edge: try #require(Edge.ID("e1")), epoch: 1, sequence: self.sequence),
                event: RoomEvent(room: self.viewing.room, atMs: AgentTime(milliseconds: atMs), change: change)
            )
        )
    }

    mutating func sign(
        _ people: [String],
        _ sign: RoomAttendance.Sign,
        by witness: RoomAttendance.Witness = .password,
        at atMs: Int64
    ) throws {
        let people = try people.map { try #require(Person.ID($0)) }
        try self.happens(at: atMs, .attendance(RoomAttendance(people: people, sign: sign, by: witness)))
    }

    mutating func call(_ number: Int64, at atMs: Int64, answeredBy people: [String]) throws {
        try self.happens(at: atMs, .rollCall(RollCall(number: number, untilMs: AgentTime(milliseconds: atMs + 60_000))))
        if !people.isEmpty { try self.sign(people, .isHere, by: .leader, at: atMs + 10_000) }
    }

    mutating func close(at atMs: Int64) throws {
        try self.happens(at: atMs, .closed(RoomClosing(person: try #require(Person.ID("u1")))))
    }

    mutating func confirm(
        at atMs: Int64,
        by person: String = "u1",
        as capacity: RoomSignature.Capacity = .leader
    ) throws {
        let signature = RoomSignature(person: try #require(Person.ID(person)), capacity: capacity)
        try self.happens(at: atMs, .signed(signature))
    }

    /// The projector shows media in real time, minute by minute, at a wall time `shift` later.
    mutating func show(_ media: Range<Int64>, shift: Int64 = 0, play: String = "projector") throws {
        let name = try #require(ViewingSession.ID(play))
        self.viewing.plays.append(
            Evidence.Play(
                play: name,
                trainee: try #require(Person.ID("u1")),
                lesson: try #require(Lesson.ID("l1")),
                startMs: AgentTime(milliseconds: media.lowerBound + shift)
            )
        )
        for (n, begin) in stride(from: media.lowerBound, to: media.upperBound, by: 60_000).enumerated() {
            let end = min(begin + 60_000, media.upperBound)
            self.sequence += 1
            self.viewing.intervals.append(
                Evidence.Interval(
                    key: IntervalKey(edge: try #require(Edge.ID("e1")), epoch: 1, sequence: self.sequence),
                    played: PlayedInterval(
                        play: name,
                        n: Int64(n),
                        mediaMs: .media(begin, end),
                        wallMs: .wall(begin + shift, end + shift)
                    )
                )
            )
        }
    }

    static func rule(
        strictSchedule: Bool = false,
        peopleAloneMax: Int64 = 20
    ) -> RuleSet.Collective {
        RuleSet.Collective(
            rollCallsMin: 2,
            rollCallSeconds: 60,
            confirmHours: 24,
            peopleAloneMax: peopleAloneMax,
            strictSchedule: strictSchedule,
            slotToleranceMinutes: 1
        )
    }

    static func durations() throws -> [Lesson.ID: MediaTime] {
        [try #require(Lesson.ID("l1")): MediaTime(milliseconds: self.lessonMs)]
    }

    static func programme(
        evidence: RuleSet.Evidence? = nil,
        collective: RuleSet.Collective? = nil,
        timetable: [TimetableSlot] = []
    ) throws -> Programme {
        let topic = try #require(Topic.ID("t1"))
        let lesson = try #require(Lesson.ID("l1"))
        return Programme(
            programme: try #require(Programme.ID("prog")),
            title: Title(zh: "研修"),
            timeZone: "Asia/Shanghai",
            phases: [],
            sections: [],
            topics: [],
            lessons: [LessonEntry(lesson: lesson, topic: topic, title: Title(zh: "课"))],
            timetable: timetable,
            coursePackages: [],
            ruleSet: RuleSet(
                ruleSet: try #require(RuleSet.ID("r1")),
                owner: Title(zh: "省"),
                maxRatePermille: 1_000,
                gapCloseMs: .zero,
                completionPermille: 900,
                hoursMode: .catalogue,
                minutesPerHour: 45,
                quantumHundredths: CreditHours(hundredths: 1),
                creditRatioPermille: 1_000,
                accountKind: "remote",
                silentAfterMinutes: 60,
                evidence: evidence,
                collective: collective
            ),
            requiredHundredths: .zero,
            accessEndsAtMs: nil
        )
    }

    /// What a person has of the room, and why not more.
    func share(
        of person: String,
        rule: RuleSet.Collective = RoomWorld.rule(),
        timetable: [TimetableSlot] = [],
        evidence: RuleSet.Evidence? = nil,
        beside world: World = World()
    ) throws -> (countedMs: Int64, refusedMs: [Reason: Int64]) {
        var all = world.evidence
        all.rooms.append(self.viewing)
        let programme = try Self.programme(evidence: evidence, collective: rule, timetable: timetable)
        let playback = try Playback(
            of: all,
            rate: PaymentRate(maxRatePermille: 1_000),
            rules: EvidenceRules(of: programme, among: [], durations: try Self.durations())
        )
        var refused: [Reason: Int64] = [:]
        for decision in playback.decisions where decision.trainee.rawValue == person {
            for (reason, claimedMs) in decision.refusals { refused[reason, default: 0] += claimedMs.milliseconds }
        }
        let counted = playback.counted.filter { $0.trainee.rawValue == person }.map(\.paid.mediaMs)
        return (counted.reduce(0) { $0 + ($1.upperBound - $1.lowerBound).milliseconds }, refused)
    }
}
