import CourseModel
import Testing

@Suite struct HLSPlaylistTests {
    @Test("The master playlist adds the audio to each variant's rates and names everything relatively")
    func master() throws {
        let manifest = try Sample.manifest(renditions: [["video-720p", "audio"], ["video-360p", "audio"]])
        #expect(
            HLSPlaylist.master(of: manifest) == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="中文",LANGUAGE="zh",DEFAULT=YES,AUTOSELECT=YES,\
                CHANNELS="2",URI="audio.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=1330000,AVERAGE-BANDWIDTH=928000,CODECS="avc1.64001F,mp4a.40.2",\
                RESOLUTION=1280x720,FRAME-RATE=25.000,AUDIO="audio",CLOSED-CAPTIONS=NONE
                video-720p.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=530000,AVERAGE-BANDWIDTH=428000,CODECS="avc1.42C01E,mp4a.40.2",\
                RESOLUTION=640x360,FRAME-RATE=29.970,AUDIO="audio",CLOSED-CAPTIONS=NONE
                video-360p.m3u8

                """
        )
    }

    @Test("Captions are one group of every variant, with one default, a name each, and their rate in the variant's")
    func captions() throws {
        let manifest = try Sample.manifest(
            renditions: [["video-720p", "audio"], ["audio"]],
            companions: [
                try Sample.captions("captions-zh", language: "zh-Hans"),
                try Sample.captions("captions-en", language: "en", rate: 700),
                try Sample.captions("captions-und", language: "und"),
                try Sample.captions("captions-und-2", language: "und"),
                try Sample.storyboard(), try Sample.poster(),
            ]
        )
        #expect(
            HLSPlaylist.master(of: manifest) == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="中文",LANGUAGE="zh",DEFAULT=YES,AUTOSELECT=YES,\
                CHANNELS="2",URI="audio.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="中文（简体）",LANGUAGE="zh-Hans",DEFAULT=YES,\
                AUTOSELECT=YES,FORCED=NO,URI="captions-zh.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=NO,\
                AUTOSELECT=YES,FORCED=NO,URI="captions-en.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Captions",LANGUAGE="und",DEFAULT=NO,\
                AUTOSELECT=YES,FORCED=NO,URI="captions-und.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Captions 2",LANGUAGE="und",DEFAULT=NO,\
                AUTOSELECT=YES,FORCED=NO,URI="captions-und-2.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=1330700,AVERAGE-BANDWIDTH=928350,CODECS="avc1.64001F,mp4a.40.2",\
                RESOLUTION=1280x720,FRAME-RATE=25.000,AUDIO="audio",SUBTITLES="captions",CLOSED-CAPTIONS=NONE
                video-720p.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=130700,AVERAGE-BANDWIDTH=128350,CODECS="mp4a.40.2",\
                SUBTITLES="captions",CLOSED-CAPTIONS=NONE
                audio.m3u8

                """
        )
    }

    @Test("The playlist of captions has their own target duration, text segments and no init segment")
    func captionsMedia() throws {
        #expect(
            HLSPlaylist.media(of: try Sample.captions("captions-zh", language: "zh")) == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-TARGETDURATION:6
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXTINF:6.000000,
                captions-zh/0.vtt
                #EXTINF:3.500000,
                captions-zh/1.vtt
                #EXT-X-ENDLIST

                """
        )
    }

    @Test("A lesson that is only heard has a variant with the audio's own codec and no audio group")
    func audioOnly() throws {
        let manifest = try Sample.manifest(renditions: [["audio"]])
        #expect(
            HLSPlaylist.master(of: manifest) == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-STREAM-INF:BANDWIDTH=130000,AVERAGE-BANDWIDTH=128000,CODECS="mp4a.40.2",CLOSED-CAPTIONS=NONE
                audio.m3u8

                """
        )
    }

    @Test("A rendition that names an unknown track is left out")
    func unknownTrack() throws {
        let manifest = try Sample.manifest(renditions: [["video-720p", "commentary"], ["video-720p"]])
        let master = HLSPlaylist.master(of: manifest)
        #expect(master.split(separator: "\n").count { $0.hasPrefix("#EXT-X-STREAM-INF") } == 1)
        #expect(!master.contains("AUDIO"))
    }

    @Test("The media playlist gives each segment's exact duration and the longest, rounded, as target")
    func media() throws {
        let audio = try #require(Sample.manifest(renditions: [["audio"]]).tracks.last)
        #expect(
            HLSPlaylist.media(of: audio) == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-TARGETDURATION:6
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-MAP:URI="audio/init.mp4"
                #EXTINF:5.994667,
                audio/0.m4s
                #EXTINF:6.016000,
                audio/1.m4s
                #EXTINF:0.021333,
                audio/2.m4s
                #EXT-X-ENDLIST

                """
        )
    }

    @Test("A target duration is at least one second, and half a second more rounds up")
    func targetDuration() throws {
        #expect(try Sample.track("a", durations: [100]).targetDurationSeconds == 1)
        #expect(try Sample.track("a", durations: [6_499]).targetDurationSeconds == 6)
        #expect(try Sample.track("a", durations: [3_000, 6_500]).targetDurationSeconds == 7)
    }
}
