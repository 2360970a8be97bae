import CourseModel
import EdgeCache
import Testing

@Suite struct TrafficChartTests {
    private static func days(_ bytes: [[String: Int64]]) -> [TrafficDay] {
        bytes.enumerated().map { index, bytes in
            TrafficDay(
                date: "2030-03-\(10 + index)",
                startsAtMs: UTCTime(milliseconds: Int64(index) * 86_400_000),
                bytes: bytes.mapValues(ByteCount.init(bytes:))
            )
        }
    }

    @Test(
        "The height stands for the next 1, 2 or 5 with zeros after it",
        arguments: [
            (0, 1), (1, 1), (3, 5), (5, 5), (6, 10), (11, 20), (1_999, 2_000), (21_000_000_000, 50_000_000_000),
        ]
    )
    func scale(most: Int64, scale: Int64) {
        #expect(TrafficChart(Self.days([["origin": most], [:]])).scale == ByteCount(bytes: scale))
    }

    @Test("The most that can be counted still has a scale, and bars inside the plane")
    func most() {
        let chart = TrafficChart(Self.days([["origin": .max], [:]]))
        #expect(chart.scale.bytes == .max)
        #expect(chart.bars.map(\.height) == [1_000])
    }

    @Test("What came from each source lies on the others, always in the same order, and the day has its column")
    func stacked() {
        let chart = TrafficChart(Self.days([["disc": 100], [:], ["peer": 200, "origin": 300, "balloon": 400]]))
        #expect(chart.sources == ["origin", "peer", "disc", "balloon"])
        #expect(chart.sums["origin"] == ByteCount(bytes: 300))
        #expect(chart.width == 30)
        #expect(chart.bars.map(\.source) == ["disc", "origin", "peer", "balloon"])
        #expect(chart.bars.map(\.x) == [0, 20, 20, 20])
        #expect(chart.bars.map(\.y) == [900, 700, 500, 100])
        #expect(chart.bars.map(\.height) == [100, 300, 200, 400])
    }

    @Test("A little is still seen, and nothing is not")
    func little() {
        let chart = TrafficChart(
            Self.days([["origin": 900_000, "disc": 1], ["origin": 0], ["origin": 999_999, "disc": 1]])
        )
        #expect(chart.bars.map(\.height) == [900, 8, 999, 1])
    }

    @Test("Without anything there is nothing to draw")
    func empty() {
        let chart = TrafficChart(Self.days([[:], [:]]))
        #expect(chart.sources.isEmpty && chart.bars.isEmpty)
        #expect(TrafficChart([]).width == 0)
    }
}
