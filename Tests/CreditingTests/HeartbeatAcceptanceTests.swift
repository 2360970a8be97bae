import CourseModel
import Crediting
import Testing

@Suite struct HeartbeatAcceptanceTests {
    private typealias Open = HeartbeatAcceptance.OpenInterval

    private var acceptance = HeartbeatAcceptance(
        startMs: AgentTime(milliseconds: 1_000_000),
        durationMs: MediaTime(milliseconds: 600_000),
        maxRatePermille: 1_000
    )

    @Test("Contiguous beats grow one interval until it has a minute, and then the next one begins")
    func merging() {
        var acceptance = self.acceptance
        #expect(Self.beat(0, 0, 10_000, &acceptance) == .begin(Self.open(0, 0, 10_000), closing: nil))
        for beat in 1..<6 {
            let end = Int64(beat + 1) * 10_000
            #expect(Self.beat(Int64(beat), end - 10_000, end, &acceptance) == .extend(Self.open(0, 0, end)))
        }
        let next = Self.beat(6, 60_000, 70_000, &acceptance)
        #expect(next == .begin(Self.open(1, 60_000, 70_000), closing: Self.open(0, 0, 60_000)))
        #expect(acceptance.close() == Self.open(1, 60_000, 70_000))
        #expect(acceptance.close() == nil)
        #expect(acceptance.nextBeat == 7)
    }

    @Test("A beat sent again is known; one that comes too early waits for the missing one")
    func order() {
        var acceptance = self.acceptance
        #expect(Self.beat(1, 10_000, 20_000, &acceptance) == .missing(next: 0))
        _ = Self.beat(0, 0, 10_000, &acceptance)
        let before = acceptance
        #expect(Self.beat(0, 0, 10_000, &acceptance) == .known)
        #expect(acceptance == before)
    }

    @Test("A seek or a pause begins a new interval")
    func discontinuities() {
        var acceptance = self.acceptance
        _ = Self.beat(0, 0, 10_000, &acceptance)
        let sought = acceptance.decide(
            beat: 1,
            mediaMs: (MediaTime(milliseconds: 300_000), MediaTime(milliseconds: 305_000)),
            wallMs: (AgentTime(milliseconds: 1_010_000), AgentTime(milliseconds: 1_015_000)),
            now: AgentTime(milliseconds: 1_015_000)
        )
        let open = Open(n: 1, mediaMs: .media(300_000, 305_000), wallMs: .wall(1_010_000, 1_015_000))
        #expect(sought == .begin(open, closing: Self.open(0, 0, 10_000)))
        let paused = acceptance.decide(
            beat: 2,
            mediaMs: (MediaTime(milliseconds: 305_000), MediaTime(milliseconds: 310_000)),
            wallMs: (AgentTime(milliseconds: 1_020_000), AgentTime(milliseconds: 1_025_000)),
            now: AgentTime(milliseconds: 1_025_000)
        )
        let after = Open(n: 2, mediaMs: .media(305_000, 310_000), wallMs: .wall(1_020_000, 1_025_000))
        #expect(paused == .begin(after, closing: open))
    }

    @Test("What is too fast stands apart from what was paid for, and does not spend the wall time")
    func tooFast() {
        var acceptance = self.acceptance
        _ = Self.beat(0, 0, 10_000, &acceptance)
        let fast = acceptance.decide(
            beat: 1,
            mediaMs: (MediaTime(milliseconds: 10_000), MediaTime(milliseconds: 110_000)),
            wallMs: (AgentTime(milliseconds: 1_010_000), AgentTime(milliseconds: 1_010_200)),
            now: AgentTime(milliseconds: 1_020_000)
        )
        let apart = Open(n: 1, mediaMs: .media(10_000, 110_000), wallMs: .wall(1_010_000, 1_010_200))
        #expect(fast == .begin(apart, closing: Self.open(0, 0, 10_000)))
        #expect(Self.beat(2, 10_000, 20_000, &acceptance) == .begin(Self.open(2, 10_000, 20_000), closing: apart))
    }

