import CourseModel
import Origin
import Testing

@Suite struct DecimalHoursTests {
    @Test("Hours are read exactly", arguments: [("36", 3600), ("1.5", 150), ("0.25", 25), ("0", 0), ("3.05", 305)])
    func reads(text: String, hundredths: Int64) {
        #expect(DecimalHours.hundredths(of: text) == CreditHours(hundredths: hundredths))
        #expect(DecimalHours.text(of: CreditHours(hundredths: hundredths)) == text)
    }

    @Test(
        "Hours are never rounded or guessed",
        arguments: ["1.005", "-1", "1,5", ".5", "1.", "1e2", "", "一", "999999999999999999999", "100001"]
    )
    func refuses(text: String) {
        #expect(DecimalHours.hundredths(of: text) == nil)
    }
}
