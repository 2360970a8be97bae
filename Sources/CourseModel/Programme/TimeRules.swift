/// What the dates of a phase mean for what is watched and reported.
package struct TimeRules: Hashable, Sendable, Codable {
    /// Whether what was watched outside its phase is refused; false for a rehearsal before the programme.
    package let hasWindows: Bool
    /// Whether what may have been watched inside a phase or outside, as far as clocks can tell, counts.
    package let benefitOfDoubt: Bool
    /// Days after a phase's end until it is sealed: what is reported later waits for two officers.
    package let settlingDays: Int64

    package init(hasWindows: Bool = true, benefitOfDoubt: Bool = true, settlingDays: Int64 = Self.settlingDaysStandard)
    {
        self.hasWindows = hasWindows
        self.benefitOfDoubt = benefitOfDoubt
        self.settlingDays = settlingDays
    }

    package static let settlingDaysStandard: Int64 = 30
}
