import CourseModel
import Prefetching
import Testing

@Suite struct GoodputMeterTests {
    @Test("A steady line is measured as what it is")
    func steady() {
        var meter = GoodputMeter()
        for second in 0..<100 {
            meter.add(ByteCount(bytes: 250_000), at: .seconds(second))
        }
        #expect(meter.bytesPerSecond(at: .milliseconds(99_999)) == ByteCount(bytes: 250_000))
    }

    @Test("A line that has just begun is not measured over the half minute before")
    func beginning() {
        var meter = GoodputMeter()
        meter.add(ByteCount(bytes: 500), at: .seconds(1_000))
        #expect(meter.bytesPerSecond(at: .milliseconds(1_000_100)) == ByteCount(bytes: 500))
        meter.add(ByteCount(bytes: 500), at: .seconds(1_001))
        #expect(meter.bytesPerSecond(at: .seconds(1_002)) == ByteCount(bytes: 500))
    }

    @Test("Half a minute after the last byte the rate is nothing, and then it is measured anew")
    func silence() {
        var meter = GoodputMeter()
        meter.add(ByteCount(bytes: 3_000), at: .seconds(10))
        #expect(meter.bytesPerSecond(at: .seconds(30)) == ByteCount(bytes: 150))
        #expect(meter.bytesPerSecond(at: .seconds(41)) == .zero)
        meter.add(ByteCount(bytes: 100), at: .seconds(100))
        #expect(meter.bytesPerSecond(at: .seconds(101)) == ByteCount(bytes: 100))
    }
}
