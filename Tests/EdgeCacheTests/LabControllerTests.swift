import Blobs
import CourseModel
import Crypto
import EdgeCache
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct LabControllerTests {
    private let lab: Lab

    init() throws {
        self.lab = try Lab()
    }

    @Test("The master playlist names the media playlists, and those name every segment")
    func playlists() async throws {
        try await self.lab.test { lab, client in
            let master = try await client.get(lab.address("master.m3u8"))
            #expect(master.status == .ok)
            #expect(master.headers[.contentType] == "application/vnd.apple.mpegurl")
            #expect(String(buffer: master.body) == HLSPlaylist.master(of: lab.lesson.manifest))
            let media = try await client.get(lab.address("video.m3u8"))
            #expect(String(buffer: media.body).contains("video/2.m4s"))
            #expect(media.headers[.cacheControl] == "private, max-age=10")
            let again = try await client.get(
                lab.address("video.m3u8"),
                headers: [.ifNoneMatch: try #require(media.headers[.eTag])]
            )
            #expect(again.status == .notModified)
        }
    }

    @Test("The init segment and a segment are exactly their bytes of the track file, and may be kept for good")
    func segments() async throws {
        try self.lab.arrive([0, 2])
        try await self.lab.test { lab, client in
            let opening = try await client.get(lab.address("video/init.mp4"))
            #expect(Array(buffer: opening.body) == (try lab.lesson.bytes(of: "video", 0..<700)))
            let segment = try await client.get(lab.address("video/1.m4s"))
            let track = try lab.lesson.track("video")
            #expect(segment.status == .ok)
            #expect(Array(buffer: segment.body) == (try lab.lesson.bytes(of: "video", 4_900..<7_900)))
            #expect(segment.headers[.contentType] == "video/mp4")
            #expect(segment.headers[.eTag] == "\"\(track.chunks[2].digest)\"")
            #expect(segment.headers[.cacheControl]?.contains("immutable") == true)
        }
    }

    @Test("Captions, a storyboard's index and sheets, and a poster are exactly their chunks, under their own types")
    func companions() async throws {
        let wanted: [(path: String, track: String, chunk: Int, type: String)] = [
            ("captions-zh.vtt", "captions-zh", 0, "text/vtt"), ("captions-zh/2.vtt", "captions-zh", 3, "text/vtt"),
            ("storyboard.vtt", "storyboard", 0, "text/vtt"), ("storyboard/0.jpg", "storyboard", 1, "image/jpeg"),
            ("poster.jpg", "poster", 0, "image/jpeg"),
        ]
        for (_, track, chunk, _) in wanted { try self.lab.arrive([chunk], of: track) }
        try await self.lab.test { lab, client in
            for (path, name, chunk, type) in wanted {
                let answer = try await client.get(lab.address(path))
                let track = try lab.lesson.track(name)
                #expect(answer.status == .ok, "\(path)")
                #expect(answer.headers[.contentType] == type)
                #expect(Array(buffer: answer.body) == (try lab.lesson.bytes(of: name, track.chunkRanges[chunk])))
                #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
            }
            let playlist = try await client.get(lab.address("captions-zh.m3u8"))
            #expect(String(buffer: playlist.body).contains("\ncaptions-zh/2.vtt\n"))
        }
    }

    @Test("A range of a whole track file needs the chunks that it lies in to be here, and no others")
    func wholeTrackFile() async throws {
        let lab = try Lab { lab, address in try lab.arrive([address.chunk]) }
        try lab.arrive([0])
        try await lab.test { lab, client in
            let file = lab.address("video.mp4")
            let header = try await client.get(file, headers: [.range: "bytes=0-899"])
            #expect(header.status == .partialContent)
            #expect(lab.wanted.isEmpty)
            let across = try await client.get(file, headers: [.range: "bytes=4899-4900"])
            #expect(across.headers[.contentRange] == "bytes 4899-4900/12901")
            #expect(Array(buffer: across.body) == (try lab.lesson.bytes(of: "video", 4_899..<4_901)))
            #expect(lab.wanted.map(\.chunk) == [1, 2])
            let beyond = try await client.get(file, headers: [.range: "bytes=12901-"])
            #expect(beyond.status == .rangeNotSatisfiable)
            #expect(lab.wanted.count == 2)
            let whole = try await client.get(file)
            #expect(Array(buffer: whole.body) == (try lab.lesson.bytes(of: "video", 0..<12_901)))
            #expect(whole.headers[.contentType] == "video/mp4")
            #expect(whole.headers[.eTag] == "\"\(try lab.lesson.track("video").blob)\"")
            let manifest = try await client.get(lab.address("manifest.mpd"))
            #expect(manifest.headers[.contentType] == "application/dash+xml")
            #expect(String(buffer: manifest.body).contains("<BaseURL>video.mp4</BaseURL>"))
        }
    }

    @Test("A range of a segment is answered with 206, one beyond it with 416, and HEAD without a body")
    func ranges() async throws {
        try self.lab.arrive([2])
        try await self.lab.test { lab, client in
            let part = try await client.get(lab.address("video/1.m4s"), headers: [.range: "bytes=10-19"])
            #expect(part.status == .partialContent)
            #expect(part.headers[.contentRange] == "bytes 10-19/3000")
            #expect(Array(buffer: part.body) == (try lab.lesson.bytes(of: "video", 4_910..<4_920)))
            let whole = try await client.get(lab.address("video/1.m4s"), headers: [.range: "bytes=0-"])
            #expect(whole.status == .partialContent)
            #expect(whole.body.readableBytes == 3_000)
            let beyond = try await client.get(lab.address("video/1.m4s"), headers: [.range: "bytes=3000-"])
            #expect(beyond.status == .rangeNotSatisfiable)
            let head = try await client.execute(uri: lab.address("video/1.m4s"), method: .head)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
        }
    }

    @Test("A segment that is not here yet is asked for once the lab asks, and served when it has come")
    func waits() async throws {
        let lab = try Lab { lab, address in try lab.arrive([address.chunk]) }
        try await lab.test { lab, client in
            let segment = try await client.get(lab.address("video/0.m4s"))
            #expect(segment.status == .ok)
            #expect(Array(buffer: segment.body) == (try lab.lesson.bytes(of: "video", 900..<4_900)))
        }
        #expect(lab.wanted == [ChunkAddress(blob: try lab.lesson.track("video").blob, chunk: 1)])
    }

    @Test("A fetch that fails is tried again while the player waits; the player sees no error")
    func fetchFailsOnce() async throws {
        let lab = try Lab(limit: .seconds(30)) { lab, address in
            guard lab.wanted.count > 1 else { throw FileError("fetch", "once", code: 5) }
            try lab.arrive([address.chunk])
        }
        try await lab.test { lab, client in
            let segment = try await client.get(lab.address("video/0.m4s"))
            #expect(segment.status == .ok)
        }
        #expect(lab.wanted.count == 2)
    }

    @Test("When a segment does not come in time the player is told to try again, and gets none of its bytes")
    func gaveUp() async throws {
        let lab = try Lab(limit: .milliseconds(20)) { _, _ in throw FileError("fetch", "never", code: 5) }
        try lab.fillUnverified()
        try await lab.test { lab, client in
            let answer = try await client.get(lab.address("video/0.m4s"))
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "5")
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(String(buffer: answer.body).contains("chunk-not-held"))
        }
    }

    @Test("An expired or altered token opens nothing")
    func badToken() async throws {
        try self.lab.arrive([0])
        try await self.lab.test { lab, client in
            let expired = lab.address("master.m3u8", ageMs: 13 * 3_600_000)
            for uri in [expired, "/play/AAAA/master.m3u8", lab.address("video/init.mp4", ageMs: 13 * 3_600_000)] {
                let answer = try await client.get(uri)
                #expect(answer.status == .forbidden)
                #expect(String(buffer: answer.body).contains("urn:lectern:problem:playback-token"))
            }
        }
    }

    @Test("A token opens its own lesson and nothing else of the data folder")
    func scope() async throws {
        try self.lab.arrive([0])
        let paths = [
            "", "index.m3u8", "other.m3u8", "video/9.m4s", "video/-1.m4s", "video/01.m4s", "audio/../../index.sqlite",
            "%2e%2e/%2e%2e/identity/edge.ed25519", "..%2f..%2fidentity%2fedge.ed25519", "video/init.mp4/x",
            "video/9223372036854775807.m4s", "video.vtt", "video/0.vtt", "captions-zh/0.m4s", "captions-zh/9.vtt",
            "captions-zh/init.mp4", "captions-zh.mp4", "poster.mp4", "storyboard.m3u8", "storyboard.jpg",
            "poster/0.jpg", "poster.vtt",
        ]
        try await self.lab.test { lab, client in
            for path in paths {
                let answer = try await client.get(lab.address(path))
                #expect(answer.status == .notFound, "\(path)")
            }
        }
    }

    @Test("Who watches a lesson that is published anew goes on with the release that was begun")
    func republished() async throws {
        try self.lab.arrive([2])
        let begun = self.lab.address("video/1.m4s")
        self.lab.shelf.stock(releases: [try SampleLesson("l01", seed: 9).release], programmes: [])
        try await self.lab.test { lab, client in
            let segment = try await client.get(begun)
            #expect(Array(buffer: segment.body) == (try lab.lesson.bytes(of: "video", 4_900..<7_900)))
        }
    }
}
