import CourseModel
import HTTPServing
import Prefetching

extension TechnicianPage.Model {
    /// The last 30 days, as bars and in numbers.
    package struct Traffic: Sendable {
        package let isEmpty: Bool
        /// What the bars show, in words.
        package let words: String
        /// Of the plane; the bars are in its units, `half` is half of its height.
        package let width: Int64
        package let height: Int64
        package let half: Int64
        /// What the top, the middle and the bottom stand for.
        package let scale: [String]
        package let bars: [Bar]
        /// Of the first day, one in the middle, and the last.
        package let dates: [String]
        package let sources: [Source]
        /// Of the columns of `days`, after the date.
        package let headings: [String]
        /// Newest first.
        package let days: [Day]
    }

    package struct Bar: Sendable {
        package let tone: String
        package let x: Int64
        package let y: Int64
        package let width: Int64
        package let height: Int64
    }

    package struct Source: Sendable {
        package let tone: String
        package let name: String
        package let sum: String
    }

    package struct Day: Sendable {
        package let date: String
        /// As `headings` name them.
        package let cells: [String]
    }

    package struct Retry: Sendable {
        package let reason: String
        package let day: String
        package let month: String
    }
}

/// The last 30 days: what came from where, and what had to be tried again.
extension TechnicianPage {
    var traffic: Model.Traffic {
        let days = self.status.link.days
        let chart = TrafficChart(days)
        let half = ByteCount(bytes: chart.scale.bytes / 2)
        return Model.Traffic(
            isEmpty: chart.sources.isEmpty,
            words: self.words(of: days, chart),
            width: chart.width,
            height: TrafficChart.height,
            half: TrafficChart.height / 2,
            scale: [chart.scale, half].map(QuantityText.bytes) + ["0"],
            bars: chart.bars.map { bar in
                Model.Bar(tone: Self.tone(of: bar.source), x: bar.x, y: bar.y, width: bar.width, height: bar.height)
            },
            dates: [days.first, days.isEmpty ? nil : days[days.count / 2], days.last].compactMap(\.self).map(self.date),
            sources: chart.sources.map { source in
                Model.Source(
                    tone: Self.tone(of: source),
                    name: self.name(of: source),
                    sum: QuantityText.bytes(chart.sums[source] ?? .zero)
                )
            },
            headings: chart.sources.map(self.name) + (chart.sources.count > 1 ? [self.say("trafficSum")] : []),
            days: days.reversed().map { self.row(of: $0, chart.sources) }
        )
    }

    var retries: [Model.Retry] {
        self.status.link.retries.filter { $0.month > 0 }.map { count in
            Model.Retry(
                reason: self.say("retry.\(count.reason.rawValue)"),
                day: "\(count.day)",
                month: "\(count.month)"
            )
        }
    }

    private func words(of days: [TrafficDay], _ chart: TrafficChart) -> String {
        guard let first = days.first, let last = days.last, let most = days.max(by: { $0.sum < $1.sum })
        else { return "" }
        let values = [
            "from": self.date(first), "to": self.date(last), "most": self.date(most),
            "bytes": QuantityText.bytes(most.sum), "sum": QuantityText.bytes(chart.sums.values.reduce(.zero, +)),
        ]
        return self.say("trafficWords", values)
    }

    private func row(of day: TrafficDay, _ sources: [String]) -> Model.Day {
        let amounts = sources.map { day.bytes[$0] ?? .zero } + (sources.count > 1 ? [day.sum] : [])
        return Model.Day(date: self.date(day), cells: amounts.map { $0 > .zero ? QuantityText.bytes($0) : "–" })
    }

    private func date(_ day: TrafficDay) -> String {
        self.time.shortDay(day.startsAtMs, in: self.language)
    }

    private func name(of source: String) -> String {
        let key = "technician.source.\(source)"
        return self.messages.has(key) ? self.messages.text(key, in: self.language) : source
    }

    /// A class of the style sheet.
    private static func tone(of source: String) -> String {
        Source.Kind(rawValue: source) == nil ? "source-other" : "source-\(source)"
    }
}
