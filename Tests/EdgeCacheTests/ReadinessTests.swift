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
        #expect(Readiness(of: status) == .inTime(readyAt: late, firstNeededAt: SampleStatus.hours(3)))
    }

    @Test("A lesson that comes after it is needed is late, and so is one that is needed already")
    func late() throws {
        let ready = SampleStatus.hours(2)
        let status = try SampleStatus.status([
            SampleStatus.release("l01", held: 0, needed: SampleStatus.hours(1), ready: ready),
            SampleStatus.release("l02", held: 0, needed: SampleStatus.hours(-1), ready: ready),
            SampleStatus.release("l03", held: 0, needed: SampleStatus.hours(3), ready: ready),
        ])
        #expect(Readiness(of: status) == .late(lessons: 2, readyAt: ready))
    }

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
