import MediaPackaging
import Testing

@Suite struct SpacedSeriesTests {
    private static func series(_ timesMs: some Sequence<Int64>) -> SpacedSeries<Int64> {
        var series = SpacedSeries<Int64>(intervalMs: 10_000, countMax: 200)
        for time in timesMs { series.add(time, at: time) }
        return series
    }

    @Test("Of a minute of pictures, the first of every ten seconds is kept")
    func minute() {
        let series = Self.series(stride(from: 21, to: 60_000, by: 40))
        #expect(series.entries.map(\.timeMs) == [21, 10_021, 20_021, 30_021, 40_021, 50_021])
        #expect(series.entries.map(\.element) == series.entries.map(\.timeMs))
    }

    @Test(
        "However long a video is, there are at most 200, at even distances that doubled as often as needed",
        arguments: [(2000, 10, 200), (2001, 20, 101), (2700, 20, 135), (7200, 40, 180), (12 * 3600, 320, 135)]
    )
    func long(seconds: Int64, interval: Int64, count: Int) {
        let times = Self.series(stride(from: 0, to: seconds * 1000, by: 2000)).entries.map(\.timeMs)
        #expect(times.count == count && times.first == 0)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == interval * 1000 })
    }

    @Test("What goes on after the last picture is covered too, at a distance that still is allowed")
    func covering() {
        let series = Self.series([0, 10_000])
        #expect(series.intervalMs(covering: 2_000_000) == 10_000)
        #expect(series.intervalMs(covering: 2_000_001) == 20_000)
        #expect(series.intervalMs(covering: 12 * 3_600_000) == 320_000)
    }

    @Test("A stretch without pictures has none, and a time that is not after the last one is passed over")
    func gaps() {
        let series = Self.series([-3000, 6900, 7100, 90_000, 20_000, 90_000, 96_999, 97_000])
        #expect(series.entries.map(\.timeMs) == [-3000, 7100, 90_000, 97_000])
    }
}
