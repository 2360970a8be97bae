/// One step of hours by table: what a lesson earns from so many covered minutes on.
package struct HoursStep: Hashable, Sendable, Codable {
    package let fromMinutes: Int64
    package let hundredths: CreditHours

    package init(fromMinutes: Int64, hundredths: CreditHours) {
        self.fromMinutes = fromMinutes
        self.hundredths = hundredths
    }
}
