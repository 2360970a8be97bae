package import CourseModel
import Prefetching

/// What came on each of some days, as bars on a plane: a day is a column, what came from each source lies on the ones
/// before it. All numbers are whole ones of the plane, whose origin is top left.
package struct TrafficChart: Hashable, Sendable {
    package struct Bar: Hashable, Sendable {
        package let source: String
        package let x: Int64
        package let y: Int64
        package let width: Int64
        package let height: Int64
    }

    package static let dayWidth: Int64 = 10
    package static let barWidth: Int64 = 8
    package static let height: Int64 = 1_000
    /// Less could not be seen.
    private static let barHeightMin: Int64 = 8
    /// In the order in which they lie on each other; what is not named here comes after them.
    private static let order = Source.Kind.allCases.map(\.rawValue)

    /// Those of which anything came, in the order in which they lie on each other.
    package let sources: [String]
    /// All that came from each of the sources.
    package let sums: [String: ByteCount]
    /// What the whole height stands for: a round number, and at least the most of all days.
    package let scale: ByteCount
    package let bars: [Bar]
    package let width: Int64

    package init(_ days: [TrafficDay]) {
        let sums = days.reduce(into: [String: ByteCount]()) { sums, day in
            for (source, bytes) in day.bytes { sums[source, default: .zero] += bytes }
        }
        let sources = sums.filter { $0.value > .zero }.keys.sorted { one, other in
            (Self.place(one), one) < (Self.place(other), other)
        }
        let scale = Self.scale(for: days.map(\.sum).max() ?? .zero)
        self.sources = sources
        self.sums = sums
        self.scale = scale
        self.width = Int64(days.count) * Self.dayWidth
        self.bars = days.enumerated().flatMap { index, day in
            Self.bars(of: day, sources, scale, x: Int64(index) * Self.dayWidth)
        }
    }

    private static func place(_ source: String) -> Int { self.order.firstIndex(of: source) ?? self.order.count }

    /// The next of 1, 2 and 5 with zeros after it.
    private static func scale(for most: ByteCount) -> ByteCount {
        var (step, factors) = (Int64(1), 0)
        while step < most.bytes, !step.multipliedReportingOverflow(by: 10).overflow {
            step = factors % 3 == 1 ? step / 2 * 5 : step * 2
            factors += 1
        }
        return ByteCount(bytes: max(step, most.bytes))
    }

    private static func bars(of day: TrafficDay, _ sources: [String], _ scale: ByteCount, x: Int64) -> [Bar] {
        var top = self.height
        return sources.compactMap { source in
            guard let bytes = day.bytes[source], bytes > .zero else { return nil }
            let share = Double(bytes.bytes) / Double(scale.bytes)
            let height = min(top, max(self.barHeightMin, Int64(Double(self.height) * share)))
            top -= height
            return Bar(source: source, x: x, y: top, width: self.barWidth, height: height)
        }
    }
}
