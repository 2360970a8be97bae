/// How many hours count at most, beside the limits of sections and phases.
package struct HourCaps: Hashable, Sendable, Codable {
    /// Of what was earned on one day; nil: any number.
    package let dailyHundredths: CreditHours?
    /// Over all phases; nil: any number.
    package let programmeHundredths: CreditHours?
    /// By how much the programme's days begin before those of UTC; 480 in China.
    package let dayOffsetMinutes: Int64

    package init(dailyHundredths: CreditHours?, programmeHundredths: CreditHours?, dayOffsetMinutes: Int64) {
        self.dailyHundredths = dailyHundredths
        self.programmeHundredths = programmeHundredths
        self.dayOffsetMinutes = dayOffsetMinutes
    }
}
