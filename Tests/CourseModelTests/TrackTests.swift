import CourseModel
import Testing

@Suite struct TrackTests {
    @Test("Chunks lie behind one another from byte 0, and segments on the time line from the track's start")
    func layout() throws {
        let digest = Digest(of: [])
        let sizes: [(Int64, Int64)] = [(1_000, 0), (5_000, 96_000), (3_000, 48_000)]
        let track = Track(
            track: try #require(Track.ID("a1")),
            codec: "mp4a.40.2",
            language: "zh",
            timescale: 48_000,
            startTicks: 33_600,
            video: nil,
            audio: .init(channels: 2, sampleRateHertz: 48_000),
            blob: digest,
            initSizeBytes: ByteCount(bytes: 700),
            chunks: sizes.map { Chunk(digest: digest, sizeBytes: ByteCount(bytes: $0.0), durationTicks: $0.1) },
            peakBitsPerSecond: .zero,
            averageBitsPerSecond: .zero
        )
        #expect(track.chunkRanges == [0..<1_000, 1_000..<6_000, 6_000..<9_000])
        #expect(track.sizeBytes == ByteCount(bytes: 9_000))
        #expect(track.segmentTimes.map(\.lowerBound.milliseconds) == [700, 2_700])
        #expect(track.segmentTimes.last?.upperBound.milliseconds == 3_700)
    }
}
