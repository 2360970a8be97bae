import CourseModel
import Prefetching
import Testing

@Suite struct LineGrantTests {
    /// Monday, 1970-01-05, so many seconds after its midnight.
    private func line(_ windows: String, rate: Int64, at seconds: Int64) throws -> PrefetchOutlook.Line {
        PrefetchOutlook.Line(
            rate: LineRate(about: ByteCount(bytes: rate)),
            schedule: LinkSchedule(windows: try #require(LinkWindow.list(windows))),
            now: UTCTime(milliseconds: (4 * 86_400 + seconds) * 1_000)
        )
    }

    @Test("A share follows the measured line in steps of a tenth")
    func share() throws {
        var grant = LineGrant(sold: ByteCount(bytes: 1_000))
        #expect(try grant.stretch(on: self.line("daily 0:00-24:00 50%", rate: 2_000, at: 0)).limit?.bytes == 1_000)
        #expect(try grant.stretch(on: self.line("daily 0:00-24:00 50%", rate: 2_100, at: 0)).limit?.bytes == 1_000)
        #expect(try grant.stretch(on: self.line("daily 0:00-24:00 50%", rate: 3_000, at: 0)).limit?.bytes == 1_500)
    }

    @Test("A line that was cut once is given a share of something all the same")
    func leastShare() throws {
        var grant = LineGrant(sold: ByteCount(bytes: 1_000))
        #expect(try grant.stretch(on: self.line("daily 0:00-24:00 50%", rate: 0, at: 0)).limit?.bytes == 125)
    }

    @Test("A window is left two seconds before its end, unless the next begins then")
    func closing() throws {
        var grant = LineGrant(sold: ByteCount(bytes: 1_000))
        #expect(try grant.stretch(on: self.line("daily 0:00-1:00", rate: 500, at: 3_597)).isOpen)
        #expect(try !grant.stretch(on: self.line("daily 0:00-1:00", rate: 500, at: 3_598)).isOpen)
        #expect(try grant.stretch(on: self.line("daily 0:00-1:00; daily 1:00-2:00 50%", rate: 500, at: 3_598)).isOpen)
    }
}
