import Testing

@testable import MediaPackaging

@Suite struct DecodeGapsTests {
    private var gaps = DecodeGaps(recoveryTicks: 1000)
    private var end: Int64 = 0

    /// Frames of 40 ticks in order; which of them are shown.
    private mutating func shown(_ frames: [(start: Int64, isFresh: Bool)]) -> [Bool] {
        var shown: [Bool] = []
        for frame in frames {
            _ = self.gaps.reach(frame.start, after: self.end)
            shown.append(self.gaps.accepts(frame.start, isFresh: frame.isFresh))
            if shown.last == true { self.end = frame.start + 40 }
        }
        return shown
    }

    @Test("A gap reaches from the last good frame to the next that depends on none before it")
    mutating func gap() {
        let before = self.shown([(0, true)])
        self.gaps.fail(at: 40)
        self.gaps.fail(at: 80)
        let after = self.shown([(160, false), (200, true), (240, false)])
        #expect(before == [true] && after == [false, true, true])
        let isCutShort = self.gaps.finish(after: self.end, at: 280)
        #expect(!isCutShort)
        #expect(self.gaps.gaps == [40..<200])
    }

    @Test("Good pictures from before a failure are shown although they come after it is known")
    mutating func reordered() {
        self.gaps.fail(at: 80)
        let shown = self.shown([(0, true), (40, false), (120, false), (160, true)])
        #expect(shown == [true, true, false, true])
        #expect(self.gaps.gaps == [80..<160])
    }

    @Test("A key picture between two failures ends the first gap and not the second")
    mutating func between() {
        let first = self.shown([(0, true)])
        for time in [40, 120, 160] as [Int64] { self.gaps.fail(at: time) }
        let shown = self.shown([(80, true), (200, false), (240, true)])
        #expect(first + shown == [true, true, false, true])
        #expect(self.gaps.gaps == [40..<80, 120..<240])
    }

    @Test("Without a key picture, pictures come back after a while without failures")
    mutating func recovery() {
        let first = self.shown([(0, true)])
        self.gaps.fail(at: 80)
        let shown = self.shown([(1079, false), (1080, false)])
        #expect(first + shown == [true, false, true])
        #expect(self.gaps.gaps == [40..<1080])
    }

    @Test("Damage to the end is a gap to the end")
    mutating func cutShort() {
        let first = self.shown([(0, true)])
        self.gaps.fail(at: 80)
        let isCutShort = self.gaps.finish(after: self.end, at: 100)
        #expect(first == [true] && isCutShort)
        #expect(self.gaps.gaps == [40..<100])
    }
}
