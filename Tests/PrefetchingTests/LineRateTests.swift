import CourseModel
import Prefetching
import Testing

@Suite struct LineRateTests {
    @Test("What is taken at a limit comes at the limit, whatever the pieces, and a silence brings no burst")
    func budget() {
        var budget = LinkBudget()
        var now = Duration.zero
        var taken: Int64 = 0
        let limit = ByteCount(bytes: 50_000)
        for step in 0..<1_000 {
            if step == 500 { now += .seconds(60) }
            let start = now
            let piece = Int64(100 + step % 7 * 900)
            taken += piece
            let wait = budget.spend(ByteCount(bytes: piece), at: now, limit: limit)
            // Half of the waits are too long by a scheduler's slice.
            now = start + wait + (step.isMultiple(of: 2) ? .milliseconds(3) : .zero)
        }
        let seconds = (now - .seconds(60)) / .seconds(1)
        let rate = Double(taken) / seconds
        #expect(rate <= 50_000 * 1.001 + 5_000 / seconds)
        #expect(rate >= 50_000 * 0.99)
    }

    @Test("Without a limit nothing waits, and nothing is owed afterwards")
    func unlimited() {
        var budget = LinkBudget()
        #expect(budget.spend(ByteCount(bytes: 1 << 40), at: .seconds(1), limit: nil) == .zero)
        #expect(
            budget.spend(ByteCount(bytes: 10), at: .seconds(1), limit: ByteCount(bytes: 1_000)) == .milliseconds(10)
        )
    }

    private func fill(_ meter: inout LineRateMeter, seconds: Range<Int>, rate: Int64) {
        for second in seconds { meter.add(ByteCount(bytes: rate), at: .seconds(second)) }
    }

    @Test("A line is measured while something is wanted of it; idle time counts for nothing")
    func idle() {
        var meter = LineRateMeter()
        #expect(meter.rate(at: .seconds(1)) == nil)
        meter.follow(isWanted: true, limit: nil, at: .zero)
        self.fill(&meter, seconds: 1..<6, rate: 1_000)
        #expect(meter.rate(at: .seconds(5))?.median == ByteCount(bytes: 1_000))
        self.fill(&meter, seconds: 6..<61, rate: 1_000)
        meter.follow(isWanted: false, limit: nil, at: .seconds(60))
        self.fill(&meter, seconds: 61..<70, rate: 9_000)
        #expect(meter.rate(at: .seconds(4_000)) == LineRate(about: ByteCount(bytes: 1_000)))
    }

    @Test("The low rate is what nine tenths of the time bring more than")
    func low() throws {
        var meter = LineRateMeter()
        meter.follow(isWanted: true, limit: nil, at: .zero)
        for sample in 0..<20 {
            self.fill(&meter, seconds: (sample * 30 + 1)..<(sample * 30 + 31), rate: sample < 3 ? 200 : 1_000)
        }
        let rate = try #require(meter.rate(at: .seconds(600)))
        #expect(rate == LineRate(median: ByteCount(bytes: 1_000), low: ByteCount(bytes: 200)))
    }

    @Test("An hour without a byte lowers the low rate, and does not make the whole line forgotten")
    func outage() throws {
        var meter = LineRateMeter()
        meter.follow(isWanted: true, limit: nil, at: .zero)
        self.fill(&meter, seconds: 1..<601, rate: 1_000)
        meter.add(ByteCount(bytes: 1_000), at: .seconds(4_200))
        let rate = try #require(meter.rate(at: .seconds(4_200)))
        #expect(rate.median == ByteCount(bytes: 1_000))
        #expect(rate.low < ByteCount(bytes: 10))
    }

    @Test("What a limit held back says nothing of the line")
    func limited() throws {
        var meter = LineRateMeter()
        meter.follow(isWanted: true, limit: nil, at: .zero)
        self.fill(&meter, seconds: 1..<61, rate: 1_000)
        meter.follow(isWanted: true, limit: ByteCount(bytes: 100), at: .seconds(60))
        self.fill(&meter, seconds: 61..<600, rate: 100)
        #expect(meter.rate(at: .seconds(600))?.median == ByteCount(bytes: 1_000))
        self.fill(&meter, seconds: 600..<1_800, rate: 50)
        #expect(meter.rate(at: .seconds(1_800))?.median == ByteCount(bytes: 50))
    }

    @Test("A line that has always been held back is taken for what it is sold as, not for its limit")
    func alwaysLimited() {
        let sold = LineRate(about: ByteCount(bytes: 1_000))
        var meter = LineRateMeter(assumed: sold)
        meter.follow(isWanted: true, limit: ByteCount(bytes: 200), at: .zero)
        #expect(meter.rate(at: .seconds(1)) == nil)
        self.fill(&meter, seconds: 1..<600, rate: 200)
        #expect(meter.rate(at: .seconds(600)) == sold)
        meter.follow(isWanted: true, limit: ByteCount(bytes: 2_000), at: .seconds(600))
        self.fill(&meter, seconds: 601..<1_200, rate: 2_000)
        #expect(meter.rate(at: .seconds(1_200))?.median == ByteCount(bytes: 2_000))
    }
}
