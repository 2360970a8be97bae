import CourseModel
import Prefetching
import Testing

@Suite struct ReceiveBufferTests {
    private static func size(_ bytesPerSecond: Int64, _ roundTrip: Duration?) -> Int {
        var buffer = ReceiveBuffer()
        return buffer.follow(line: ByteCount(bytes: bytesPerSecond), roundTrip: roundTrip)
    }

    @Test("The buffer is what the line carries in two round trips and 60 ms, and not less than a few packets")
    func size() {
        #expect(Self.size(240_000, .milliseconds(1)) == 240 * 62)
        #expect(Self.size(240_000, .milliseconds(50)) == 240 * 160)
        #expect(Self.size(240_000, nil) == 240 * 160)
        #expect(Self.size(10_000, .milliseconds(20)) == 8_192)
        #expect(Self.size(0, .zero) == 8_192)
    }

    @Test("A line that needs more than the system grants is left to the system")
    func fast() {
        #expect(Self.size(12_500_000, .milliseconds(20)) == 0)
        #expect(Self.size(.max / 100_000, .seconds(3_600)) == 0)
    }

    @Test("It follows only what has doubled or halved: every other size is another connection")
    func steps() {
        var buffer = ReceiveBuffer()
        func follow(_ rate: Int64) -> Int {
            buffer.follow(line: ByteCount(bytes: rate), roundTrip: .milliseconds(20))
        }
        #expect(follow(200_000) == 20_000)
        #expect(follow(390_000) == 20_000)
        #expect(follow(110_000) == 20_000)
        #expect(follow(400_000) == 40_000)
        #expect(follow(200_000) == 20_000)
        #expect(follow(12_000_000) == 0)
        #expect(follow(200_000) == 20_000)
    }
}
