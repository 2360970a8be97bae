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
