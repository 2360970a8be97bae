package import CourseModel
import Foundation

/// Dates and times of day as people write them in a programme, in the programme's time zone.
package struct CivilTime: Sendable {
    private let calendar: Calendar

    /// - Returns: nil for a name that is no IANA time zone.
    package init?(timeZone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// Reads `2027-07-15T08:00`, the same with a space or with seconds, or `2027-07-15` for the first instant of the day.
    ///
    /// - Returns: nil for anything else, and for a time that this zone does not have (30 February, or a skipped hour).
    package func instant(_ text: String) -> UTCTime? {
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
        guard let day = halves.first.flatMap({ Self.numbers($0, separator: "-", widths: [4, 2, 2]) }) else {
            return nil
        }
        var time = [0, 0, 0]
        if halves.count == 2 {
            let widths = halves[1].count > 5 ? [2, 2, 2] : [2, 2]
            guard let read = Self.numbers(halves[1], separator: ":", widths: widths) else { return nil }
            time = read + Array(repeating: 0, count: 3 - read.count)
        }
        let components = DateComponents(
            year: day[0],
            month: day[1],
            day: day[2],
            hour: time[0],
            minute: time[1],
            second: time[2]
        )
        guard let date = self.calendar.date(from: components) else { return nil }
        let back = self.calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        guard
            [back.year, back.month, back.day, back.hour, back.minute, back.second]
                == (day + time).map(Optional.some)
        else { return nil }
        return UTCTime(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// By how many minutes the zone's day begins before that of UTC.
    package func offsetMinutes(at instant: UTCTime) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
        return Int64(self.calendar.timeZone.secondsFromGMT(for: date) / 60)
    }

    private static func numbers(_ text: Substring, separator: Character, widths: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.count) == widths else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
        }
        return numbers.count == widths.count ? numbers : nil
    }
}
