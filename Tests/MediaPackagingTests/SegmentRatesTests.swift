import CourseModel
import MediaPackaging
import Testing

@Suite struct SegmentRatesTests {
    private static func rates(_ segments: [(bytes: Int64, ticks: Int64)], target: Int64) -> SegmentRates {
        let chunks = segments.map {
            Chunk(digest: Digest(of: []), sizeBytes: ByteCount(bytes: $0.bytes), durationTicks: $0.ticks)
        }
        return SegmentRates(chunks, timescale: 1000, targetDurationSeconds: target)
    }

    @Test("The peak is that of the costliest run of about a target duration")
    func peak() {
        let rates = Self.rates([(6000, 6000), (12_000, 6000), (3000, 6000)], target: 6)
        #expect(rates.peak == Bitrate(bitsPerSecond: 16_000))
        #expect(rates.average == Bitrate(bitsPerSecond: 9334))
    }

    @Test("A segment below half a target duration counts with its neighbours only")
    func shortSegment() {
        let rates = Self.rates([(6000, 6000), (5000, 1000)], target: 6)
        #expect(rates.peak == Bitrate(bitsPerSecond: 12_572))
        #expect(rates.peak == rates.average)
    }

    @Test("The peak is never below the average, and nothing has no rate")
    func edges() {
        #expect(Self.rates([(100, 400)], target: 1).peak == Bitrate(bitsPerSecond: 2000))
        #expect(Self.rates([], target: 6).average == .zero)
    }
}
