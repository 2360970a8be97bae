import CourseModel
import EdgeCache
import Testing

@Suite struct ReadinessTests {
    @Test("Before a catalogue came nothing is promised")
    func noCatalogue() throws {
        #expect(Readiness(of: try SampleStatus.status([], hasCatalogue: false)) == .noCatalogue)
        #expect(Readiness(of: try SampleStatus.status([])) == .nothingListed)
    }

    @Test("With every lesson here the school is ready, paused or not")
    func held() throws {
        let releases = [try SampleStatus.release("l01", held: 1_000), try SampleStatus.release("l02", held: 1_000)]
        #expect(Readiness(of: try SampleStatus.status(releases)) == .held(lessons: 2))
        #expect(Readiness(of: try SampleStatus.status(releases, isPaused: true)) == .held(lessons: 2))
    }

    @Test("The last forecast decides when the school is ready; in time is before each lesson's own need")
    func inTime() throws {
        let (soon, late) = (SampleStatus.hours(2), SampleStatus.hours(9))
        let status = try SampleStatus.status([
            SampleStatus.release("l01", held: 1, needed: SampleStatus.hours(3), ready: soon),
            SampleStatus.release("l02", held: 0, needed: SampleStatus.hours(10), ready: late),
        ])
        #expect(
            Readiness(of: status) == .inTime(readyAt: late, firstNeededAt: SampleStatus.hours(3), spare: Self.hours(1))
        )
    }

    @Test("A lesson that comes after it is needed is late, and so is one that is needed already")
    func late() throws {
        let ready = SampleStatus.hours(2)
        let status = try SampleStatus.status([
            SampleStatus.release("l01", held: 0, needed: SampleStatus.hours(1), ready: ready),
            SampleStatus.release("l02", held: 0, needed: SampleStatus.hours(-1), ready: ready),
            SampleStatus.release("l03", held: 0, needed: SampleStatus.hours(3), ready: ready),
        ])
        #expect(Readiness(of: status) == .late(lessons: 2, by: Self.hours(3), readyAt: ready))
    }

    @Test("The lesson with the least time to spare counts, held ones do not, nor do those needed at no particular time")
    func spare() throws {
        func spare(_ releases: [EdgeStatus.Release]) -> UTCTime? {
            ReadyTime(of: releases, at: SampleStatus.now).spareMs
        }
        let held = try SampleStatus.release("l01", held: 1_000, needed: SampleStatus.hours(-9))
        let unhurried = try SampleStatus.release("l02", held: 0, ready: SampleStatus.hours(99))
        #expect(spare([held, unhurried]) == nil)
        let tight = try SampleStatus.release(
            "l03",
            held: 0,
            needed: SampleStatus.hours(8),
            ready: SampleStatus.hours(6)
        )
        #expect(spare([held, unhurried, tight]) == Self.hours(2))
        let untold = try SampleStatus.release("l04", held: 0, needed: SampleStatus.hours(1))
        #expect(spare([tight, untold]) == Self.hours(2))
        let overdue = try SampleStatus.release("l05", held: 0, needed: SampleStatus.hours(-4))
        #expect(spare([tight, overdue]) == Self.hours(-4))
    }

    private static func hours(_ hours: Int64) -> UTCTime { UTCTime(milliseconds: hours * 3_600_000) }

    @Test("While one missing lesson has no forecast there is no telling")
    func unknown() throws {
        let status = try SampleStatus.status([
            SampleStatus.release("l01", held: 0, ready: SampleStatus.hours(1)),
            SampleStatus.release("l02", held: 0),
        ])
        #expect(Readiness(of: status) == .unknown(missing: 2))
        let paused = try SampleStatus.status(status.releases, isPaused: true)
        #expect(Readiness(of: paused) == .paused(missing: 2))
    }
}
