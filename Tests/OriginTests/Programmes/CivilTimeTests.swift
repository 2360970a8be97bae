import CourseModel
import Origin
import Testing

@Suite struct CivilTimeTests {
    @Test("A day begins at its midnight, and a time of day may have seconds")
    func reads() throws {
        let time = try #require(CivilTime(timeZone: "Asia/Shanghai"))
        let midnight = try #require(time.instant("2027-07-15"))
        #expect(midnight.milliseconds == 1_815_580_800_000)
        #expect(time.instant("2027-07-15T08:00")?.milliseconds == midnight.milliseconds + 8 * 3_600_000)
        #expect(time.instant("2027-07-15 08:00:07")?.milliseconds == midnight.milliseconds + 8 * 3_600_000 + 7_000)
    }

    @Test("A time that the zone does not have is refused")
    func refuses() throws {
        let shanghai = try #require(CivilTime(timeZone: "Asia/Shanghai"))
        for text in [
            "2027-02-30", "2027-7-15", "2027-07-15T24:00", "2027-07-15T8:00", "tomorrow", "2027-07-15T08:00Z", "",
        ] {
            #expect(shanghai.instant(text) == nil, "\(text)")
        }
        // Clocks went from 01:00 to 02:00 there that night.
        let london = try #require(CivilTime(timeZone: "Europe/London"))
        #expect(london.instant("2027-03-28T01:30") == nil)
        #expect(CivilTime(timeZone: "Asia/Nowhere") == nil)
    }
}
