import CourseModel
import EdgeCache
import HTTPServing
import Prefetching
import ProgressAgent
import Testing
import Transfer

@Suite struct EdgeServerTests {
    @Test("With the line cut since it started, an edge serves what it holds and says what it knows")
    func offline() async throws {
        let edge = try OfflineEdge()
        try await edge.run { control in
            let status = try await control.status()
            #expect(status.catalogue?.version == 4)
            #expect(status.catalogue?.isStocked == true)
            #expect(status.catalogue?.isExpired == true)
            #expect(status.verifiedPermille == 1000)
            #expect(status.releases.map(\.isHeld) == [true])
            let address = try await control.address(of: edge.manifest.lesson)
            let connection = TransferConnection()
            let master = try await connection.data(for: TransferRequest(url: address.url), sizeMax: 1 << 20)
            #expect(String(decoding: master.body, as: UTF8.self) == HLSPlaylist.master(of: edge.manifest))
            let segment = address.url.replacing("master.m3u8", with: "video/2.m4s")
            let media = try await connection.data(for: TransferRequest(url: segment), sizeMax: 1 << 20)
            #expect(media.status == 200)
            #expect(Digest(of: media.body) == edge.manifest.tracks[0].chunks[3].digest)
        }
    }

    @Test("A scrub that is asked for reads all that is held, and the status says so")
    func scrub() async throws {
        let edge = try OfflineEdge()
        try await edge.run { control in
            #expect(try await control.status().scrub == nil)
            try await control.scrub()
            var state: ScrubState?
            while state?.finishedAtMs == nil { state = try await control.status().scrub }
            let held = try await control.status().heldBytes
            #expect(state?.checkedBytes == held)
            #expect(state?.sizeBytes == held)
            #expect(state?.badChunks == 0)
        }
    }

    @Test("A pause is kept over a restart, and the control file goes away with the program")
    func pause() async throws {
        let edge = try OfflineEdge()
        try await edge.run { control in
            try await control.setPaused(true)
            let isPaused = try await control.status().link.isPaused
            #expect(isPaused)
        }
        #expect(throws: EdgeControlError.notRunning(data: edge.data)) { try EdgeControl(data: edge.data) }
        try await edge.run { control in
            let wasPaused = try await control.status().link.isPaused
            #expect(wasPaused)
            try await control.setPaused(false)
            let isPaused = try await control.status().link.isPaused
            #expect(!isPaused)
        }
    }

    @Test("The plan says what is here and why, in both languages, and a wish is taken")
    func plan() async throws {
        let edge = try OfflineEdge()
        try await edge.run { control in
            try await control.grant(.pin, edge.manifest.lesson)
            let plan = try await control.plan()
            let item = try #require(plan.lessons.first)
            #expect(item.isHeld)
            #expect(item.isPinned)
            #expect(item.choice == .only)
            #expect(item.words.zh.hasSuffix("没有其他码率版本。"))
            #expect(item.words.en?.hasSuffix("There is no other rendition.") == true)
            #expect(!plan.link.isMeasured)
            let unknown = try #require(Lesson.ID("l99"))
            await #expect {
                try await control.grant(.first, unknown)
            } throws: {
                "\($0)".contains("lectern-edge status")
            }
        }
    }

    @Test("A lesson that is not listed has no address, and the refusal says where to look")
    func noSuchLesson() async throws {
        let edge = try OfflineEdge()
        try await edge.run { control in
            let lesson = try #require(Lesson.ID("l99"))
            await #expect {
                try await control.address(of: lesson)
            } throws: {
                "\($0)".contains("lectern-edge status")
            }
        }
    }

    @Test("Nobody reads the status or commands the prefetch without the token, and strangers see no technician's page")
    func strangers() async throws {
        let edge = try OfflineEdge()
        try await edge.run { _ in
            let url = try #require(try ControlFile.read(data: edge.data)).url
            let connection = TransferConnection()
            for (method, path) in [
                (TransferRequest.Method.get, "/v1/status"), (.get, "/v1/plan"), (.post, "/v1/prefetch/pause"),
                (.post, "/v1/prefetch/first/l01"), (.post, "/v1/lesson-urls"), (.post, "/technician/pause"),
                (.post, "/technician/lessons/l01/pin"),
            ] {
                let body: [UInt8]? = method == .post ? [] : nil
                let request = TransferRequest(
                    method: method,
                    url: url + path,
                    headers: ["Authorization": "Bearer guess"],
                    body: body
                )
                let answer = try await connection.data(for: request, sizeMax: 1 << 20)
                #expect(answer.status == 401, "\(path)")
            }
            let page = try await connection.data(for: TransferRequest(url: url + "/technician"), sizeMax: 1 << 20)
            #expect(page.status == 303)
            #expect(page.header("Location") == "/sign-in?to=/technician")
        }
    }

    @Test("Metrics and health say that the line is cut while the lessons are here")
    func metrics() async throws {
        let edge = try OfflineEdge()
        try await edge.run { _ in
            let url = try #require(try ControlFile.read(data: edge.data)).url
            let connection = TransferConnection()
            let metrics = try await connection.data(for: TransferRequest(url: url + "/metrics"), sizeMax: 1 << 20)
            let text = String(decoding: metrics.body, as: UTF8.self)
            #expect(text.contains("\nlectern_edge_verified_bytes \(edge.manifest.sizeBytes.bytes)\n"))
            #expect(text.contains("\nlectern_edge_catalogue_expired 1\n"))
            let health = try await connection.data(for: TransferRequest(url: url + "/health"), sizeMax: 1 << 20)
            #expect(health.status == 200)
            #expect(String(decoding: health.body, as: UTF8.self).contains("degraded"))
        }
    }

    @Test("A computer that is not enrolled is told how to enrol")
    func notEnrolled() throws {
        let folder = try TemporaryFolder()
        #expect {
            try IdentityFolder(data: folder.path).load()
        } throws: {
            "\($0)".contains("lectern-edge enrol")
        }
    }
}
