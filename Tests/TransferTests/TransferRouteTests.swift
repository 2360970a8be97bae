import Foundation
import Glibc
import Hummingbird
import TestServing
import Testing
import Transfer

/// The ways to a server: through a proxy, over IPv6, over TLS.
@Suite struct TransferRouteTests {
    /// An HTTP proxy that passes on what it is asked for, and says so (RFC 9110 §7.6.3).
    private static func proxy(passed: Tally) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("**") { request, _ in
            passed.add()
            guard let host = request.head.authority else { return Response(status: .badRequest) }
            let range = request.headers[.range].map { ["Range": $0] } ?? [:]
            let connection = TransferConnection(options: TransferOptions(route: TransferRoute(proxy: .none)))
            let answer = try await connection.data(
                for: TransferRequest(url: "http://\(host)\(request.uri.path)", headers: range),
                sizeMax: 1 << 20
            )
            return Response(
                status: .init(code: answer.status),
                headers: [.via: "1.1 school-proxy"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
            )
        }
        return router
    }

    @Test("A request goes through the proxy that is named, and past it where none is to be used")
    func proxy() async throws {
        let router = Router()
        router.get("/file") { request, _ in request.headers[.range] ?? "no range" }
        try await LoopbackServer.run(router) { url in
            let passed = Tally()
            try await LoopbackServer.run(Self.proxy(passed: passed)) { proxy in
                let through = TransferConnection(options: TransferOptions(route: TransferRoute(proxy: .address(proxy))))
                let request = TransferRequest(url: "\(url)/file", range: 5..<10)
                let answer = try await through.data(for: request, sizeMax: 100)
                #expect(answer.body == Array("bytes=5-9".utf8))
                #expect(answer.header("Via") == "1.1 school-proxy")
                #expect(passed.value == 1)
                let past = TransferConnection(options: TransferOptions(route: TransferRoute(proxy: .none)))
                #expect(try await past.data(for: request, sizeMax: 100).header("Via") == nil)
                #expect(passed.value == 1)
            }
            let dead = TransferRoute(proxy: .address("http://127.0.0.1:1"))
            let error = await #expect(throws: TransferError.self) {
                try await TransferConnection(options: TransferOptions(route: dead))
                    .data(for: TransferRequest(url: "\(url)/file"), sizeMax: 100)
            }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("A server that listens on IPv6 only is reached")
    func version6() async throws {
        let router = Router()
        router.get("/file") { _, _ in "here" }
        try await LoopbackServer.run(router, host: "::1") { url in
            #expect(url.hasPrefix("http://[::1]:"))
            let answer = try await TransferConnection().data(for: TransferRequest(url: "\(url)/file"), sizeMax: 10)
            #expect(answer.body == Array("here".utf8))
        }
    }

    @Test("TLS takes only a server for which the named certificates vouch, and only under its own name")
    func tls() async throws {
        let server = try TLSServer()
        let trusting = TransferRoute(proxy: .none, certificatesPath: server.certificatePath)
        let answer = try await TransferConnection(options: TransferOptions(route: trusting))
            .data(for: TransferRequest(url: "https://localhost:\(server.port)/file.txt"), sizeMax: 100)
        #expect(answer.status == 200)
        #expect(answer.body == Array("here".utf8))
        for (route, host) in [(TransferRoute(proxy: .none), "localhost"), (trusting, "127.0.0.1")] {
            let error = await #expect(throws: TransferError.self) {
                try await TransferConnection(options: TransferOptions(route: route))
                    .data(for: TransferRequest(url: "https://\(host):\(server.port)/file.txt"), sizeMax: 100)
            }
            guard case .untrusted = error else {
                Issue.record("\(host): \(String(describing: error))")
                continue
            }
        }
    }
}

/// OpenSSL's own server with a certificate for `localhost` that nobody vouches for but itself; serves `file.txt`.
private final class TLSServer {
    let port: Int
    let certificatePath: String
    private let folder: URL
    private let process = Process()

    init() throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "lectern-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        try Data("here".utf8).write(to: self.folder.appending(path: "file.txt"))
        self.certificatePath = self.folder.appending(path: "certificate.pem").path
        let making = Process()
        making.executableURL = URL(filePath: "/usr/bin/openssl")
        making.currentDirectoryURL = self.folder
        making.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out",
            "certificate.pem",
        ]
        making.standardError = FileHandle.nullDevice
        try making.run()
        making.waitUntilExit()
        try #require(making.terminationStatus == 0)

        let output = Pipe()
        self.process.executableURL = URL(filePath: "/usr/bin/openssl")
        self.process.currentDirectoryURL = self.folder
        self.process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-cert", "certificate.pem", "-key", "key.pem", "-WWW",
        ]
        self.process.standardOutput = output
        self.process.standardError = FileHandle.nullDevice
        try self.process.run()
        // "ACCEPT 127.0.0.1:40000"
        var text = ""
        while !text.contains(#/ACCEPT .*:\d+\n/#) {
            let bytes = output.fileHandleForReading.availableData
            try #require(!bytes.isEmpty, "openssl ended: \(text)")
            text += String(decoding: bytes, as: UTF8.self)
        }
        self.port = try #require(text.firstMatch(of: #/ACCEPT .*:(\d+)\n/#).flatMap { Int($0.1) })
    }

    deinit {
        // A thread of the test's pool blocks the gentler signals, and its processes inherit that.
        kill(self.process.processIdentifier, SIGKILL)
        self.process.waitUntilExit()
        try? FileManager.default.removeItem(at: self.folder)
    }
}
