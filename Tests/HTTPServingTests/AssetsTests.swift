import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct AssetsTests {
    @Test("The style sheet is served with its type, and not again while it is the same")
    func styleSheet() async throws {
        try await TestSite.client { client in
            let tag = try await client.execute(uri: "/assets/lectern.css", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/css; charset=utf-8")
                #expect(response.text.contains("Noto Sans CJK SC"))
                return try #require(response.headers[.eTag])
            }
            let headers: HTTPFields = [.ifNoneMatch: tag]
            try await client.execute(uri: "/assets/lectern.css", method: .get, headers: headers) { response in
                #expect(response.status == .notModified)
            }
            try await client.execute(uri: "/assets/favicon.svg", method: .head) { response in
                #expect(response.headers[.contentType] == "image/svg+xml")
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test(
        "Nothing outside the assets can be reached",
        arguments: [
            "/assets/../messages.json", "/assets/..%2fmessages.json", "/assets/%2e%2e/messages.json",
            "/assets/..%2f..%2f..%2fetc%2fpasswd", "/assets/", "/assets", "/assets/.keep", "/assets/lectern.css%00",
        ]
    )
    func traversal(path: String) async throws {
        try await TestSite.client(live: true) { client in
            try await client.execute(uri: path, method: .get) { #expect($0.status == .notFound) }
        }
    }

    @Test("A file can be given a name of its own, and one that is missing stops the start")
    func files() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
        try Data("self.a = 1".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let assets = try Assets(files: ["hls.js": path])
        let plain = try TestSite.make()
        let site = Site(name: "t", pages: plain.pages, assets: assets, health: plain.health, metrics: plain.metrics)
        try await TestSite.client(site: site) { client in
            try await client.execute(uri: "/assets/hls.js", method: .get) { response in
                #expect(response.text == "self.a = 1")
                #expect(response.headers[.contentType] == "text/javascript; charset=utf-8")
            }
        }
        #expect(throws: (any Error).self) { try Assets(files: ["hls.js": path + "-missing"]) }
    }
}
