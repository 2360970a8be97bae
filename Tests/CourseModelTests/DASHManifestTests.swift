import CourseModel
import Testing

@Suite struct DASHManifestTests {
    @Test(
        "Picture, sound, captions and storyboard each have their set; tracks with other segments have one of their own"
    )
    func manifest() throws {
        let manifest = try Sample.manifest(
            renditions: [["video-720p", "audio"], ["video-360p", "audio"]],
            companions: [
                try Sample.captions("captions-zh", language: "zh"), try Sample.storyboard(), try Sample.poster(),
            ]
        )
        #expect(
            DASHManifest.text(of: manifest) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" \
                profiles="urn:mpeg:dash:profile:isoff-on-demand:2011,urn:mpeg:dash:profile:full:2011" type="static" \
                mediaPresentationDuration="PT12.032S" minBufferTime="PT6.000S">
                  <Period id="0">
                    <AdaptationSet contentType="video" mimeType="video/mp4" lang="zh" subsegmentAlignment="true" \
                subsegmentStartsWithSAP="1">
                      <Representation id="video-720p" codecs="avc1.64001F" bandwidth="1200000" width="1280" height="720" \
                frameRate="25">
                        <BaseURL>video-720p.mp4</BaseURL>
                        <SegmentBase indexRange="848-899" indexRangeExact="true" timescale="1000">
                          <Initialization range="0-699"/>
                        </SegmentBase>
                      </Representation>
                      <Representation id="video-360p" codecs="avc1.42C01E" bandwidth="400000" width="640" height="360" \
                frameRate="29970/1000">
                        <BaseURL>video-360p.mp4</BaseURL>
                        <SegmentBase indexRange="848-899" indexRangeExact="true" timescale="1000">
                          <Initialization range="0-699"/>
                        </SegmentBase>
                      </Representation>
                    </AdaptationSet>
                    <AdaptationSet contentType="audio" mimeType="audio/mp4" lang="zh" subsegmentAlignment="true" \
                subsegmentStartsWithSAP="1">
                      <Representation id="audio" codecs="mp4a.40.2" bandwidth="130000" audioSamplingRate="48000">
                        <AudioChannelConfiguration \
                schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
                        <BaseURL>audio.mp4</BaseURL>
                        <SegmentBase indexRange="824-899" indexRangeExact="true" timescale="48000">
                          <Initialization range="0-699"/>
                        </SegmentBase>
                      </Representation>
                    </AdaptationSet>
                    <AdaptationSet contentType="text" mimeType="text/vtt" lang="zh" \
                profiles="urn:mpeg:dash:profile:full:2011">
                      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="subtitle"/>
                      <Representation id="captions-zh" bandwidth="250">
                        <BaseURL>captions-zh.vtt</BaseURL>
                      </Representation>
                    </AdaptationSet>
                    <AdaptationSet contentType="image" mimeType="image/jpeg" profiles="urn:mpeg:dash:profile:full:2011">
                      <SegmentTemplate media="storyboard/$Number$.jpg" startNumber="0" duration="100000" \
                timescale="1000"/>
                      <Representation id="storyboard" bandwidth="130000" width="800" height="360">
                        <EssentialProperty schemeIdUri="http://dashif.org/guidelines/thumbnail_tile" value="5x4"/>
                      </Representation>
                    </AdaptationSet>
                  </Period>
                </MPD>

                """
        )
    }

    @Test("Between tracks whose segments do not start together, or of another language or codec, nobody changes")
    func sets() throws {
        let sound = Track.Audio(channels: 1, sampleRateHertz: 48_000)
        let companions = [
            try Sample.track("audio-48k", timescale: 24_000, durations: [143_872, 144_384, 512], audio: sound),
            try Sample.track("audio-late", timescale: 48_000, durations: [288_768, 287_744, 1_024], audio: sound),
            try Sample.track("audio-en", language: "en", timescale: 48_000, durations: [287_744], audio: sound),
            try Sample.track("audio-mp3", codec: "mp4a.40.34", timescale: 48_000, durations: [287_744], audio: sound),
            try Sample.track("audio-unplayed", timescale: 48_000, durations: [9], audio: sound),
        ]
        let played = ["audio", "audio-48k", "audio-late", "audio-en", "audio-mp3"]
        let text = DASHManifest.text(of: try Sample.manifest(renditions: played.map { [$0] }, companions: companions))
        let sets = text.split(separator: "<AdaptationSet").dropFirst().map { set in
            set.split(separator: "<Representation id=\"").dropFirst().compactMap { $0.split(separator: "\"").first }
        }
        #expect(sets == [["audio", "audio-48k"], ["audio-late"], ["audio-en"], ["audio-mp3"]])
    }

    @Test("A manifest has no markup but its own")
    func escaping() throws {
        let track = try Sample.track("audio", codec: "a\"&<b", audio: .init(channels: 1, sampleRateHertz: 48_000))
        let base = try Sample.manifest(renditions: [["audio"]])
        let manifest = Manifest(
            lesson: base.lesson,
            createdAtMs: base.createdAtMs,
            durationMs: base.durationMs,
            source: base.source,
            tracks: [track],
            renditions: base.renditions
        )
        #expect(DASHManifest.text(of: manifest).contains(#"codecs="a&quot;&amp;&lt;b""#))
    }
}
