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
