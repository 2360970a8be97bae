import CourseModel
import ProgressAgent
import Testing

@Suite struct RollCallPlanTests {
    private static let lengthMs = MediaTime(milliseconds: 2_700_000)

    @Test("Roll calls lie in order, one in each part of the lesson, apart from each other and before its end")
    func spread() {
        var generator = SystemRandomNumberGenerator()
        for count in 1...4 {
            for _ in 0..<200 {
                let plan = RollCallPlan(lengthMs: Self.lengthMs, count: count, using: &generator)
                let part = Self.lengthMs.milliseconds / Int64(count)
                #expect(plan.momentsMs.count == count)
                for (index, moment) in plan.momentsMs.enumerated() {
                    let within = moment.milliseconds - Int64(index) * part
                    #expect((0..<part * 9 / 10).contains(within))
                }
            }
        }
    }

    @Test("Nobody can foresee them: two rooms have other moments")
    func unpredictable() {
        var generator = SystemRandomNumberGenerator()
        let moments = (0..<50).map { _ in
            RollCallPlan(lengthMs: Self.lengthMs, count: 2, using: &generator).momentsMs
        }
        #expect(Set(moments).count > 40)
    }

    @Test("A roll call is due when so much was played, one after the other, and never before anything was")
    func due() {
        var generator = SystemRandomNumberGenerator()
        let plan = RollCallPlan(lengthMs: Self.lengthMs, count: 2, using: &generator)
        #expect(plan.due(playedMs: .zero, called: 0) == nil)
        let (first, second) = (plan.momentsMs[0], plan.momentsMs[1])
        #expect(plan.due(playedMs: first + MediaTime(milliseconds: 1), called: 0) == 1)
        #expect(plan.due(playedMs: first + MediaTime(milliseconds: 1), called: 1) == nil)
        #expect(plan.due(playedMs: second, called: 1) == 2)
        #expect(plan.due(playedMs: Self.lengthMs, called: 2) == nil)
    }

    @Test("A lesson of which nothing is left has its roll calls at once")
    func nothingLeft() {
        var generator = SystemRandomNumberGenerator()
        let plan = RollCallPlan(lengthMs: .zero, count: 2, using: &generator)
        #expect(plan.due(playedMs: MediaTime(milliseconds: 1), called: 1) == 2)
    }
}
