import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct ControlTests {
    @Test("Only the token of the data folder opens a control address")
    func token() async throws {
        let token = ControlToken()
        try await TestSite.client(
            routes: { router in
                router.group("/v1/control").add(middleware: ControlTokenMiddleware(token: token)).get("/") { _, _ in
                    "in"
                }
            }
        ) { client in
            for header in [
                "", "Bearer", "Bearer \(token.text)A", "Bearer " + token.text.dropLast(), "Basic \(token.text)",
            ] {
                let headers: HTTPFields = header.isEmpty ? [:] : [.authorization: header]
                try await client.execute(uri: "/v1/control", method: .get, headers: headers) { response in
                    #expect(response.status == .unauthorized, "\(header)")
                    #expect(response.headers[.wwwAuthenticate] == "Bearer")
                }
            }
            let headers: HTTPFields = [.authorization: "Bearer \(token.text)"]
            try await client.execute(uri: "/v1/control", method: .get, headers: headers) { #expect($0.text == "in") }
        }
    }

    @Test("The control file is its owner's alone, and is removed only by the program that wrote it")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lectern-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(try ControlFile.read(data: folder) == nil)
        let (old, new) = (ControlToken(), ControlToken())
        #expect(old != new)
        try ControlFile.write(data: folder, url: "http://127.0.0.1:1", token: old)
        let file = try ControlFile.write(data: folder, url: "http://127.0.0.1:2", token: new)
        #expect(try ControlFile.read(data: folder) == file)
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/control.json")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        ControlFile.remove(data: folder, token: old)
        #expect(try ControlFile.read(data: folder) == file)
        ControlFile.remove(data: folder, token: new)
        #expect(try ControlFile.read(data: folder) == nil)
    }

    @Test("A listen address is a host and a port")
    func listenAddress() throws {
        let plain = try #require(ListenAddress("127.0.0.1:8080"))
        #expect((plain.host, plain.port) == ("127.0.0.1", 8080))
        let six = try #require(ListenAddress("[::1]:0"))
        #expect((six.host, six.port) == ("::1", 0))
        #expect(six.description == "[::1]:0")
        #expect(ListenAddress("0.0.0.0:80")?.localURL(port: 80) == "http://127.0.0.1:80")
        for text in ["", "8080", ":8080", "a:", "a:-1", "a:65536", "a:+1", "::1:80", "[]:80", "a:8 0"] {
            #expect(ListenAddress(text) == nil, "\(text)")
        }
    }
}
