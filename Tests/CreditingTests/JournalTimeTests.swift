import CourseModel
import Crediting
import TestNumbers
import Testing

@Suite struct JournalTimeTests {
    @Test("In a run with an anchor a row's time is exact, to the error of the anchor")
    func anchored() {
        let time = JournalTime([Self.run(1, 1_000...900_000, anchors: [(5, 2_000, 500_000)])])
        #expect(Self.bracket(time, 102_000, at: 9) == 599_000...601_000)
        #expect(Self.bracket(time, 1_500, at: 2) == 498_500...500_500)
    }

    @Test("The last anchor before a row tells its time, so that a clock may drift")
    func drift() {
        let time = JournalTime([Self.run(1, 0...900_000, anchors: [(5, 0, 100_000), (50, 500_000, 610_000)])])
        #expect(Self.bracket(time, 400_000, at: 40) == 499_000...501_000)
        #expect(Self.bracket(time, 600_000, at: 60) == 709_000...711_000)
    }

    @Test("A run without an anchor lies between the runs around it")
    func between() {
        let time = JournalTime([
            Self.run(1, 0...100_000, anchors: [(2, 0, 1_000_000)]),
            Self.run(10, 200_000...260_000, anchors: []),
            Self.run(20, 300_000...400_000, anchors: [(25, 350_000, 2_050_000)]),
        ])
        // Not before the first run ended (1 100 000), nor after the third began (2 000 000) less what was still to come.
        #expect(Self.bracket(time, 220_000, at: 12) == 1_119_000...1_961_000)
    }

    @Test("Nothing happened after the origin had the row, and nothing is known of a run before any anchor")
    func received() {
        let time = JournalTime([Self.run(1, 5_000...9_000, anchors: [])])
        #expect(Self.bracket(time, 7_000, at: 3, receivedAt: 80_000) == 2_000...80_000)
        let wrong = JournalTime([Self.run(1, 0...9_000, anchors: [(2, 0, 900_000)])])
        #expect(Self.bracket(wrong, 5_000, at: 3, receivedAt: 100_000) == 100_000...100_000)
        #expect(Self.bracket(JournalTime([]), 5_000, at: 3, receivedAt: 100_000) == 0...100_000)
    }

    @Test("A row that a restart closed belongs to the run in which its time lies")
    func closedLater() {
        let time = JournalTime([
            Self.run(1, 0...60_000, anchors: [(2, 0, 1_000_000)]),
            Self.run(10, 90_000...99_000, anchors: [(12, 90_000, 5_000_000)]),
        ])
        #expect(Self.bracket(time, 50_000, at: 11) == 1_049_000...1_051_000)
    }

    @Test("Numbers that nobody can mean are taken without harm")
    func nonsense() {
        let time = JournalTime([Self.run(1, Int64.min...Int64.max, anchors: [(2, Int64.min, Int64.max)])])
        let bracket = Self.bracket(time, Int64.max, at: 3)
        #expect(bracket == 10_000_000_000...10_000_000_000)
    }

    @Test("The true time always lies in the bracket, whatever the agent's clock was set to", arguments: 0..<100)
    func truth(seed: Int) {
        var random = SeededNumbers(seed: UInt64(seed))
        var utc: Int64 = 1_000_000
        var agent: Int64 = 0
        var sequence: Int64 = 0
        var runs: [JournalTime.Run] = []
        var rows: [(agent: Int64, utc: Int64, sequence: Int64)] = []
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            // Off for a while; the agent's time line goes on wherever the computer's clock says.
            utc += Int64.random(in: 0..<5_000_000, using: &random)
            agent += Int64.random(in: 0..<50_000_000, using: &random)
            sequence += 1
            let (first, start) = (sequence, agent)
            var anchors: [(Int64, Int64, Int64)] = []
            for _ in 0..<Int.random(in: 0..<8, using: &random) {
                let step = Int64.random(in: 0..<300_000, using: &random)
                utc += step
                agent += step
                sequence += 1
                if Int.random(in: 0..<4, using: &random) == 0 {
                    anchors.append((sequence, agent, utc + Int64.random(in: -500...500, using: &random)))
                } else {
                    rows.append((agent, utc, sequence))
                }
            }
            runs.append(Self.run(first, start...agent, anchors: anchors))
        }
        let time = JournalTime(runs)
        for row in rows {
            let bracket = Self.bracket(time, row.agent, at: row.sequence, receivedAt: utc)
            #expect(bracket.contains(row.utc))
        }
    }

    private static func run(
        _ sequence: Int64,
        _ agentMs: ClosedRange<Int64>,
        anchors: [(sequence: Int64, agentMs: Int64, originMs: Int64)]
    ) -> JournalTime.Run {
        JournalTime.Run(
            sequence: sequence,
            startMs: AgentTime(milliseconds: agentMs.lowerBound),
            endMs: AgentTime(milliseconds: agentMs.upperBound),
            anchors: anchors.map { anchor in
                JournalTime.Anchor(
                    sequence: anchor.sequence,
                    agentMs: AgentTime(milliseconds: anchor.agentMs),
                    originMs: UTCTime(milliseconds: anchor.originMs)
                )
            }
        )
    }

    private static func bracket(
        _ time: JournalTime,
        _ agentMs: Int64,
        at sequence: Int64,
        receivedAt: Int64 = 10_000_000_000
    ) -> ClosedRange<Int64> {
        let bracket = time.bracket(
            of: AgentTime(milliseconds: agentMs),
            at: sequence,
            receivedAtMs: UTCTime(milliseconds: receivedAt)
        )
        return bracket.earliestMs.milliseconds...bracket.latestMs.milliseconds
    }
}
