import CourseModel
import HTTPServing
import Origin
import Testing

@Suite struct FigureTimeTests {
    private let time = LocalTime(timeZone: "Asia/Shanghai")
    private let civil = CivilTime(timeZone: "Asia/Shanghai")

    private func instant(_ text: String) throws -> UTCTime { try #require(self.civil?.instant(text)) }

    @Test("A day's figures are due at its time; missed, they are due when the server is up again")
    func due() throws {
        let evening = try #require(FigureTime(clock: "20:00", reviseMinutes: nil))
        #expect(evening.due(at: try self.instant("2027-07-15T19:59"), self.time, last: nil) == "2027-07-14")
        #expect(evening.due(at: try self.instant("2027-07-15T20:00"), self.time, last: nil) == "2027-07-15")
        let made = FigureTime.Last(date: "2027-07-15", lookedAtMs: try self.instant("2027-07-15T20:01"))
        #expect(evening.due(at: try self.instant("2027-07-15T23:00"), self.time, last: made) == nil)
        #expect(evening.due(at: try self.instant("2027-07-16T19:00"), self.time, last: made) == nil)
        #expect(evening.due(at: try self.instant("2027-07-18T09:00"), self.time, last: made) == "2027-07-17")
        // Made by hand at noon, the day's figures are looked at again in the evening.
        let noon = FigureTime.Last(date: "2027-07-15", lookedAtMs: try self.instant("2027-07-15T12:00"))
        #expect(evening.due(at: try self.instant("2027-07-15T13:00"), self.time, last: noon) == nil)
        #expect(evening.due(at: try self.instant("2027-07-15T20:00"), self.time, last: noon) == "2027-07-15")
    }

    @Test("Where it is wanted, a day's figures are looked at again until the next day's")
    func revisions() throws {
        let hourly = try #require(FigureTime(clock: "08:30", reviseMinutes: 60))
        let made = FigureTime.Last(date: "2027-07-15", lookedAtMs: try self.instant("2027-07-15T08:30"))
        #expect(hourly.due(at: try self.instant("2027-07-15T09:29"), self.time, last: made) == nil)
        #expect(hourly.due(at: try self.instant("2027-07-15T09:30"), self.time, last: made) == "2027-07-15")
        #expect(hourly.due(at: try self.instant("2027-07-16T02:00"), self.time, last: made) == "2027-07-15")
        #expect(hourly.due(at: try self.instant("2027-07-16T08:30"), self.time, last: made) == "2027-07-16")
    }

    @Test("Only a time of day is one", arguments: ["", "8:00", "24:00", "12:60", "12", "12:00:00", "ab:cd"])
    func clocks(text: String) {
        #expect(FigureTime(clock: text, reviseMinutes: nil) == nil)
    }
}
