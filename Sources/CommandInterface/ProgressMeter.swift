/// How far something is, how fast it goes, and when it will be done: the words of a `ProgressBar`.
///
/// The rate is that of the last ten seconds, so that it follows a line that gets slower.
package struct ProgressMeter: Sendable {
    package enum Unit: Sendable {
        case bytes
        /// Media time in milliseconds; the rate is shown as a multiple of real time.
        case mediaMilliseconds
        case items
    }

    private static let rateWindow: Duration = .seconds(10)
    private static let barColumns = 6...24
    private static let labelColumnsMin = 8

    /// What is going on, in two or three words.
    package var label: String
    private let unit: Unit
    private let total: Int64
    private var completed: Int64 = 0
    private var samples: [(at: Duration, completed: Int64)] = []

    package init(label: String, total: Int64, unit: Unit) {
        self.label = label
        self.total = total
        self.unit = unit
    }

    /// - Parameters:
    ///   - completed: units done so far, of all.
    ///   - now: time since the start.
    package mutating func record(_ completed: Int64, at now: Duration) {
        self.completed = completed
        self.samples.removeAll { $0.at < now - Self.rateWindow }
        self.samples.append((now, completed))
    }

    /// Units a second; nil before there is anything to tell it from.
    package var rate: Double? {
        guard let first = self.samples.first, let last = self.samples.last, last.at > first.at,
            last.completed > first.completed
        else { return nil }
        return Double(last.completed - first.completed) / ((last.at - first.at) / .seconds(1))
    }

    package var remaining: Duration? {
        self.rate.map { .seconds(Double(max(0, self.total - self.completed)) / $0) }
    }

    /// One line of at most so many columns: where they are few, the bar and then the label are shorter.
    package func line(columns: Int) -> String {
        let permille = self.total > 0 ? min(1000, self.completed * 1000 / self.total) : 1000
        var parts = [DisplayWidth.padded("\(permille / 10)%", columns: 4, toRight: true)]
        if let rate = self.rate {
            parts.append(self.words(forRate: rate))
        }
        if let remaining = self.remaining, permille < 1000 {
            parts.append(Self.words(for: remaining))
        }
        let figures = parts.joined(separator: "  ")
        // Beside the figures, the bar and the spaces around it.
        let room = columns - DisplayWidth.of(figures) - 3
        let label = DisplayWidth.prefix(
            of: self.label,
            columns: max(Self.labelColumnsMin, room - Self.barColumns.lowerBound)
        )
        let width = min(max(room - DisplayWidth.of(label), Self.barColumns.lowerBound), Self.barColumns.upperBound)
        let filled = Int(permille) * width / 1000
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return DisplayWidth.prefix(of: "\(label) \(bar)  \(figures)", columns: columns)
    }

    private func words(forRate rate: Double) -> String {
        switch self.unit {
        case .bytes where rate >= 1_000_000: "\(Self.oneDecimal(rate / 1_000_000)) MB/s"
        case .bytes: "\(Int(rate / 1000)) kB/s"
        case .mediaMilliseconds: "\(Self.oneDecimal(rate / 1000))×"
        case .items: "\(Self.oneDecimal(rate))/s"
        }
    }

    private static func oneDecimal(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func words(for duration: Duration) -> String {
        let seconds = duration.components.seconds
        let twoDigits = { (value: Int64) in value < 10 ? "0\(value)" : "\(value)" }
        let minutes = seconds / 60
        return minutes >= 60
            ? "\(minutes / 60):\(twoDigits(minutes % 60)):\(twoDigits(seconds % 60))"
            : "\(minutes):\(twoDigits(seconds % 60))"
    }
}
