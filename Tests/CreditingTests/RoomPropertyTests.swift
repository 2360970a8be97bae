import CourseModel
import Crediting
import TestNumbers
import Testing

/// Random rooms with seats beside them: what must hold whatever happens.
@Suite struct RoomPropertyTests {
    private static let people = ["u1", "u2", "u3", "u4"]

    private struct Random {
        var numbers: SeededNumbers

        mutating func time(_ limit: Int64) -> Int64 { Int64.random(in: 0..<limit, using: &self.numbers) }
        mutating func people() -> [String] {
            RoomPropertyTests.people.filter { _ in Bool.random(using: &self.numbers) }
        }
    }

    private static func evidence(seed: UInt64) throws -> Evidence {
        var random = Random(numbers: SeededNumbers(seed: seed))
        var room = try RoomWorld()
        for _ in 0..<12 {
            let sign: RoomAttendance.Sign = [.enters, .isHere, .leaves][Int(random.time(3))]
            let people = random.people()
            if !people.isEmpty {
                try room.sign(people, sign, by: random.time(4) == 0 ? .leader : .password, at: random.time(700_000))
            }
        }
        try room.call(1, at: random.time(300_000), answeredBy: random.people())
        try room.call(2, at: 300_000 + random.time(200_000), answeredBy: random.people())
        let middle = 100_000 + random.time(400_000)
        try room.show(0..<middle)
        try room.show(middle - random.time(50_000)..<600_000, shift: random.time(20_000), play: "again")
        try room.close(at: 550_000 + random.time(100_000))
        try room.confirm(at: 700_000)
        if random.time(3) > 0 { try room.confirm(at: 700_000, by: "k1", as: .school) }
        var world = World()
        for (index, person) in Self.people.enumerated() {
            try world.play("seat\(index)", trainee: person, lesson: "l2", startMs: random.time(200_000))
            let begin = random.time(300_000)
            try world.interval("seat\(index)", media: 0..<200_000, wall: begin..<begin + 200_000)
        }
        world.evidence.rooms = [room.viewing]
        return world.evidence
    }

    private static func playback(_ evidence: Evidence) throws -> Playback {
        let programme = try RoomWorld.programme(collective: RoomWorld.rule())
        return try Playback(
            of: evidence,
            rate: PaymentRate(maxRatePermille: 1_000),
            rules: EvidenceRules(of: programme, among: [], durations: try RoomWorld.durations())
        )
    }

    @Test("Order and repetition of rooms, events and intervals change neither hours nor the evidence's name")
    func orderAndRepetition() throws {
        for seed in 0..<150 as Range<UInt64> {
            let evidence = try Self.evidence(seed: seed)
            var numbers = SeededNumbers(seed: seed ^ 0xffff)
            var mixed = evidence
            var room = try #require(mixed.rooms.first)
            room.events.shuffle(using: &numbers)
            room.intervals = (room.intervals + room.intervals).shuffled(using: &numbers)
            let half = CollectiveViewing(room: room.room, events: Array(room.events.prefix(5)), plays: room.plays)
            mixed.rooms = [half, room, half]
            mixed.intervals.shuffle(using: &numbers)
            mixed.plays.shuffle(using: &numbers)
            #expect(try Self.playback(mixed) == Self.playback(evidence), "seed \(seed)")
            #expect(mixed.digest == evidence.digest, "seed \(seed)")
        }
    }

    @Test("Nobody's credited time exceeds their wall time, and what is lost and what counts is what was claimed")
    func neverMoreThanWall() throws {
        var counted = 0
        for seed in 0..<300 as Range<UInt64> {
            let playback = try Self.playback(try Self.evidence(seed: seed))
            for person in Self.people {
                var media: Int64 = 0
                var wall: [Range<Int64>] = []
                for piece in playback.counted where piece.trainee.rawValue == person {
                    let paid = piece.paid
                    media += (paid.mediaMs.upperBound - paid.mediaMs.lowerBound).milliseconds
                    wall.append(paid.wallMs.lowerBound.milliseconds..<paid.wallMs.upperBound.milliseconds)
                }
                wall.sort { $0.lowerBound < $1.lowerBound }
                #expect(zip(wall, wall.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "seed \(seed)")
                #expect(media <= wall.reduce(0) { $0 + Int64($1.count) }, "seed \(seed)")
                counted += Int(media)
            }
            for decision in playback.decisions {
                let lost = decision.refusals.reduce(Int64(0)) { $0 + $1.claimedMs.milliseconds }
                #expect(lost + decision.countedMs.milliseconds == decision.claimedMs.milliseconds, "seed \(seed)")
                #expect(decision.countedMs >= .zero, "seed \(seed)")
            }
        }
        #expect(counted > 0)
    }
}
