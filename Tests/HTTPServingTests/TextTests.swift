import CourseModel
import HTTPServing
import Testing

@Suite struct TextTests {
    @Test("A time is read in the school's time zone")
    func time() {
        let place = LocalTime(timeZone: "Asia/Shanghai")
        let time = UTCTime(milliseconds: 1_752_021_000_999)
        #expect(place.text(time, in: .chinese) == "2025年7月9日 08:30")
        #expect(place.text(time, in: .english) == "9 Jul 2025, 08:30")
        #expect(place.short(time, in: .chinese) == "7月9日 08:30")
        #expect(place.short(time, in: .english) == "9 Jul, 08:30")
        #expect(place.sortable(time) == "2025-07-09 08:30")
        #expect(LocalTime(timeZone: "Nowhere/None").clock(time) == "00:30")
    }

    @Test("The last days go from midnight to midnight, also where clocks are changed")
    func days() {
        let berlin = LocalTime(timeZone: "Europe/Berlin")
        // 2027-03-28, 12:00 in summer time, which began that night.
        let days = berlin.days(3, until: UTCTime(milliseconds: 1_806_228_000_000))
        #expect(days.map { berlin.date($0.lowerBound) } == ["2027-03-26", "2027-03-27", "2027-03-28"])
        #expect(days.map { berlin.clock($0.lowerBound) } == ["00:00", "00:00", "00:00"])
        #expect(days.map { ($0.upperBound - $0.lowerBound).milliseconds / 3_600_000 } == [24, 24, 23])
        let first = UTCTime(milliseconds: 1_752_021_000_999)
        let one = LocalTime(timeZone: "Asia/Shanghai").days(1, until: first)
        #expect(one.map { $0.lowerBound.milliseconds } == [1_751_990_400_000])
        #expect(berlin.shortDay(first, in: .chinese) == "7月9日")
    }

    @Test("A span is rounded to what it is used for, in a unit that says enough")
    func spans() {
        func span(_ minutes: Int64, _ rounding: TimeSpan.Rounding) -> String {
            "\(TimeSpan(UTCTime(milliseconds: minutes * 60_000 + 1), rounding: rounding))"
        }
        #expect([span(0, .down), span(0, .up)] == ["0 minutes", "1 minutes"])
        #expect([span(119, .down), span(119, .up)] == ["119 minutes", "2 hours"])
        #expect([span(4_319, .down), span(4_319, .up)] == ["71 hours", "3 days"])
        #expect([span(4_320, .down), span(4_320, .up)] == ["3 days", "4 days"])
    }

    @Test("Hours, shares and bytes are read without needless zeros")
    func quantities() {
        #expect(QuantityText.hours(CreditHours(hundredths: 3600)) == "36")
        #expect(QuantityText.hours(CreditHours(hundredths: 3650)) == "36.5")
        #expect(QuantityText.hours(CreditHours(hundredths: 5)) == "0.05")
        #expect(QuantityText.hours(CreditHours(hundredths: -150)) == "-1.5")
        #expect(QuantityText.percent(permille: 999) == "99.9 %")
        #expect(QuantityText.percent(permille: 1000) == "100 %")
        #expect(QuantityText.bytes(ByteCount(bytes: 0)) == "0 B")
        #expect(QuantityText.bytes(ByteCount(bytes: 999)) == "999 B")
        #expect(QuantityText.bytes(ByteCount(bytes: 1500)) == "1.5 kB")
        #expect(QuantityText.bytes(ByteCount(bytes: 250_000_000)) == "250 MB")
        #expect(QuantityText.bytes(ByteCount(bytes: 1_999_999_999_999)) == "1.9 TB")
        #expect(QuantityText.duration(MediaTime(milliseconds: 123_999)) == "2:03")
        #expect(QuantityText.duration(MediaTime(milliseconds: 3_723_000)) == "1:02:03")
    }
}
