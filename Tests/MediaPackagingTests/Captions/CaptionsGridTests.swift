import CourseModel
import MediaPackaging
import TestNumbers
import Testing

@Suite struct CaptionsGridTests {
    private static func texts(_ cues: [Cue], _ grid: CaptionsGrid) -> [String] {
        grid.segments(of: cues).map { WebVTTText.segment($0) }
    }

    @Test(
        "Segments are whole WebVTT files on the lesson's time line; a cue over a border is in both, an empty one is there"
    )
    func segments() {
        let cues = [
            Cue(startMs: 0, endMs: 1_000, text: "一"), Cue(startMs: 5_500, endMs: 6_500, text: "<b>二</b>\n三"),
            Cue(startMs: 18_000, endMs: 3_723_004, text: "四"),
        ]
        let texts = Self.texts(
            cues,
            CaptionsGrid(timescale: 90_000, bounds: [0, 540_000, 1_080_000, 1_620_000, 2_160_000])
        )
        let header = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n"
        let border = "00:00:05.500 --> 00:00:06.500\n<b>二</b>\n三\n\n"
        #expect(
            texts == [
                header + "00:00:00.000 --> 00:00:01.000\n一\n\n" + border, header + border, header,
                header + "00:00:18.000 --> 01:02:03.004\n四\n\n",
            ]
        )
        #expect(WebVTTText.whole([cues[0]]) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n一\n\n")
    }

    @Test("Every cue is in each segment in which it is shown and in no other, with the same times", arguments: 1...200)
    func everyCue(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let timescale = [1_000, 12_800, 44_100, 48_000, 90_000, 30_000].randomElement(using: &random) ?? 1_000
        var bounds: [Int64] = [0]
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            bounds.append((bounds.last ?? 0) + Int64.random(in: 1...Int64(10 * timescale), using: &random))
        }
        let grid = CaptionsGrid(timescale: Int64(timescale), bounds: bounds)
        let endMs = (bounds.last ?? 0) * 1000 / Int64(timescale)
        let cues = (0..<Int.random(in: 0...60, using: &random)).map { number in
            let start = Int64.random(in: 0...endMs, using: &random)
            let long = Int.random(in: 0..<8, using: &random) == 0
            return Cue(
                startMs: start,
                endMs: start + 1 + Int64.random(in: 0...(long ? endMs : 5_000), using: &random),
                text: "cue \(number)"
            )
        }.sorted { $0.startMs < $1.startMs }

        let segments = try Self.texts(cues, grid).map { try CaptionsReader.cues(of: $0).cues }
        #expect(segments.count == bounds.count - 1)
        for (number, segment) in segments.enumerated() {
            let shown = cues.filter {
                $0.startMs * Int64(timescale) < bounds[number + 1] * 1000
                    && $0.endMs * Int64(timescale) > bounds[number] * 1000
            }
            #expect(segment == shown, "segment \(number) of seed \(seed)")
        }
        let lastMs = (bounds.last ?? 0) * 1000
        #expect(Set(segments.joined()) == Set(cues.filter { $0.startMs * Int64(timescale) < lastMs }))
        #expect(try CaptionsReader.cues(of: WebVTTText.whole(cues)).cues == cues)
    }

    @Test("The grid begins at 0 however late the picture does, and ends with the lesson")
    func besideTrack() throws {
        let digest = Digest(of: [])
        let track = Track(
            track: try #require(Track.ID("video-720p")),
            codec: "avc1.64001F",
            language: "und",
            timescale: 12_800,
            startTicks: 273,
            video: Track.Video(widthPixels: 1_280, heightPixels: 720, frameRateMillihertz: 25_000),
            blob: digest,
            initSizeBytes: .zero,
            chunks: [0, 76_800, 76_800, 30_000].map {
                Chunk(digest: digest, sizeBytes: .zero, durationTicks: $0)
            },
            peakBitsPerSecond: .zero,
            averageBitsPerSecond: .zero
        )
        let grid = CaptionsGrid(beside: track, durationMs: MediaTime(milliseconds: 14_500))
        #expect(grid == CaptionsGrid(timescale: 12_800, bounds: [0, 77_073, 153_873, 185_600]))
        let ending = CaptionsGrid(beside: track, durationMs: MediaTime(milliseconds: 10_000))
        #expect(ending.bounds.last == 183_873)
    }
}
