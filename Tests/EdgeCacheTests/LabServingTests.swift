import Blobs
import CourseModel
import Crypto
import EdgeCache
import Glibc
import Hummingbird
import Testing

@Suite struct LabServingTests {
    @Test("What was handed to a session is told by track and range, and of what is no part of a track file nothing is")
    func noted() async throws {
        let lab = try Lab()
        try lab.arrive([0, 1, 2])
        try await lab.test { lab, client in
            _ = try await client.get(lab.address("master.m3u8"))
            _ = try await client.execute(uri: lab.address("video/0.m4s"), method: .head)
            _ = try await client.get(lab.address("video/0.m4s"))
            _ = try await client.get(lab.address("video/1.m4s"), headers: [.range: "bytes=0-9,1000-1009"])
            _ = try await client.get(lab.address("video.mp4"), headers: [.range: "bytes=800-999"])
        }
        #expect(lab.noted.map(\.range) == [900..<4_900, 4_900..<4_910, 5_900..<5_910, 800..<1_000])
        #expect(lab.noted.allSatisfy { $0.track.rawValue == "video" })
    }

    @Test("HEAD needs nothing to be here, and says what GET will")
    func head() async throws {
        let lab = try Lab()
        try await lab.test { lab, client in
            let head = try await client.execute(uri: lab.address("video/0.m4s"), method: .head)
            #expect(head.status == .ok)
            #expect(head.headers[.contentLength] == "4000")
            try lab.arrive([1])
            let get = try await client.get(lab.address("video/0.m4s"))
            for name in [HTTPFields.Element.Name.eTag, .contentType, .cacheControl, .acceptRanges, .contentLength] {
                #expect(head.headers[name] == get.headers[name], "\(name)")
            }
        }
    }

    @Test("A file that ends before what is held of it is not served: what is gone is fetched again, and all beyond it")
    func cutOff() async throws {
        let lab = try Lab { lab, address in try lab.arrive([address.chunk]) }
        try lab.arrive([0, 1, 2, 3])
        try await lab.test { lab, client in
            #expect(try await client.get(lab.address("video/2.m4s")).status == .ok)
            let path = try lab.filePath()
            #expect(truncate(path, 5_000) == 0)
            let before = try await client.get(lab.address("video/0.m4s"))
            #expect(Array(buffer: before.body) == (try lab.lesson.bytes(of: "video", 900..<4_900)))
            let segment = try await client.get(lab.address("video/1.m4s"))
            #expect(Array(buffer: segment.body) == (try lab.lesson.bytes(of: "video", 4_900..<7_900)))
            // The file has its full size again, but not these bytes.
            let last = try await client.get(lab.address("video/2.m4s"))
            #expect(Array(buffer: last.body) == (try lab.lesson.bytes(of: "video", 7_900..<12_901)))
        }
        #expect(lab.gone.map(\.chunk) == [3, 2])
        #expect(lab.wanted.map(\.chunk) == [2, 3])
    }

    @Test("A whole track file is begun with what is here, and goes on as the rest comes")
    func streamed() async throws {
        let lab = try Lab { lab, address in try lab.arrive([address.chunk]) }
        try lab.arrive([0, 2])
        try await lab.test { lab, client in
            let whole = try await client.get(lab.address("video.mp4"))
            #expect(Array(buffer: whole.body) == (try lab.lesson.bytes(of: "video", 0..<12_901)))
        }
        #expect(lab.wanted.map(\.chunk) == [1, 3])
        #expect(lab.noted.map(\.range) == [0..<12_901])
    }

    @Test("Playlists are compressed for who takes that, and each form has its own tag")
    func compressed() async throws {
        let lab = try Lab(segments: 60)
        try await lab.test { lab, client in
            let address = lab.address("video.m3u8")
            let plain = try await client.get(address)
            let small = try await client.get(address, headers: [.acceptEncoding: "gzip"])
            #expect(small.headers[.contentEncoding] == "gzip")
            #expect(small.body.readableBytes < plain.body.readableBytes / 2)
            for answer in [plain, small] { #expect(answer.headers[.vary] == "Accept-Encoding") }
            let tag = try #require(small.headers[.eTag])
            #expect(tag != plain.headers[.eTag])
            let again: HTTPFields = [.acceptEncoding: "gzip", .ifNoneMatch: tag]
            let known = try await client.get(address, headers: again)
            #expect(known.status == .notModified)
            #expect(known.headers[.contentEncoding] == nil)
        }
    }

    @Test("A lesson that is not here whole has no plain MP4 file yet")
    func progressive() async throws {
        let lab = try Lab()
        try lab.arrive([0, 1])
        try await lab.test { lab, client in
            let answer = try await client.get(lab.address("lesson.mp4"))
            #expect(answer.status == .notFound)
            #expect(String(buffer: answer.body).contains("lesson-not-complete"))
        }
    }

    @Test("An address works no longer than the access to its lesson lasts")
    func accessEnds() throws {
        let now = UTCTime(milliseconds: 1_900_000_000_000)
        let addresses = PlaylistAddress(key: SymmetricKey(size: .bits256), hours: 12, now: { now })
        let (soon, late) = (UTCTime(milliseconds: now.milliseconds + 60_000), UTCTime(milliseconds: .max / 2))
        #expect(addresses.expiry(accessEnds: soon) == soon)
        #expect(addresses.expiry(accessEnds: late) == addresses.expiry())
        let session = try #require(ViewingSession.ID("v1"))
        let lesson = try #require(Lesson.ID("l01"))
        func token(_ ends: UTCTime) -> PlaybackToken? {
            let path = addresses.path(for: session, lesson: lesson, manifest: Digest(of: []), accessEnds: ends)
            return addresses.token(path.split(separator: "/")[1])
        }
        #expect(token(soon)?.expiresAtMs == soon)
        #expect(token(now) == nil)
    }
}
