import CourseModel
import Crediting
import TestNumbers
import Testing

/// The rules read a second time, as plainly as they can be: every millisecond is painted on its own.
private struct Oracle {
    var reasons: [IntervalKey: Reason] = [:]
    var countedMs: [IntervalKey: Int64] = [:]
    /// Milliseconds of media by trainee and lesson.
    var seen: [String: Set<Int64>] = [:]

    private struct Accepted {
        let interval: Evidence.Interval
        let play: Evidence.Play
        let media: Range<Int64>
        let wall: Range<Int64>
    }

    /// When viewing of each lesson counts, up to the sealing, and whether doubt counts.
    struct Windows {
        var open: [String: Range<Int64>] = [:]
        var benefitOfDoubt = true
    }

    init(of evidence: Evidence, rate: Int64, windows: Windows = Windows()) {
        let accepted = self.accept(
            Array(Set(evidence.intervals)),
            plays: Array(Set(evidence.plays)),
            rate: rate,
            windows: windows
        )
        var owner: [String: [Int64: ViewingSession.ID]] = [:]
        for item in accepted {
            let trainee = item.play.trainee.rawValue
            let mine = item.wall.filter { millisecond in
                let spentBy = owner[trainee]?[millisecond]
                return spentBy == nil || spentBy == item.play.play
            }
            for millisecond in mine { owner[trainee, default: [:]][millisecond] = item.play.play }
            var counted: Int64 = 0
            for piece in Self.runs(mine) {
                let length = Int64(item.media.count)
                let wall = Int64(item.wall.count)
                let from = Self.ceiling(length * (piece.lowerBound - item.wall.lowerBound), wall)
                let to = length * (piece.upperBound - item.wall.lowerBound) / wall
                guard from < to else { continue }
                counted += to - from
                let place = "\(trainee)/\(item.play.lesson)"
                self.seen[place, default: []].formUnion((item.media.lowerBound + from)..<(item.media.lowerBound + to))
            }
            self.countedMs[item.interval.key] = counted
            if mine.count < item.wall.count { self.reasons[item.interval.key] = .conflict }
        }
    }

    private mutating func accept(
        _ intervals: [Evidence.Interval],
        plays: [Evidence.Play],
        rate: Int64,
        windows: Windows
    ) -> [Accepted] {
        var accepted: [Accepted] = []
        for play in plays.sorted(by: { ($0.startMs, $0.play) < ($1.startMs, $1.play) }) {
            var last = play.startMs.milliseconds
            let own = intervals.filter { $0.played.play == play.play }
            for interval in own.sorted(by: { ($0.played.n, $0.key) < ($1.played.n, $1.key) }) {
                let (a, b) = (
                    interval.played.mediaMs.lowerBound.milliseconds, interval.played.mediaMs.upperBound.milliseconds
                )
                let (x, y) = (
                    interval.played.wallMs.lowerBound.milliseconds, interval.played.wallMs.upperBound.milliseconds
                )
                let start = max(x, last)
                let allow = (y - start) * rate / 1_000
                self.countedMs[interval.key] = 0
                if y <= start {
                    self.reasons[interval.key] = .overlap
                } else if (b - a) * 100 > allow * 105 {
                    self.reasons[interval.key] = .rate
                } else {
                    let granted = min(b - a, allow)
                    let timing = Self.timing(interval, lesson: play.lesson.rawValue, windows: windows)
                    let counts = timing == .ok || (timing == .clock && windows.benefitOfDoubt)
                    self.reasons[interval.key] = counts && granted < b - a ? .clipped : timing
                    last = y
                    if granted > 0, counts {
                        accepted.append(
                            Accepted(interval: interval, play: play, media: a..<(a + granted), wall: start..<y)
                        )
                    }
                }
            }
        }
        return accepted
    }

