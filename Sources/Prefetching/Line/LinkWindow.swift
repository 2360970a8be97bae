package import CourseModel

/// Hours of some days of the week in which prefetch may use the line, and how much of it.
package struct LinkWindow: Hashable, Sendable {
    /// How much of the line a window gives.
    package enum Share: Hashable, Sendable {
        case all
        /// Thousandths of what the line brings, from 1 to 1000.
        case permille(Int64)
        /// On the wire.
        case rate(Bitrate)
    }

    /// 0 is Monday.
    package let days: Set<Int>
    /// Minutes of the day, local time; a window over midnight ends after minute 1440.
    package let minutes: Range<Int>
    package let share: Share

    package init(days: Set<Int>, minutes: Range<Int>, share: Share = .all) {
        self.days = days
        self.minutes = minutes
        self.share = share
    }
}

extension LinkWindow {
    /// More than a technician writes.
    package static let countMax = 20
    private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Reads windows as the setting `link.windows` has them: `mon-fri 22:00-06:30; sat,sun 00:00-24:00 50%`.
    ///
    /// Each is days (`daily`, or days and stretches of days separated by commas), hours, and if not all of the line a
    /// share (`50%`) or a rate (`500 kbit/s`, `2 Mbit/s`). Hours that end before they begin go over midnight.
    ///
    /// - Returns: none for a text without any; nil for one that means nothing.
    package static func list(_ text: String) -> [LinkWindow]? {
        let parts = text.split(separator: ";").filter { !$0.allSatisfy(\.isWhitespace) }
        guard parts.count <= self.countMax else { return nil }
        let windows = parts.compactMap { LinkWindow(String($0)) }
        return windows.count == parts.count ? windows : nil
    }

    private init?(_ text: String) {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        guard (2...4).contains(words.count), let days = Self.days(words[0]), let minutes = Self.minutes(words[1]),
            let share = Self.share(words.dropFirst(2).joined())
        else { return nil }
        self.init(days: days, minutes: minutes, share: share)
    }

    private static func days(_ text: String) -> Set<Int>? {
        if text == "daily" { return Set(self.days.indices) }
        var days: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
                self.days.firstIndex(of: String($0))
            }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
            // A stretch may go over Sunday: fri-mon.
            for offset in 0...((last - first + 7) % 7) { days.insert((first + offset) % 7) }
        }
        return days
    }

    private static func minutes(_ text: String) -> Range<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { self.minute(String($0)) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start < 1440, start != end else { return nil }
        return start..<(end > start ? end : end + 1440)
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ (1...2).contains($0.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = UInt(parts[0]), let minute = UInt(parts[1]),
            minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return Int(hour * 60 + minute)
    }

    private static func share(_ text: String) -> Share? {
        if text.isEmpty { return .all }
        if text.hasSuffix("%") {
            guard let percent = Int64(text.dropLast()), (1...100).contains(percent) else { return nil }
            return percent == 100 ? .all : .permille(percent * 10)
        }
        for (unit, bits) in [("kbit/s", Int64(1_000)), ("mbit/s", 1_000_000)] where text.hasSuffix(unit) {
            guard let number = Int64(text.dropLast(unit.count)), (1...1_000_000).contains(number) else { return nil }
            return .rate(Bitrate(bitsPerSecond: number * bits))
        }
        return nil
    }
}
