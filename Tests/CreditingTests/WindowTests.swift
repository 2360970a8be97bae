import CourseModel
import Crediting
import Testing

@Suite struct WindowTests {
    private static let day: Int64 = 86_400_000
    private static let row = TestProgramme.Row(topic: "t1", section: "s1")

    @Test(
        "A bracket lies inside a window, outside, or across its border",
        arguments: [
            (100...100, 10, TimeBracket.Place.inside), (190...190, 10, .inside), (191...191, 10, .across),
            (90...90, 10, .outside), (91...91, 10, .across), (200...200, 10, .outside), (150...250, 10, .across),
            (0...90, 10, .outside), (0...91, 10, .across), (200...900, 10, .outside), (0...900, 10, .across),
            (100...190, 10, .inside), (100...191, 10, .across),
        ] as [(ClosedRange<Int64>, Int64, TimeBracket.Place)]
    )
    func places(bracket: ClosedRange<Int64>, lengthMs: Int64, place: TimeBracket.Place) {
        let began = TimeBracket(
            earliestMs: UTCTime(milliseconds: bracket.lowerBound),
            latestMs: UTCTime(milliseconds: bracket.upperBound)
        )
        let window = UTCTime(milliseconds: 100)..<UTCTime(milliseconds: 200)
        #expect(began.place(lengthMs: lengthMs, in: window) == place)
    }

    @Test("What was seen outside its phase is refused, and pays for nothing; across the border doubt decides")
    func window() throws {
        let phase = 10 * Self.day
        for (began, benefit, reason, counted) in [
            (0...0, true, Reason.ok, 600_000), ((phase - 600_000)...(phase - 600_000), true, .ok, 600_000),
            ((phase - 1)...(phase - 1), true, .clock, 600_000), ((phase - 1)...(phase - 1), false, .clock, 0),
            (phase...phase, true, .window, 0), (0...phase, true, .clock, 600_000),
        ] as [(ClosedRange<Int64>, Bool, Reason, Int64)] {
            let programme = TestProgramme(
                rows: [Self.row],
                phaseMs: ["f1": 0..<phase],
                times: TimeRules(benefitOfDoubt: benefit)
            )
            var world = World()
            try world.play("p1", lesson: "t1")
            try world.interval("p1", media: 0..<600_000, wall: 0..<600_000, began: began)
            // The same time, in another lesson of no programme: it is spent only where the first one counts.
            try world.play("p2", lesson: "elsewhere", startMs: 1)
            try world.interval("p2", media: 0..<500_000, wall: 1..<500_001)
            let playback = try world.playback(IntervalAdmission(try programme.programme()))
            #expect(playback.decisions[0].reason == reason && playback.decisions[0].countedMs.milliseconds == counted)
            #expect(playback.decisions[1].countedMs.milliseconds == (counted == 0 ? 500_000 : 0))
            let statement = try programme.evaluation(world).statement
            #expect(statement.doubts?.map(\.reason) == (reason == .clock && benefit ? [.clock] : nil))
            #expect(statement.refusals.map(\.reason) == (counted == 0 ? [reason] : []))
        }
    }

    @Test("Rule sets without rules for times, and rehearsals, refuse nothing for when it was seen")
    func noWindows() throws {
        for times in [nil, TimeRules(hasWindows: false)] {
            let programme = TestProgramme(rows: [Self.row], phaseMs: ["f1": 0..<10], times: times)
            var world = World()
            try world.see("t1", from: Self.day)
            #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == 200)
        }
    }

    @Test("What is reported after the phase was sealed waits, and counts as far as two officers approved it")
    func late() throws {
        let programme = TestProgramme(
            rows: [Self.row],
            phaseMs: ["f1": 0..<Self.day],
            times: TimeRules(settlingDays: 2)
        )
        let sealed = 3 * Self.day
        var world = World()
        try world.see("t1", from: 0, minutes: 5, received: sealed - 1)
        try world.play("late", lesson: "t1", startMs: 600_000)
        try world.interval(
            "late",
            media: 300_000..<600_000,
            wall: 600_000..<900_000,
            began: 600_000...600_000,
            received: sealed
        )
        let waiting = try programme.evaluation(world).statement
        #expect(waiting.refusals.map(\.reason) == [.late])
        #expect(waiting.refusals.map(\.refusedMs.milliseconds) == [300_000])
        #expect(waiting.creditedHundredths == .zero)
        for (name, until, hundredths) in [("g1", sealed, 200), ("g1", sealed - 1, 0), ("g2", sealed, 0)]
            as [(String, Int64, Int64)]
        {
            world.evidence.approvals = [
                Evidence.LateApproval(
                    programme: try #require(Programme.ID(name)),
                    phase: try #require(Phase.ID("f1")),
                    receivedUntilMs: UTCTime(milliseconds: until)
                )
            ]
            #expect(try programme.evaluation(world).statement.creditedHundredths.hundredths == hundredths)
        }
    }

    @Test("A session that officers declared void counts nothing, and leaves its time to others")
    func voided() throws {
        let programme = TestProgramme(rows: [Self.row])
        var world = World()
        try world.see("t1", from: 0)
        let before = world.evidence.digest
        world.evidence.voided = [try #require(ViewingSession.ID("t1-0"))]
        let statement = try programme.evaluation(world).statement
        #expect(statement.creditedHundredths == .zero)
        #expect(statement.refusals.map(\.reason) == [.voided])
        #expect(world.evidence.digest != before)
    }

    @Test("A phase is planned, open, closed, settling and sealed, each up to its last millisecond")
    func life() throws {
        let programme = try TestProgramme(
            phaseMs: ["f1": Self.day..<(2 * Self.day)],
            times: TimeRules(settlingDays: 30),
            silentAfterMinutes: 1_440
        ).programme()
        let life = PhaseLife(of: try #require(programme.phases.first), ruleSet: programme.ruleSet)
        let states = [1, 2, 3, 32].flatMap { day in
            [day * Self.day - 1, day * Self.day].map { life.state(at: UTCTime(milliseconds: $0)).rawValue }
        }
        #expect(
            states == ["planned", "open", "open", "closed", "closed", "settling", "settling", "sealed"]
        )
    }
}
