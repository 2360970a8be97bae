package import CourseModel

/// What a person was credited over the years that a registration is valid, in all programmes (five years, 360 hours).
package struct CreditRegister: Hashable, Sendable, Codable {
    /// The hours of one programme, booked to one account.
    package struct Line: Hashable, Sendable, Codable {
        package let programme: Programme.ID
        package let accountKind: String
        package let hundredths: CreditHours
        /// Hours times the programme's ratio.
        package let creditsHundredths: CreditHours
        /// When the programme's last phase ended; the hours are of that day.
        package let endsAtMs: UTCTime

        package init(
            programme: Programme.ID,
            accountKind: String,
            hundredths: CreditHours,
            creditsHundredths: CreditHours,
            endsAtMs: UTCTime
        ) {
            self.programme = programme
            self.accountKind = accountKind
            self.hundredths = hundredths
            self.creditsHundredths = creditsHundredths
            self.endsAtMs = endsAtMs
        }
    }

    package let sinceMs: UTCTime
    /// The oldest first.
    package let lines: [Line]
    package let totalHundredths: CreditHours
    package let requiredHundredths: CreditHours

    /// - Parameter lines: of all programmes; those that ended before `sinceMs` are left out, and those without hours.
    package init(_ lines: [Line], sinceMs: UTCTime, requiredHundredths: CreditHours) {
        let counting = lines.filter { $0.endsAtMs >= sinceMs && $0.hundredths > .zero }
        self.sinceMs = sinceMs
        self.lines = counting.sorted {
            ($0.endsAtMs, $0.programme, $0.accountKind) < ($1.endsAtMs, $1.programme, $1.accountKind)
        }
        self.totalHundredths = counting.reduce(CreditHours.zero) { $0.addingClamped($1.hundredths) }
        self.requiredHundredths = requiredHundredths
    }
}
