import NIOCore
import TestServing
import Testing

@testable import HTTPServing

@Suite struct DirectRouteTests {
    private static let host = "HTTP/1.1\r\nHost: edge\r\n"

    private static func get(_ path: String, _ fields: String = "") -> String { "GET \(path) \(self.host)\(fields)\r\n" }

    @Test("A large file comes byte for byte, with its head and the date, and what was handed over is told once")
    func large() async throws {
        let server = try DirectServer()
        try await server.run { port in
            let client = try RawClient(port: port)
            client.say(Self.get("/play/file"))
            let (head, body) = client.hearAnswer()
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\nETag: \"file\"\r\n"))
            #expect(head.contains("\r\nContent-Length: 3000000\r\n"))
            #expect(head.contains("\r\nDate: "))
            #expect(!head.contains("Connection:"))
            #expect(body == DirectServer.bytes)
            client.say(Self.get("/play/file", "Range: bytes=5-9,1000000-1000009\r\n"))
            let parts = client.hearAnswer()
            #expect(parts.head.contains("multipart/byteranges"))
            #expect(parts.body.firstRange(of: DirectServer.bytes[1_000_000..<1_000_010]) != nil)
        }
        #expect(server.sent == [0..<3_000_000, 5..<10, 1_000_000..<1_000_010])
    }

    @Test("Requests that come at once are answered in their order, by whoever has to answer each")
    func pipelining() async throws {
        try await DirectServer().run { port in
            let client = try RawClient(port: port)
            let post = "POST /echo \(Self.host)Content-Length: 5\r\n\r\nhello"
            client.say(
                Self.get("/play/small") + Self.get("/echo") + Self.get("/play/small", "Range: bytes=1-2\r\n") + post
                    + "HEAD /play/file \(Self.host)\r\n" + Self.get("/echo", "Connection: close\r\n")
            )
            #expect(client.hearAnswer().body == Array(DirectServer.bytes.prefix(5_000)))
            #expect(client.hearAnswer().body == Array("echo".utf8))
            #expect(client.hearAnswer().body == Array(DirectServer.bytes[1...2]))
            #expect(client.hearAnswer().body == Array("hello".utf8))
            let head = client.hearAnswer(isToHead: true).head
            #expect(head.contains("Content-Length: 3000000"))
            #expect(client.hearAnswer().body == Array("echo".utf8))
            #expect(client.hearAll().isEmpty)
        }
    }

    @Test("A request may come in any pieces")
    func pieces() async throws {
        try await DirectServer().run { port in
            let client = try RawClient(port: port)
            let post = "POST /echo \(Self.host)Content-Length: 5\r\n\r\nhello"
            for byte in (Self.get("/play/small") + post + Self.get("/play/small")).utf8 { client.say([byte]) }
            #expect(client.hearAnswer().body.count == 5_000)
            #expect(client.hearAnswer().body == Array("hello".utf8))
            #expect(client.hearAnswer().body.count == 5_000)
        }
    }

    @Test("A chunked body, and what comes after it, is the router's")
    func chunked() async throws {
        try await DirectServer().run { port in
            let client = try RawClient(port: port)
            client.say(
                "POST /echo \(Self.host)Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + Self.get("/echo")
            )
            #expect(client.hearAnswer().head.hasPrefix("HTTP/1.1 200"))
            client.finishSaying()
            #expect(String(decoding: client.hearAll(), as: UTF8.self).hasSuffix("echo"))
        }
    }

    @Test("What comes later is answered then; whoever leaves meanwhile is not waited for")
    func later() async throws {
        let server = try DirectServer()
        try await server.run { port in
            let (client, other) = (try RawClient(port: port), try RawClient(port: port))
            client.say(Self.get("/play/later") + Self.get("/play/small"))
            server.arrive()
            #expect(client.hearAnswer().body.count == 5_000)
            #expect(client.hearAnswer().body.count == 5_000)
            other.say(Self.get("/play/later"))
            other.hangUp()
            await server.someoneLeft()
        }
    }

    @Test("An answer of which a part has to come is begun at once")
    func parts() async throws {
        let server = try DirectServer()
        try await server.run { port in
            let client = try RawClient(port: port)
            client.say(Self.get("/play/parts"))
            let mark = Array("\r\n\r\nx".utf8.dropLast())
            var heard: [UInt8] = []
            while heard.firstRange(of: mark) == nil { heard += client.hear(1) }
            heard = client.hear(30_003)
            #expect(heard == Array(DirectServer.bytes.prefix(30_000)) + Array("abc".utf8))
            server.arrive()
            #expect(client.hear(10_000) == Array(DirectServer.bytes[50_000..<60_000]))
        }
        #expect(server.sent == [0..<30_000, 50_000..<60_000])
    }

    @Test("Of a client that leaves half way, no more is told than was handed over")
    func leaves() async throws {
        let server = try DirectServer()
        try await server.run { port in
            let client = try RawClient(port: port)
            client.say(Self.get("/play/file") + Self.get("/play/file"))
            _ = client.hear(200_000)
            client.hangUp()
        }
        let sent = try #require(server.sent.first)
        #expect(sent.lowerBound == 0 && sent.upperBound > 190_000)
        #expect(server.sent.allSatisfy { $0.upperBound <= 3_000_000 })
    }

    @Test("HTTP/1.0 and a client that has closed its side get their answer and the end")
    func closing() async throws {
        try await DirectServer().run { port in
            let old = try RawClient(port: port)
            old.say("GET /play/small HTTP/1.0\r\n\r\n")
            let (head, body) = old.hearAnswer()
            #expect(head.contains("Connection: close"))
            #expect(body.count == 5_000)
            #expect(old.hearAll().isEmpty)
            for path in ["/play/file", "/echo"] {
                let half = try RawClient(port: port)
                half.say(Self.get(path))
                half.finishSaying()
                #expect(half.hearAnswer().head.hasPrefix("HTTP/1.1 200"))
                #expect(half.hearAll().isEmpty)
            }
        }
    }

    @Test("What cannot be understood is answered, and is the last on its connection")
    func refused() async throws {
        try await DirectServer().run { port in
            for request in [
                "GET /play/small\r\n\r\n", "POST /echo \(Self.host)Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
            ] {
                let client = try RawClient(port: port)
                client.say(Self.get("/play/small") + request + Self.get("/play/small"))
                #expect(client.hearAnswer().head.hasPrefix("HTTP/1.1 200"))
                let (head, body) = client.hearAnswer()
                #expect(head.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
                #expect(head.contains("Connection: close"))
                #expect(String(decoding: body, as: UTF8.self).contains("urn:lectern:problem:bad-request"))
                #expect(client.hearAll().isEmpty)
            }
        }
    }

    @Test("Who waits for 100 is told to go on")
    func expects() async throws {
        try await DirectServer().run { port in
            let client = try RawClient(port: port)
            client.say("POST /echo \(Self.host)Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(client.hearAnswer().head == "HTTP/1.1 100 Continue\r\n\r\n")
            client.say("hello")
            #expect(client.hearAnswer().body == Array("hello".utf8))
        }
    }

    @Test("A head that does not end, and a client that takes nothing, are not waited for for ever")
    func slow() async throws {
        var patience = ConnectionPatience()
        patience.head = .milliseconds(60)
        patience.window = .milliseconds(60)
        try await DirectServer().run(patience: patience) { [patience] port in
            #expect(patience.tick == .milliseconds(30))
            let head = try RawClient(port: port)
            head.say("GET /play/small HTTP/1.1\r\nHost: a")
            #expect(head.hearAll().isEmpty)
            let reader = try RawClient(port: port)
            while reader.say(Self.get("/play/file")) {}
        }
    }
}
