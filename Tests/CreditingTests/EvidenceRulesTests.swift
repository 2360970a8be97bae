import CourseModel
import Crediting
import Testing

/// Which evidence counts: one lesson of 600 s, played in real time.
@Suite struct EvidenceRulesTests {
    private static let servedOnly = RuleSet.Evidence(
        classes: [.served],
        countsUnrecorded: false,
        bufferedMinutesMax: 30,
        bufferedPermilleMax: 0
    )

    private func outcome(
        _ intervals: [PlayedInterval],
        classes: [EvidenceClass] = [.served, .buffered],
        countsUnrecorded: Bool = false,
        bufferedPermilleMax: Int64 = 1_000
    ) throws -> [Outcome] {
        let rule = RuleSet.Evidence(
            classes: classes,
            countsUnrecorded: countsUnrecorded,
            bufferedMinutesMax: 30,
            bufferedPermilleMax: bufferedPermilleMax
        )
        let programme = try RoomWorld.programme(evidence: rule)
        var world = World()
        try world.play("p1")
        for (place, played) in intervals.enumerated() {
            world.evidence.intervals.append(
                Evidence.Interval(
                    key: IntervalKey(edge: try #require(Edge.ID("e1")), epoch: 1, sequence: Int64(place) + 1),
                    played: played
                )
            )
        }
        return try world.outcome(rules: EvidenceRules(of: programme, among: [], durations: RoomWorld.durations()))
    }

    /// Ten seconds, the `place`-th of the session.
    private func played(
        _ place: Int64,
        _ evidence: EvidenceClass?,
        unserved: [Range<MediaTime>]? = nil,
        heardAfterMs: Int64? = nil
    ) throws -> PlayedInterval {
        let begin = place * 10_000
        return PlayedInterval(
            play: try #require(ViewingSession.ID("p1")),
            n: place,
            mediaMs: .media(begin, begin + 10_000),
            wallMs: .wall(begin, begin + 10_000),
            evidence: evidence,
            unservedMs: unserved,
            heardMs: heardAfterMs.map { AgentTime(milliseconds: begin + $0) }
        )
    }

    @Test("What was served counts, and what was not served to the session is UNSERVED")
    func unserved() throws {
        let outcome = try self.outcome([
            try self.played(0, .served), try self.played(1, .served, unserved: [.media(10_000, 20_000)]),
            try self.played(2, .served, unserved: [.media(20_000, 22_000), .media(25_000, 26_000)]),
        ])
        #expect(
            outcome == [
                Outcome(reason: .ok, countedMs: 10_000), Outcome(reason: .unserved, countedMs: 0),
                Outcome(reason: .unserved, countedMs: 7_000),
            ]
        )
    }

    @Test("Heartbeats without any media fetched count nothing and spend nothing of the person's time")
    func nothingFetched() throws {
        var world = World()
        try world.play("forged", lesson: "l1")
        try world.play("real", lesson: "l1", startMs: 1)
        try world.interval("forged", media: 0..<600_000, wall: 0..<600_000)
        world.prove(.served, unserved: [.media(0, 600_000)])
        try world.interval("real", media: 0..<100_000, wall: 100_000..<200_000)
        world.prove(.served)
        let rules = EvidenceRules(
            of: try RoomWorld.programme(evidence: Self.servedOnly),
            among: [],
            durations: try RoomWorld.durations()
        )
        #expect(
            try world.outcome(rules: rules) == [
                Outcome(reason: .unserved, countedMs: 0), Outcome(reason: .ok, countedMs: 100_000),
            ]
        )
    }

    @Test(
        "Viewing of which nobody recorded what was served counts only where the rule says so",
        arguments: [true, false]
    )
    func unrecorded(counts: Bool) throws {
        let outcome = try self.outcome([try self.played(0, nil)], countsUnrecorded: counts)
        #expect(outcome == [Outcome(reason: counts ? .ok : .unserved, countedMs: counts ? 10_000 : 0)])
    }

    @Test("A rule set without evidence takes viewing as it is reported")
    func noRule() throws {
        var world = World()
        try world.play("p1")
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000)
        world.prove(.served, unserved: [.media(0, 10_000)])
        #expect(try world.outcome() == [Outcome(reason: .ok, countedMs: 10_000)])
    }

    @Test("Buffered viewing counts half an hour long, and not where the rule leaves out its class")
    func buffered() throws {
        let intervals = [
            try self.played(0, .buffered, heardAfterMs: 1_800_000),
            try self.played(1, .buffered, heardAfterMs: 1_800_001), try self.played(2, .buffered),
        ]
        #expect(
            try self.outcome(intervals) == [
                Outcome(reason: .ok, countedMs: 10_000), Outcome(reason: .unserved, countedMs: 0),
                Outcome(reason: .unserved, countedMs: 0),
            ]
        )
        #expect(try self.outcome(intervals, classes: [.served]).allSatisfy { $0.countedMs == 0 })
    }

    @Test("Of class B no more of a lesson counts than its share, whatever is claimed")
    func share() throws {
        let intervals = try (0..<4).map { try self.played($0, .buffered, heardAfterMs: 60_000) }
        // 25 ‰ of 600 s.
        #expect(
            try self.outcome(intervals, bufferedPermilleMax: 25) == [
                Outcome(reason: .ok, countedMs: 10_000), Outcome(reason: .unserved, countedMs: 5_000),
                Outcome(reason: .unserved, countedMs: 0), Outcome(reason: .unserved, countedMs: 0),
            ]
        )
    }

    @Test("A lesson of another programme takes wall time whatever its evidence, so that no time pays twice")
    func otherProgramme() throws {
        var world = World()
        try world.play("there", lesson: "elsewhere")
        try world.play("here", lesson: "l1", startMs: 1)
        try world.interval("there", media: 0..<100_000, wall: 0..<100_000)
        try world.interval("here", media: 0..<100_000, wall: 0..<100_000)
        world.prove(.served)
        let rules = EvidenceRules(of: try RoomWorld.programme(evidence: Self.servedOnly), among: [], durations: [:])
        #expect(try world.outcome(rules: rules).map(\.reason) == [.ok, .conflict])
    }
}