    /// Every time at which the interval may have begun is tried.
    private static func timing(_ interval: Evidence.Interval, lesson: String, windows: Windows) -> Reason {
        guard let open = windows.open[lesson], let began = interval.beganMs else { return .ok }
        let length = Int64(
            interval.played.wallMs.upperBound.milliseconds - interval.played.wallMs.lowerBound.milliseconds
        )
        let readings = (began.earliestMs.milliseconds...began.latestMs.milliseconds).map { begin in
            (begin..<(begin + length)).count(where: open.contains)
        }
        if readings.allSatisfy({ $0 == 0 }) { return .window }
        if windows.benefitOfDoubt || readings.allSatisfy({ $0 == Int(length) }),
            let received = interval.receivedAtMs, received.milliseconds >= open.upperBound
        {
            return .late
        }
        return readings.allSatisfy { $0 == Int(length) } ? .ok : .clock
    }

    private static func ceiling(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        dividend / divisor + (dividend % divisor == 0 ? 0 : 1)
    }

    private static func runs(_ milliseconds: [Int64]) -> [Range<Int64>] {
        var runs: [Range<Int64>] = []
        for millisecond in milliseconds {
            if let last = runs.last, last.upperBound == millisecond {
                runs[runs.count - 1] = last.lowerBound..<(millisecond + 1)
            } else {
                runs.append(millisecond..<(millisecond + 1))
            }
        }
        return runs
    }
}

@Suite struct OracleTests {
    @Test("A second reading of the rules, millisecond by millisecond, comes to the same", arguments: 0..<300)
    func secondReading(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let world = try Self.world(&random)
        let playback = try world.playback()
        let oracle = Oracle(of: world.evidence, rate: world.maxRatePermille)
        for decision in playback.decisions {
            #expect(decision.reason == oracle.reasons[decision.key])
            #expect(decision.countedMs.milliseconds == oracle.countedMs[decision.key])
        }
        #expect(playback.decisions.count == oracle.reasons.count)
        for trainee in ["u1", "u2"] {
            for lesson in ["l1", "l2"] {
                let seen = (oracle.seen["\(trainee)/\(lesson)"] ?? []).filter { $0 < 150 }
                let covered = try world.covered(trainee: trainee, lesson: lesson, durationMs: 150)
                #expect(Set(covered.flatMap { Array($0) }) == Set(seen))
            }
        }
    }

    @Test("With windows, doubts and late reports, it comes to the same too", arguments: 3_000..<3_200)
    func windows(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let world = Self.timed(try Self.world(&random), &random)
        let benefit = Bool.random(using: &random)
        var programme = TestProgramme(sections: [("s1", "f1"), ("s2", "f2")])
        programme.rows = [("l1", "s1"), ("l2", "s2")].map { TestProgramme.Row(topic: $0, section: $1) }
        programme.phaseMs = ["f1": 40..<160, "f2": 160..<280]
        programme.times = TimeRules(benefitOfDoubt: benefit, settlingDays: 0)
        let admission = IntervalAdmission(try programme.programme())
        let playback = try world.playback(admission)
        let oracle = Oracle(
            of: world.evidence,
            rate: world.maxRatePermille,
            windows: Oracle.Windows(open: ["l1": 40..<160, "l2": 160..<280], benefitOfDoubt: benefit)
        )
        for decision in playback.decisions {
            #expect(decision.reason == oracle.reasons[decision.key])
            #expect(decision.countedMs.milliseconds == oracle.countedMs[decision.key])
        }
        for _ in 0..<2 {
            var other = world
            other.evidence.intervals.shuffle(using: &random)
            other.evidence.plays.shuffle(using: &random)
            #expect(try other.playback(admission) == playback)
        }
    }

    @Test("Order and repetition of the evidence change nothing", arguments: 1_000..<1_200)
    func orderAndRepetition(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let world = try Self.world(&random)
        let first = try world.playback()
        for _ in 0..<3 {
            var other = world
            other.evidence.intervals += world.evidence.intervals.filter { _ in Bool.random(using: &random) }
            other.evidence.plays += world.evidence.plays.filter { _ in Bool.random(using: &random) }
            other.evidence.intervals.shuffle(using: &random)
            other.evidence.plays.shuffle(using: &random)
            let again = try other.playback()
            #expect(again.decisions == first.decisions)
            #expect(again.counted == first.counted)
        }
    }

