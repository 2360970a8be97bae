import CommandInterface
import Testing

@Suite struct ProgressMeterTests {
    @Test("Halfway through ten megabytes, the line says how far, how fast and how long still")
    func halfway() {
        var meter = ProgressMeter(label: "prefetch", total: 10_000_000, unit: .bytes)
        meter.record(0, at: .zero)
        meter.record(5_000_000, at: .seconds(5))
        #expect(meter.rate == 1_000_000)
        #expect(meter.remaining == .seconds(5))
        let line = meter.line(columns: 100)
        #expect(line.hasPrefix("prefetch"))
        #expect(line.contains("50"))
        #expect(line.contains("1.0 MB/s"))
        #expect(line.contains("0:05"))
    }

    @Test("The rate is that of the last ten seconds, not of the whole time")
    func rateFollowsTheLine() {
        var meter = ProgressMeter(label: "prefetch", total: 100_000_000, unit: .bytes)
        meter.record(0, at: .zero)
        meter.record(50_000_000, at: .seconds(5))
        for second in 6...30 {
            meter.record(50_000_000 + Int64(second - 5) * 200_000, at: .seconds(second))
        }
        #expect(meter.rate == 200_000)
        #expect(meter.line(columns: 100).contains("200 kB/s"))
    }

    @Test("Nothing is said of rate and remaining time before there is anything to tell them from")
    func silentAtFirst() {
        var meter = ProgressMeter(label: "prefetch", total: 1_000, unit: .bytes)
        meter.record(0, at: .zero)
        #expect(meter.rate == nil)
        #expect(meter.remaining == nil)
        #expect(!meter.line(columns: 80).contains("/s"))
    }

    @Test("An encoder's rate is a multiple of real time, and a long wait has hours")
    func mediaTime() {
        var meter = ProgressMeter(label: "encode", total: 10 * 3_600_000, unit: .mediaMilliseconds)
        meter.record(0, at: .zero)
        meter.record(12_500, at: .seconds(5))
        let line = meter.line(columns: 100)
        #expect(line.contains("2.5×"))
        #expect(line.contains("3:59:55"))
    }

    @Test("In a narrow terminal the bar and the label are shorter, and the figures stay", arguments: [44, 60, 80, 200])
    func narrow(columns: Int) {
        var meter = ProgressMeter(
            label: "packaging 第1课 教育变革中的技术力量.mp4",
            total: 600_000,
            unit: .mediaMilliseconds
        )
        meter.record(0, at: .zero)
        meter.record(250_000, at: .seconds(10))
        let line = meter.line(columns: columns)
        #expect(line.hasSuffix("41%  25.0×  0:14") && line.hasPrefix("packagi"), "\(line)")
        #expect((6...24).contains(line.count { "█░".contains($0) }) && DisplayWidth.of(line) <= columns, "\(line)")
        #expect(line.contains("…") == (columns < 70), "\(line)")
    }

    @Test("A line is never wider than the terminal, even with Chinese in it", arguments: [10, 20, 40, 80])
    func fits(columns: Int) {
        var meter = ProgressMeter(label: "预下载 第一课 信息技术与学科教学融合", total: 1_000_000, unit: .bytes)
        meter.record(0, at: .zero)
        meter.record(400_000, at: .seconds(1))
        #expect(DisplayWidth.of(meter.line(columns: columns)) <= columns)
    }
}
