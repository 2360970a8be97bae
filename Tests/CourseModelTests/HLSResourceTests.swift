import CourseModel
import Testing

@Suite struct HLSResourceTests {
    @Test("Every resource of a release is found again by its path")
    func paths() throws {
        let track = try #require(Track.ID("video-720p"))
        let resources: [(HLSResource, String)] = [
            (.master, "master.m3u8"), (.media(track), "video-720p.m3u8"), (.initSegment(track), "video-720p/init.mp4"),
            (.segment(track, number: 0), "video-720p/0.m4s"), (.segment(track, number: 41), "video-720p/41.m4s"),
        ]
        for (resource, path) in resources {
            #expect(resource.path == path)
            #expect(HLSResource(path: path) == resource)
        }
    }

    @Test(
        "A path that is not written exactly like a resource's names nothing",
        arguments: [
            "", "master", "/master.m3u8", ".m3u8", "../x.m3u8", "a/init.mp4/", "a/01.m4s", "a/-1.m4s", "a/+1.m4s",
            "a/.m4s", "a/99999999999999999999.m4s", "a/b/0.m4s", "a/0.mp4", "a//0.m4s", "..a/0.m4s",
        ]
    )
    func unknownPaths(path: String) {
        #expect(HLSResource(path: path) == nil)
    }

    @Test("A segment is the chunk after the header, and the init segment the first bytes of the header")
    func byteRanges() throws {
        let track = try Sample.track("v", durations: [6_000, 3_000])
        #expect(HLSResource.initSegment(track.track).byteRange(in: track) == 0..<700)
        #expect(HLSResource.segment(track.track, number: 0).byteRange(in: track) == 900..<6_900)
        #expect(HLSResource.segment(track.track, number: 1).byteRange(in: track) == 6_900..<9_900)
        #expect(HLSResource.segment(track.track, number: 2).byteRange(in: track) == nil)
        #expect(HLSResource.segment(track.track, number: .max).byteRange(in: track) == nil)
        #expect(HLSResource.media(track.track).byteRange(in: track) == nil)
        let other = try #require(Track.ID("w"))
        #expect(HLSResource.segment(other, number: 0).byteRange(in: track) == nil)
    }
}
