import Testing

@testable import MediaPackaging

@Suite struct SoundContinuityTests {
    private static func started() throws -> SoundContinuity {
        var continuity = SoundContinuity(origin: .zero, rate: 48_000)
        _ = try continuity.place(0, samples: 1024, isAfterFailure: false)
        return continuity
    }

    @Test("Sound may start after the lesson does, and what lies before is left out")
    func start() throws {
        var late = SoundContinuity(origin: TimeOrigin(ticks: 1, timescale: 1), rate: 48_000)
        let step = try late.place(60_000, samples: 1024, isAfterFailure: false)
        #expect(step == SoundContinuity.Step(silence: 0, dropped: 0, start: 60_000))
        var early = SoundContinuity(origin: TimeOrigin(ticks: 1, timescale: 1), rate: 48_000)
        let before = try early.place(46_000, samples: 1024, isAfterFailure: false)
        #expect(before.dropped == 1024)
        #expect(!early.hasStarted)
        let cut = try early.place(47_024, samples: 1024, isAfterFailure: false)
        #expect(cut == SoundContinuity.Step(silence: 0, dropped: 976, start: 48_000))
    }

    @Test("Times off by rounding fill and drop nothing; a real gap is filled, and an overlap cut")
    func gaps() throws {
        var continuity = try Self.started()
        let rounded = try continuity.place(1070, samples: 1024, isAfterFailure: false)
        #expect(rounded == SoundContinuity.Step(silence: 0, dropped: 0, start: 1070))
        let gap = try continuity.place(1070 + 1024 + 4800, samples: 1024, isAfterFailure: false)
        #expect(gap == SoundContinuity.Step(silence: 4800, dropped: 0, start: 6894))
        let overlap = try continuity.place(6894 + 1024 - 3000, samples: 4096, isAfterFailure: false)
        #expect(overlap == SoundContinuity.Step(silence: 0, dropped: 3000, start: 7918))
        #expect(continuity.expected == 6894 + 1024 - 3000 + 4096)
    }

    @Test("After damage even one lost sample of the codec is filled")
    func afterFailure() throws {
        var continuity = try Self.started()
        let step = try continuity.place(2048, samples: 1024, isAfterFailure: true)
        #expect(step.silence == 1024)
    }

    @Test("Sound without times goes on where it was; times far off are refused")
    func farOff() throws {
        var continuity = try Self.started()
        let untold = try continuity.place(nil, samples: 1024, isAfterFailure: false)
        #expect(untold.start == 1024)
        let day: Int64 = 24 * 3600 * 48_000
        #expect(throws: PackagingError.self) { try continuity.place(day, samples: 1024, isAfterFailure: false) }
        #expect(throws: PackagingError.self) { try continuity.place(-day, samples: 1024, isAfterFailure: false) }
    }

    @Test("A new rate counts on from the same time")
    func rate() throws {
        var continuity = try Self.started()
        continuity.change(rate: 24_000)
        #expect(continuity.expected == 512)
    }
}
