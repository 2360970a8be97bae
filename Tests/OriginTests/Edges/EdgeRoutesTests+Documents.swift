import Blobs
import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// Catalogue, manifests and track files.
extension EdgeRoutesTests {
    @Test("An edge gets the catalogue, and 304 while it has not changed")
    func catalogue() async throws {
        let document = try #require(try self.fixture.stores.catalogue.current)
        try await self.visit { client in
            let path = "/v1/catalogue"
            let first = try await client.execute(uri: path, method: .get, headers: try self.headers("GET", path))
            #expect(first.status == .ok)
            #expect(Array(buffer: first.body) == document.bytes)
            #expect(first.headers[.eTag] == "\"\(document.digest)\"")
            let condition: HTTPFields = [.ifNoneMatch: "\"\(document.digest)\""]
            let again = try await client.execute(
                uri: path,
                method: .get,
                headers: try self.headers("GET", path, and: condition)
            )
            #expect(again.status == .notModified)
        }
    }

    @Test("A document comes compressed to who takes that, with a tag of its own, but never a part of one")
    func compressed() async throws {
        let bytes = Array((0..<500).map { "line \($0) of a manifest\n" }.joined().utf8)
        let digest = try self.fixture.stores.blobs.write(bytes)
        try await self.visit { client in
            let path = "/v1/blobs/\(digest)"
            func ask(_ more: HTTPFields) async throws -> TestResponse {
                try await client.execute(uri: path, method: .get, headers: try self.headers("GET", path, and: more))
            }
            for _ in 0..<2 {
                let form = try await ask([.acceptEncoding: "gzip"])
                #expect(form.status == .ok)
                #expect(form.headers[.contentEncoding] == "gzip")
                #expect(form.headers[.eTag] == "\"\(digest)-gzip\"")
                #expect(form.headers[.vary] == "Accept-Encoding")
                #expect(Array(buffer: form.body) == Gzip.compressed(bytes))
            }
            let tag: HTTPFields = [.acceptEncoding: "gzip", .ifNoneMatch: "\"\(digest)-gzip\""]
            #expect(try await ask(tag).status == .notModified)
            let plain = try await ask([:])
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(Array(buffer: plain.body) == bytes)
            let part = try await ask([.acceptEncoding: "gzip", .range: "bytes=2-4"])
            #expect(part.status == .partialContent)
            #expect(Array(buffer: part.body) == Array(bytes[2...4]))
        }
    }

    @Test("An edge gets blobs whole and by range")
    func blobs() async throws {
        let digest = try self.fixture.stores.blobs.write(Array("0123456789".utf8))
        try await self.visit { client in
            let path = "/v1/blobs/\(digest)"
            let range: HTTPFields = [.range: "bytes=2-4"]
            let part = try await client.execute(
                uri: path,
                method: .get,
                headers: try self.headers("GET", path, and: range)
            )
            #expect(part.status == .partialContent)
            #expect(String(buffer: part.body) == "234")
            #expect(part.headers[.contentRange] == "bytes 2-4/10")
            for missing in [Digest(of: []).hexadecimal, "..%2Fprovince.sqlite", "abc"] {
                let path = "/v1/blobs/\(missing)"
                let answer = try await client.execute(uri: path, method: .get, headers: try self.headers("GET", path))
                #expect(answer.status == .notFound)
            }
        }
    }
}
