package import CourseModel

/// How many hours of one day count: those of the topics that were earned first, at most the day's cap together.
package struct DayCount: Hashable, Sendable {
    /// Hours of one topic, and when they were earned.
    package struct Earning: Hashable, Sendable {
        package let topic: Topic.ID
        package let hours: CreditHours
        package let atMs: AgentTime

        package init(topic: Topic.ID, hours: CreditHours, atMs: AgentTime) {
            self.topic = topic
            self.hours = hours
            self.atMs = atMs
        }
    }

    private static let dayMs: Int64 = 86_400_000

    private let dailyMax: CreditHours?
    private let offsetMs: Int64

    package init(_ caps: HourCaps?) {
        self.dailyMax = caps?.dailyHundredths
        self.offsetMs = Int64(clamping: Int128(caps?.dayOffsetMinutes ?? 0) * 60_000)
    }

    /// What is left of each topic.
    package func counted(_ earnings: [Earning]) -> [Topic.ID: CreditHours] {
        let inOrder = earnings.sorted { ($0.atMs, $0.topic) < ($1.atMs, $1.topic) }
        var left: [Int64: CreditHours] = [:]
        var counted: [Topic.ID: CreditHours] = [:]
        for earning in inOrder {
            guard let dailyMax = self.dailyMax else {
                counted[earning.topic] = earning.hours
                continue
            }
            let day = self.day(of: earning.atMs)
            let hours = min(max(earning.hours, .zero), left[day] ?? max(dailyMax, .zero))
            left[day] = (left[day] ?? max(dailyMax, .zero)) - hours
            counted[earning.topic] = hours
        }
        return counted
    }

    private func day(of time: AgentTime) -> Int64 {
        let local = Int64(clamping: Int128(time.milliseconds) + Int128(self.offsetMs))
        let (day, rest) = local.quotientAndRemainder(dividingBy: Self.dayMs)
        return rest < 0 ? day - 1 : day
    }
}
