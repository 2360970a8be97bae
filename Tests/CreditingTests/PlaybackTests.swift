import CourseModel
import Crediting
import Testing

@Suite struct PlaybackTests {
    @Test("Media played in real time counts")
    func realTime() throws {
        var world = World()
        try world.play("p1")
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000)
        try world.interval("p1", media: 10_000..<20_000, wall: 10_000..<20_000)
        #expect(
            try world.outcome() == [Outcome(reason: .ok, countedMs: 10_000), Outcome(reason: .ok, countedMs: 10_000)]
        )
        #expect(try world.covered() == [0..<20_000])
    }

    @Test(
        "Up to 105 % of what is paid for is clipped, and more is refused",
        arguments: [
            (10_000, Outcome(reason: .ok, countedMs: 10_000)), (10_001, Outcome(reason: .clipped, countedMs: 10_000)),
            (10_500, Outcome(reason: .clipped, countedMs: 10_000)), (10_501, Outcome(reason: .rate, countedMs: 0)),
        ] as [(Int64, Outcome)]
    )
    func borderOfRate(claimed: Int64, outcome: Outcome) throws {
        var world = World()
        try world.play("p1")
        try world.interval("p1", media: 0..<claimed, wall: 0..<10_000)
        #expect(try world.outcome() == [outcome])
    }

    @Test("A higher rate pays for more, rounded down")
    func higherRate() throws {
        var world = World(maxRatePermille: 1_500)
        try world.play("p1")
        try world.interval("p1", media: 0..<15, wall: 0..<11)
        #expect(try world.outcome() == [Outcome(reason: .ok, countedMs: 15)])
        world.maxRatePermille = 1_450
        #expect(try world.outcome() == [Outcome(reason: .ok, countedMs: 15)])
        world.maxRatePermille = 1_363
        #expect(try world.outcome() == [Outcome(reason: .rate, countedMs: 0)])
    }

    @Test("Wall time that the session spent already pays for nothing again")
    func overlap() throws {
        var world = World()
        try world.play("p1")
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000)
        try world.interval("p1", media: 20_000..<30_000, wall: 0..<10_000)
        try world.interval("p1", media: 30_000..<35_000, wall: 5_000..<15_000)
        try world.interval("p1", media: 40_000..<50_000, wall: 10_000..<20_000)
        let expected = [
            Outcome(reason: .ok, countedMs: 10_000), Outcome(reason: .overlap, countedMs: 0),
            Outcome(reason: .ok, countedMs: 5_000), Outcome(reason: .rate, countedMs: 0),
        ]
        #expect(try world.outcome() == expected)
    }

    @Test("A refused interval leaves the wall time to the next one")
    func refusedSpendsNothing() throws {
        var world = World()
        try world.play("p1")
        try world.interval("p1", media: 0..<100_000, wall: 0..<10_000)
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000)
        #expect(try world.outcome() == [Outcome(reason: .rate, countedMs: 0), Outcome(reason: .ok, countedMs: 10_000)])
    }

    @Test("Nothing is paid with wall time before the session started")
    func beforeStart() throws {
        var world = World()
        try world.play("p1", startMs: 5_000)
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000)
        try world.interval("p1", media: 0..<5_000, wall: 0..<10_000)
        try world.interval("p1", media: 0..<5_000, wall: 0..<5_000)
        let expected = [
            Outcome(reason: .rate, countedMs: 0), Outcome(reason: .ok, countedMs: 5_000),
            Outcome(reason: .overlap, countedMs: 0),
        ]
        #expect(try world.outcome() == expected)
    }

    @Test("An interval without media is in order, counts nothing and spends its wall time in the session")
    func noMedia() throws {
        var world = World()
        try world.play("p1")
        try world.interval("p1", media: 7..<7, wall: 0..<10_000)
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000)
        #expect(try world.outcome() == [Outcome(reason: .ok, countedMs: 0), Outcome(reason: .overlap, countedMs: 0)])
    }

    @Test("Of two sessions beside each other the one that started first is paid, and the other one cut inwards")
    func conflict() throws {
        var world = World()
        try world.play("p1", lesson: "l1", startMs: 0)
        try world.play("p2", lesson: "l2", startMs: 1)
        try world.interval("p1", media: 0..<1_000, wall: 1_000..<2_000)
        try world.interval("p2", media: 0..<2_999, wall: 1..<3_001)
        let expected = [Outcome(reason: .ok, countedMs: 1_000), Outcome(reason: .conflict, countedMs: 1_998)]
        #expect(try world.outcome() == expected)
        // ⌊2999·999/3000⌋ = 998 and ⌈2999·1999/3000⌉ = 1999
        #expect(try world.covered(lesson: "l2") == [0..<998, 1_999..<2_999])
    }

    @Test("Wall time left over without a whole millisecond of media is spent nevertheless")
    func emptyPieceSpends() throws {
        var world = World()
        try world.play("p1", startMs: 0)
        try world.play("p2", startMs: 1)
        try world.play("p3", lesson: "l3", startMs: 2)
        try world.interval("p1", media: 0..<1_000, wall: 0..<1_000)
        try world.interval("p2", media: 0..<1, wall: 900..<1_100)
        try world.interval("p3", media: 0..<100, wall: 1_000..<1_100)
        let expected = [
            Outcome(reason: .ok, countedMs: 1_000), Outcome(reason: .conflict, countedMs: 0),
            Outcome(reason: .conflict, countedMs: 0),
        ]
        #expect(try world.outcome() == expected)
    }

    @Test("Six windows of one trainee for ten minutes count ten minutes")
    func sixWindows() throws {
        var world = World()
        for window in 1...6 {
            try world.play("p\(window)", lesson: "l\(window)")
            try world.interval("p\(window)", media: 0..<600_000, wall: 0..<600_000)
        }
        #expect(try world.outcome().reduce(0) { $0 + $1.countedMs } == 600_000)
        #expect(try world.outcome().filter { $0.reason == .conflict }.count == 5)
    }

    @Test("Six trainees in one room count each their own time")
    func sixTrainees() throws {
        var world = World()
        for trainee in 1...6 {
            try world.play("p\(trainee)", trainee: "u\(trainee)")
            try world.interval("p\(trainee)", media: 0..<600_000, wall: 0..<600_000)
        }
        #expect(try world.outcome().allSatisfy { $0 == Outcome(reason: .ok, countedMs: 600_000) })
    }

    @Test("A burst that claims 2,700 s in 5.4 s counts nothing")
    func burst() throws {
        var world = World()
        try world.play("p1")
        for chunk in 0..<27 {
            let begin = Int64(chunk)
            try world.interval(
                "p1",
                media: begin * 100_000..<(begin + 1) * 100_000,
                wall: begin * 200..<(begin + 1) * 200
            )
        }
        #expect(try world.outcome() == Array(repeating: Outcome(reason: .rate, countedMs: 0), count: 27))
        #expect(try world.covered().isEmpty)
    }

    @Test("The same row twice is one; with other content it is a fork that names the row")
    func fork() throws {
        var world = World()
        try world.play("p1")
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000, n: 0, sequence: 7)
        try world.interval("p1", media: 0..<10_000, wall: 0..<10_000, n: 0, sequence: 7)
        #expect(try world.outcome() == [Outcome(reason: .ok, countedMs: 10_000)])
        try world.interval("p1", media: 0..<10_001, wall: 0..<10_000, n: 0, sequence: 7)
        let edge = try #require(Edge.ID("e1"))
        let fault = EvidenceFault.fork(IntervalKey(edge: edge, epoch: 1, sequence: 7))
        #expect(throws: fault) { try world.outcome() }
        #expect(fault.description.contains("e1/1/7"))
    }

    @Test("Evidence that contradicts itself is refused with what is wrong")
    func contradictions() throws {
        var world = World()
        try world.play("p1")
        try world.play("p1")
        try world.interval("p2", media: 0..<1, wall: 0..<1)
        let key = IntervalKey(edge: try #require(Edge.ID("e1")), epoch: 1, sequence: 1)
        #expect(throws: EvidenceFault.unknownPlay(key)) { try world.outcome() }
        try world.play("p2", startMs: -1)
        #expect(throws: EvidenceFault.ambiguousPlay(try #require(ViewingSession.ID("p2")))) { try world.outcome() }
        world.evidence = Evidence()
        try world.play("p1")
        try world.interval("p1", media: -1..<1, wall: 0..<10)
        #expect(throws: EvidenceFault.negativeTime(key)) { try world.outcome() }
    }

    @Test("The largest numbers there are do no harm")
    func largestNumbers() throws {
        var world = World(maxRatePermille: Int64.max)
        try world.play("p1", startMs: Int64.max)
        try world.play("p2")
        try world.interval("p1", media: 0..<Int64.max, wall: 0..<Int64.max, n: Int64.max)
        try world.interval("p2", media: 0..<Int64.max, wall: 0..<1, n: Int64.min)
        try world.interval("p2", media: 1..<Int64.max, wall: 0..<Int64.max, n: 0)
        #expect(PaymentRate(maxRatePermille: Int64.max).allowanceMs(wallMs: 1) == Int64.max / 1_000)
        #expect(try world.outcome().map(\.reason) == [.overlap, .rate, .ok])
        world.maxRatePermille = -5
        #expect(try world.outcome().map(\.reason) == [.overlap, .rate, .rate])
    }
}
