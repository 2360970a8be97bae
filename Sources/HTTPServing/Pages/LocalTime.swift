package import CourseModel
import Foundation

/// Times as people read them at a place.
package struct LocalTime: Sendable {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private let calendar: Calendar

    /// - Parameter timeZone: IANA name; UTC is used where the system does not know it.
    package init(timeZone: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        self.calendar = calendar
    }

    /// `2025年7月9日 08:30`, `9 Jul 2025, 08:30`.
    package func text(_ time: UTCTime, in language: Language) -> String {
        let (day, clock) = (self.day(time, in: language), self.clock(time))
        return language == .chinese ? "\(day) \(clock)" : "\(day), \(clock)"
    }

    /// `2025年7月9日`, `9 Jul 2025`.
    package func day(_ time: UTCTime, in language: Language) -> String {
        let parts = self.parts(time)
        let (year, month, day) = (parts.year ?? 0, parts.month ?? 1, parts.day ?? 1)
        return language == .chinese ? "\(year)年\(month)月\(day)日" : "\(day) \(Self.months[month - 1]) \(year)"
    }

    /// `7月9日 08:30`, `9 Jul, 08:30`: where the year goes without saying.
    package func short(_ time: UTCTime, in language: Language) -> String {
        let (day, clock) = (self.shortDay(time, in: language), self.clock(time))
        return language == .chinese ? "\(day) \(clock)" : "\(day), \(clock)"
    }

    /// `08:30`.
    package func clock(_ time: UTCTime) -> String {
        let parts = self.parts(time)
        return "\(Self.twoDigits(parts.hour)):\(Self.twoDigits(parts.minute))"
    }

    /// `2025-07-09 08:30`, as spreadsheets read it.
    package func sortable(_ time: UTCTime) -> String {
        "\(self.date(time)) \(self.clock(time))"
    }

    /// `2025-07-09` (ISO 8601).
    package func date(_ time: UTCTime) -> String {
        let parts = self.parts(time)
        return "\(parts.year ?? 0)-\(Self.twoDigits(parts.month))-\(Self.twoDigits(parts.day))"
    }

    /// `7月9日`, `9 Jul`: where the year goes without saying.
    package func shortDay(_ time: UTCTime, in language: Language) -> String {
        let parts = self.parts(time)
        let (month, day) = (parts.month ?? 1, parts.day ?? 1)
        return language == .chinese ? "\(month)月\(day)日" : "\(day) \(Self.months[month - 1])"
    }

    /// The last days, the one of `now` last: each from its midnight to the next, 23 to 25 hours where clocks are changed.
    package func days(_ count: Int, until now: UTCTime) -> [Range<UTCTime>] {
        let today = self.calendar.startOfDay(for: Self.date(of: now))
        let starts = (0...count).map { index in
            // Noon is far from every change of clocks.
            let noon = today.addingTimeInterval(Double(index - count + 1) * 86_400 + 43_200)
            let start = self.calendar.startOfDay(for: noon)
            return UTCTime(milliseconds: Int64(start.timeIntervalSince1970) * 1_000)
        }
        return zip(starts, starts.dropFirst()).map { $0..<$1 }
    }

    private func parts(_ time: UTCTime) -> DateComponents {
        self.calendar.dateComponents([.year, .month, .day, .hour, .minute], from: Self.date(of: time))
    }

    private static func date(of time: UTCTime) -> Date {
        Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
    }

    private static func twoDigits(_ number: Int?) -> String { String(String(100 + (number ?? 0)).dropFirst()) }
}
