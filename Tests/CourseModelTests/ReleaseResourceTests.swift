import CourseModel
import Testing

@Suite struct ReleaseResourceTests {
    @Test("Every resource of a release is found again by its path")
    func paths() throws {
        let track = try #require(Track.ID("video-720p"))
        let resources: [(ReleaseResource, String)] = [
            (.master, "master.m3u8"), (.media(track), "video-720p.m3u8"), (.initSegment(track), "video-720p/init.mp4"),
            (.segment(track, number: 0), "video-720p/0.m4s"), (.segment(track, number: 41), "video-720p/41.m4s"),
            (.dash, "manifest.mpd"), (.trackFile(track), "video-720p.mp4"),
            (.text(track), "video-720p.vtt"), (.captions(track, number: 3), "video-720p/3.vtt"),
            (.picture(track), "video-720p.jpg"), (.sheet(track, number: 0), "video-720p/0.jpg"),
        ]
        for (resource, path) in resources {
            #expect(resource.path == path)
            #expect(ReleaseResource(path: path) == resource)
        }
    }

    @Test(
        "A path that is not written exactly like a resource's names nothing",
        arguments: [
            "", "master", "/master.m3u8", ".m3u8", "../x.m3u8", "a/init.mp4/", "a/01.m4s", "a/-1.m4s", "a/+1.m4s",
            "a/.m4s", ".vtt", "a/init.vtt", "a/init.jpg", "a/x.vtt", "a/00.jpg", "a/manifest.mpd", "b.mpd", "a/b", "a",
            "a.",
            "master.vtt/",
            "a/99999999999999999999.m4s", "a/b/0.m4s", "a/0.mp4", "a//0.m4s", "..a/0.m4s",
        ]
    )
    func unknownPaths(path: String) {
        #expect(ReleaseResource(path: path) == nil)
    }

    @Test("A segment is the chunk after the header, and the init segment the first bytes of the header")
    func byteRanges() throws {
        let picture = Track.Video(widthPixels: 640, heightPixels: 360, frameRateMillihertz: 25_000)
        let track = try Sample.track("v", durations: [6_000, 3_000], video: picture)
        #expect(ReleaseResource.initSegment(track.track).byteRange(in: track) == 0..<700)
        #expect(ReleaseResource.segment(track.track, number: 0).byteRange(in: track) == 900..<6_900)
        #expect(ReleaseResource.segment(track.track, number: 1).byteRange(in: track) == 6_900..<9_900)
        #expect(ReleaseResource.segment(track.track, number: 2).byteRange(in: track) == nil)
        #expect(ReleaseResource.segment(track.track, number: .max).byteRange(in: track) == nil)
        #expect(ReleaseResource.media(track.track).byteRange(in: track) == nil)
        let other = try #require(Track.ID("w"))
        #expect(ReleaseResource.segment(other, number: 0).byteRange(in: track) == nil)
    }
    @Test("Of a companion, the first chunk stands for the whole and the others are its segments or sheets")
    func companions() throws {
        let captions = try Sample.captions("captions-zh", language: "zh")
        #expect(
            ReleaseResource.files(of: captions).map(\.path) == [
                "captions-zh.vtt", "captions-zh/0.vtt", "captions-zh/1.vtt",
            ]
        )
        #expect(ReleaseResource.text(captions.track).byteRange(in: captions) == 0..<900)
        #expect(ReleaseResource.captions(captions.track, number: 1).byteRange(in: captions) == 6_900..<10_400)
        let storyboard = try Sample.storyboard()
        #expect(
            ReleaseResource.files(of: storyboard).map(\.path) == [
                "storyboard.vtt", "storyboard/0.jpg", "storyboard/1.jpg",
            ]
        )
        let poster = try Sample.poster()
        #expect(ReleaseResource.files(of: poster).map(\.path) == ["poster.jpg"])
        #expect(ReleaseResource.picture(poster.track).byteRange(in: poster) == 0..<900)
    }

    @Test("A track has only resources of its own kind")
    func kinds() throws {
        let tracks = [
            try Sample.track("v"), try Sample.track("v", audio: Track.Audio(channels: 1, sampleRateHertz: 48_000)),
            try Sample.captions("v", language: "zh"), try Sample.storyboard(), try Sample.poster(),
        ]
        for track in tracks {
            let id = track.track
            let all: [ReleaseResource] = [
                .master, .dash, .media(id), .initSegment(id), .segment(id, number: 0), .text(id),
                .captions(id, number: 0),
                .picture(id), .sheet(id, number: 0),
            ]
            let files = ReleaseResource.files(of: track)
            for resource in all {
                #expect((resource.byteRange(in: track) != nil) == files.contains(resource), "\(resource) \(track)")
            }
            let whole = track.isMedia ? 0..<track.sizeBytes.bytes : nil
            #expect(ReleaseResource.trackFile(id).byteRange(in: track) == whole)
        }
    }

    @Test("Written from the manifest are the master playlist and one for each track that has segments to play")
    func documents() throws {
        let manifest = try Sample.manifest(
            renditions: [["video-720p", "audio"]],
            companions: [
                try Sample.captions("captions-zh", language: "zh"), try Sample.storyboard(), try Sample.poster(),
            ]
        )
        let documents = ReleaseResource.documents(of: manifest)
        #expect(
            documents.map(\.path) == [
                "master.m3u8", "manifest.mpd", "video-720p.m3u8", "video-360p.m3u8", "audio.m3u8", "captions-zh.m3u8",
            ]
        )
        let types = documents.map(\.contentType)
        #expect(types[1] == "application/dash+xml")
        #expect(Set(types.enumerated().filter { $0.offset != 1 }.map(\.element)) == ["application/vnd.apple.mpegurl"])
        #expect(documents[0].document(of: manifest) == HLSPlaylist.master(of: manifest))
        #expect(ReleaseResource.media(try Sample.poster().track).document(of: manifest) == nil)
    }
}
