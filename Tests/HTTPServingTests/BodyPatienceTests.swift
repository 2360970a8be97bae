import Testing

@testable import HTTPServing

@Suite struct BodyPatienceTests {
    private func isOver(after seconds: Int64, bytes: Int) -> Bool {
        let start = ContinuousClock.now
        return BodyPatience(now: { start + .seconds(seconds) }).isOver(bytes: bytes, since: start)
    }

    @Test("A report of four megabytes may take ten minutes on a slow line")
    func slowLine() {
        #expect(!self.isOver(after: 29, bytes: 1))
        #expect(!self.isOver(after: 60, bytes: 60 * 7_000))
        #expect(!self.isOver(after: 600, bytes: 4 << 20))
    }

    @Test("A body that trickles does not hold its connection for longer than half a minute")
    func trickle() {
        #expect(self.isOver(after: 30, bytes: 30))
        #expect(self.isOver(after: 600, bytes: 100_000))
    }
}
