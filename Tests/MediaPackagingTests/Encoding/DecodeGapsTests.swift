import Testing

@testable import MediaPackaging

@Suite struct DecodeGapsTests {
    @Test("A gap reaches from the last good frame to the next that depends on none before it")
    func gap() {
        var gaps = DecodeGaps(recoveryTicks: 1000)
        gaps.fail(after: 40, now: 80)
        gaps.fail(after: 40, now: 120)
        let accepted = [(160, false), (200, true), (240, false)].map { gaps.accepts($0.0, isFresh: $0.1) }
        #expect(accepted == [false, true, true])
        gaps.finish(at: 280)
        #expect(gaps.gaps == [40..<200])
    }

    @Test("Without a key picture, pictures come back after a while without failures")
    func recovery() {
        var gaps = DecodeGaps(recoveryTicks: 1000)
        gaps.fail(after: 40, now: 80)
        let accepted = [1079, 1080].map { gaps.accepts($0, isFresh: false) }
        #expect(accepted == [false, true])
        #expect(gaps.gaps == [40..<1080])
    }

    @Test("Damage to the end is a gap to the end, and gaps that touch are one")
    func end() {
        var gaps = DecodeGaps(recoveryTicks: 1000)
        gaps.fail(after: 0, now: 10)
        let isBack = gaps.accepts(20, isFresh: true)
        #expect(isBack)
        gaps.fail(after: 20, now: 30)
        gaps.finish(at: 100)
        #expect(gaps.gaps == [0..<100])
    }
}