    @Test("A player's jitter of a few milliseconds a beat does not break the interval")
    func jitter() {
        var acceptance = self.acceptance
        var media: Int64 = 0
        for beat in 0..<6 {
            let end = media + (beat.isMultiple(of: 2) ? 10_040 : 9_960)
            let decision = acceptance.decide(
                beat: Int64(beat),
                mediaMs: (MediaTime(milliseconds: media), MediaTime(milliseconds: end)),
                wallMs: (
                    AgentTime(milliseconds: 1_000_000 + Int64(beat) * 10_000),
                    AgentTime(milliseconds: 1_010_000 + Int64(beat) * 10_000)
                ),
                now: AgentTime(milliseconds: 1_010_000 + Int64(beat) * 10_000)
            )
            if beat > 0 {
                let open = Open(
                    n: 0,
                    mediaMs: .media(0, end),
                    wallMs: .wall(1_000_000, 1_010_000 + Int64(beat) * 10_000)
                )
                #expect(decision == .extend(open))
            }
            media = end
        }
    }

    @Test(
        "Media outside the lesson, and turned-round media, count nothing and are used up",
        arguments: [(-1, 5), (5, 5), (9, 3), (595_000, 601_001), (600_000, 600_500), (Int64.min, Int64.max)]
    )
    func wrongMedia(begin: Int64, end: Int64) {
        var acceptance = self.acceptance
        let decision = acceptance.decide(
            beat: 0,
            mediaMs: (MediaTime(milliseconds: begin), MediaTime(milliseconds: end)),
            wallMs: (AgentTime(milliseconds: 1_000_000), AgentTime(milliseconds: 1_010_000)),
            now: AgentTime(milliseconds: 1_010_000)
        )
        #expect(decision == .refuse(.voided))
        #expect(acceptance.nextBeat == 1)
        #expect(acceptance.open == nil)
    }

    @Test("A last beat that overshoots the lesson by less than a second is cut to the lesson")
    func overshoot() {
        var acceptance = self.acceptance
        let decision = Self.beat(0, 595_000, 600_400, &acceptance)
        let cut = Open(n: 0, mediaMs: .media(595_000, 600_000), wallMs: .wall(1_595_000, 1_600_400))
        #expect(decision == .begin(cut, closing: nil))
    }

    @Test("Wall time in the future, and wall time already spent, count nothing")
    func wrongWall() {
        var acceptance = self.acceptance
        let media = (MediaTime(milliseconds: 0), MediaTime(milliseconds: 5_000))
        func decide(_ beat: Int64, _ begin: Int64, _ end: Int64) -> HeartbeatAcceptance.Decision {
            acceptance.decide(
                beat: beat,
                mediaMs: media,
                wallMs: (AgentTime(milliseconds: begin), AgentTime(milliseconds: end)),
                now: AgentTime(milliseconds: 1_005_000)
            )
        }
        #expect(decide(0, 1_001_001, 1_006_001) == .refuse(.clock))
        let first = Open(n: 0, mediaMs: .media(0, 5_000), wallMs: .wall(1_001_000, 1_006_000))
        #expect(decide(1, 1_001_000, 1_006_000) == .begin(first, closing: nil))
        #expect(decide(2, 1_001_000, 1_006_000) == .refuse(.overlap))
        #expect(decide(3, 1_006_000, 1_001_000) == .refuse(.overlap))
        #expect(decide(4, Int64.min, Int64.min) == .refuse(.overlap))
        #expect(decide(5, 0, Int64.max) == .refuse(.clock))
    }

    /// A beat that plays at normal speed in a session without pauses.
    private static func beat(
        _ beat: Int64,
        _ begin: Int64,
        _ end: Int64,
        _ acceptance: inout HeartbeatAcceptance
    ) -> HeartbeatAcceptance.Decision {
        acceptance.decide(
            beat: beat,
            mediaMs: (MediaTime(milliseconds: begin), MediaTime(milliseconds: end)),
            wallMs: (AgentTime(milliseconds: 1_000_000 + begin), AgentTime(milliseconds: 1_000_000 + end)),
            now: AgentTime(milliseconds: 1_000_000 + end)
        )
    }

    private static func open(_ n: Int64, _ begin: Int64, _ end: Int64) -> Open {
        Open(n: n, mediaMs: .media(begin, end), wallMs: .wall(1_000_000 + begin, 1_000_000 + end))
    }
}
