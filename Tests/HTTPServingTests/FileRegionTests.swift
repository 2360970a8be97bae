import Blobs
import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct FileRegionTests {
    /// 1 MiB and a bit, so that an answer takes several pieces; the resource is all but the first and last 1000 bytes.
    private static let bytes = (0..<1_100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    private static let region: Range<Int64> = 1000..<1_099_000
    private static var content: ArraySlice<UInt8> { Self.bytes[1000..<1_099_000] }

    private func withClient(_ test: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lectern-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let blobs = try BlobDirectory(path: folder)
        let digest = try blobs.write(Self.bytes)
        let file = try #require(try blobs.file(digest))
        let region = FileRegion(
            file: file,
            region: Self.region,
            entityTag: "\"tag\"",
            contentType: "video/mp4",
            cacheControl: "public, immutable"
        )
        try await TestSite.client(
            live: true,
            routes: { $0.get("/play/file") { request, _ in try await region.response(to: request) } },
            test
        )
    }

    @Test("The whole is streamed byte for byte, with its length, type and tag")
    func whole() async throws {
        try await self.withClient { client in
            try await client.execute(uri: "/play/file", method: .get) { response in
                #expect(response.status == .ok)
                #expect(Array(buffer: response.body) == Array(Self.content))
                #expect(response.headers[.contentLength] == "1098000")
                #expect(response.headers[.contentType] == "video/mp4")
                #expect(response.headers[.eTag] == "\"tag\"")
                #expect(response.headers[.acceptRanges] == "bytes")
                #expect(response.headers[.cacheControl] == "public, immutable")
            }
        }
    }

    @Test("A part, and the last bytes, are answered with 206 and where they lie")
    func parts() async throws {
        try await self.withClient { client in
            try await client.execute(uri: "/play/file", method: .get, headers: [.range: "bytes=10-600009"]) {
                response in
                #expect(response.status == .partialContent)
                #expect(response.headers[.contentRange] == "bytes 10-600009/1098000")
                #expect(Array(buffer: response.body) == Array(Self.content.dropFirst(10).prefix(600_000)))
            }
            try await client.execute(uri: "/play/file", method: .get, headers: [.range: "bytes=-7"]) { response in
                #expect(response.status == .partialContent)
                #expect(Array(buffer: response.body) == Array(Self.content.suffix(7)))
            }
        }
    }

    @Test("A range beyond the end is answered with 416 and the size")
    func unsatisfiable() async throws {
        try await self.withClient { client in
            try await client.execute(uri: "/play/file", method: .get, headers: [.range: "bytes=1098000-"]) { response in
                #expect(response.status == .rangeNotSatisfiable)
                #expect(response.headers[.contentRange] == "bytes */1098000")
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test("If-Range with another tag brings the whole, with this tag the part")
    func ifRange() async throws {
        try await self.withClient { client in
            let other: HTTPFields = [.range: "bytes=0-9", .ifRange: "\"other\""]
            try await client.execute(uri: "/play/file", method: .get, headers: other) { response in
                #expect(response.status == .ok)
            }
            let same: HTTPFields = [.range: "bytes=0-9", .ifRange: "\"tag\""]
            try await client.execute(uri: "/play/file", method: .get, headers: same) { response in
                #expect(response.status == .partialContent)
                #expect(response.body.readableBytes == 10)
            }
        }
    }

    @Test("What the reader has already is not sent again", arguments: ["\"tag\"", "W/\"tag\"", "\"a\", \"tag\"", "*"])
    func notModified(header: String) async throws {
        try await self.withClient { client in
            try await client.execute(uri: "/play/file", method: .get, headers: [.ifNoneMatch: header]) { response in
                #expect(response.status == .notModified)
                #expect(response.body.readableBytes == 0)
                #expect(response.headers[.eTag] == "\"tag\"")
            }
        }
    }

    @Test("HEAD has the length of the whole and no body")
    func head() async throws {
        try await self.withClient { client in
            try await client.execute(uri: "/play/file", method: .head) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentLength] == "1098000")
                #expect(response.body.readableBytes == 0)
            }
        }
    }
}