    @Test("No trainee is credited more than their wall time pays for", arguments: 2_000..<2_200)
    func neverMoreThanWallTime(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let world = try Self.world(&random)
        let playback = try world.playback()
        let trainees = Dictionary(world.evidence.plays.map { ($0.play, $0.trainee) }) { first, _ in first }
        for trainee in Set(trainees.values) {
            let own = world.evidence.intervals.filter { trainees[$0.played.play] == trainee }
            let wall = Set(
                own.flatMap { $0.played.wallMs.lowerBound.milliseconds..<$0.played.wallMs.upperBound.milliseconds }
            )
            let counted = playback.decisions.filter { $0.trainee == trainee }.reduce(0) {
                $0 + $1.countedMs.milliseconds
            }
            #expect(counted * 1_000 <= Int64(wall.count) * world.maxRatePermille)
        }
    }

    /// The same, with what is known of when each interval began, and when it was reported.
    private static func timed(_ world: World, _ random: inout SeededNumbers) -> World {
        var timed = world
        timed.evidence.intervals = world.evidence.intervals.map { interval in
            guard Int.random(in: 0..<8, using: &random) > 0 else { return interval }
            let began = interval.played.wallMs.lowerBound.milliseconds
            let earliest =
                began - [0, 0, Int64.random(in: 0..<30, using: &random)][Int.random(in: 0..<3, using: &random)]
            let latest =
                began + [0, 0, Int64.random(in: 0..<30, using: &random)][Int.random(in: 0..<3, using: &random)]
            return Evidence.Interval(
                key: interval.key,
                played: interval.played,
                beganMs: TimeBracket(
                    earliestMs: UTCTime(milliseconds: earliest),
                    latestMs: UTCTime(milliseconds: latest)
                ),
                receivedAtMs: UTCTime(milliseconds: latest + Int64.random(in: 0..<200, using: &random))
            )
        }
        return timed
    }

    /// A few sessions of two trainees on two edges, most of them honest for most of the time.
    private static func world(_ random: inout SeededNumbers) throws -> World {
        var world = World(maxRatePermille: [500, 1_000, 1_000, 1_500, 2_000].randomElement(using: &random) ?? 1_000)
        var sequence: [String: Int64] = [:]
        for play in 0..<Int.random(in: 1...6, using: &random) {
            let trainee = ["u1", "u1", "u2"].randomElement(using: &random) ?? "u1"
            let lesson = ["l1", "l2"].randomElement(using: &random) ?? "l1"
            var wall = Int64.random(in: 0..<200, using: &random)
            try world.play("p\(play)", trainee: trainee, lesson: lesson, startMs: wall)
            var media = Int64.random(in: 0..<100, using: &random)
            for n in 0..<Int64.random(in: 0...8, using: &random) {
                let edge = Int.random(in: 0..<8, using: &random) == 0 ? "e2" : "e1"
                if Int.random(in: 0..<4, using: &random) == 0 { wall += Int64.random(in: -20...30, using: &random) }
                if Int.random(in: 0..<4, using: &random) == 0 { media = Int64.random(in: 0..<100, using: &random) }
                let begin = max(wall, 0)
                let end = begin + Int64.random(in: 0..<60, using: &random)
                let paid = (end - begin) * world.maxRatePermille / 1_000
                let claimed = max(0, paid + Int64.random(in: -4...4, using: &random))
                sequence[edge, default: 0] += 1
                try world.interval(
                    "p\(play)",
                    media: media..<(media + claimed),
                    wall: begin..<end,
                    n: Int.random(in: 0..<10, using: &random) == 0 ? 0 : n,
                    edge: edge,
                    sequence: sequence[edge] ?? 1
                )
                wall = end
                media += claimed
            }
        }
        return world
    }
}
