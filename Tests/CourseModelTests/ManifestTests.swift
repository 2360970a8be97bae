import CourseModel
import Testing

@Suite struct ManifestTests {
    /// What version 0.1 signed for a lesson of sound alone.
    private static let old = """
        {"createdAtMs":0,"durationMs":6000,"lesson":"l01","renditions":[{"rendition":"audio","tracks":["audio"]}],\
        "source":{"digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","fileName":"l01.mp4",\
        "sizeBytes":0},"tracks":[{"audio":{"channels":2,"sampleRateHertz":48000},"averageBitsPerSecond":128000,\
        "blob":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","chunks":[{"digest":\
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","durationTicks":0,"sizeBytes":900}],\
        "codec":"mp4a.40.2","initSizeBytes":700,"language":"zh","peakBitsPerSecond":130000,"startTicks":0,\
        "timescale":48000,"track":"audio"}]}
        """

    @Test("A manifest of an older version is read, and written again byte for byte")
    func older() throws {
        let manifest = try Manifest.decodePayload(Array(Self.old.utf8))
        #expect(manifest.repairedGaps == nil)
        #expect(manifest.tracks.first?.text == nil)
        #expect(manifest.tracks.first?.isMedia == true)
        #expect(String(decoding: try manifest.encodedPayload(), as: UTF8.self) == Self.old)
    }

    @Test("Companions and gaps are read as they were written")
    func companions() throws {
        let base = try Sample.manifest(
            renditions: [["video-720p", "audio"]],
            companions: [
                try Sample.captions("captions-zh", language: "zh"), try Sample.storyboard(), try Sample.poster(),
            ]
        )
        let range = MediaTime(milliseconds: 2_000)..<MediaTime(milliseconds: 3_500)
        let manifest = Manifest(
            lesson: base.lesson,
            createdAtMs: base.createdAtMs,
            durationMs: base.durationMs,
            source: base.source,
            tracks: base.tracks,
            renditions: base.renditions,
            repairedGaps: [Manifest.Gap(media: .video, rangeMs: range)]
        )
        let bytes = try manifest.encodedPayload()
        #expect(try Manifest.decodePayload(bytes) == manifest)
        #expect(
            String(decoding: bytes, as: UTF8.self).contains(
                #""repairedGaps":[{"media":"video","rangeMs":[2000,3500]}]"#
            )
        )
        #expect(manifest.poster?.track.rawValue == "poster")
        #expect(manifest.storyboard?.track.rawValue == "storyboard")
        #expect(manifest.captions.map(\.track.rawValue) == ["captions-zh"])
    }
}
