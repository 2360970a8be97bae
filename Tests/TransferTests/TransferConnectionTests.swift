import Hummingbird
import TestServing
import Testing
import Transfer

@Suite struct TransferConnectionTests {
    @Test("A request arrives as it was made, and the answer comes back whole")
    func request() async throws {
        let router = Router()
        router.post("/echo") { request, _ in
            let body = try await request.body.collect(upTo: 1_000)
            return Response(
                status: .created,
                headers: [
                    .userAgent: request.headers[.userAgent] ?? "", .accept: request.headers[.accept] ?? "",
                    .expect: request.headers[.expect] ?? "none",
                ],
                body: ResponseBody(byteBuffer: body)
            )
        }
        try await LoopbackServer.run(router) { url in
            let connection = TransferConnection()
            let response = try await connection.data(
                for: TransferRequest(
                    method: .post,
                    url: "\(url)/echo",
                    headers: ["Accept": "text/plain"],
                    body: [1, 2, 3]
                ),
                sizeMax: 100
            )
            #expect(response.status == 201)
            #expect(response.body == [1, 2, 3])
            #expect(response.header("accept") == "text/plain")
            #expect(response.header("USER-AGENT") == "lectern/0.1.0")
            #expect(response.header("Expect") == "none")
            let empty = TransferRequest(method: .post, url: "\(url)/echo", body: [])
            #expect(try await connection.data(for: empty, sizeMax: 100).body == [])
        }
    }

    @Test("Requests go one after the other over one connection that is kept")
    func keepAlive() async throws {
        let underWay = Tally()
        let router = Router(context: PeerContext.self)
        router.get("/peer") { _, context in
            underWay.add()
            #expect(underWay.value == 1)
            defer { underWay.add(-1) }
            return "\(context.port)"
        }
        try await LoopbackServer.run(router) { url in
            let connection = TransferConnection()
            let peers = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await connection.data(for: TransferRequest(url: "\(url)/peer"), sizeMax: 100).body
                    }
                }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(peers.count == 1)
        }
    }

    @Test("A range is asked for, and a 206 is handed on in pieces as it arrives")
    func range() async throws {
        let router = Router()
        router.get("/file") { request, _ in
            #expect(request.headers[.range] == "bytes=10-300009")
            return Response(
                status: .partialContent,
                headers: [.contentRange: "bytes 10-300009/400000"],
                body: ResponseBody(byteBuffer: ByteBuffer(repeating: 7, count: 300_000))
            )
        }
        try await LoopbackServer.run(router) { url in
            let (bytes, accepted) = (Bytes(), Tally())
            let response = try await TransferConnection(options: TransferOptions(receiveBufferBytes: 8_192)).stream(
                TransferRequest(url: "\(url)/file", range: 10..<300_010),
                accept: { head in
                    #expect(head.rangeStart == 10)
                    accepted.add()
                    return .go
                },
                receive: { piece in
                    bytes.append(piece)
                    return .go
                }
            )
            #expect(response.status == 206)
            #expect(response.body == [])
            #expect(accepted.value == 1)
            #expect(bytes.value == [UInt8](repeating: 7, count: 300_000))
        }
    }

    @Test("An answer that was not hoped for is not handed on, but can be read")
    func serviceUnavailable() async throws {
        let router = Router()
        router.get("/file") { _, _ in
            Response(
                status: .serviceUnavailable,
                headers: [.retryAfter: "7"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "busy"))
            )
        }
        router.get("/long") { _, _ in
            Response(status: .badGateway, body: ResponseBody(byteBuffer: ByteBuffer(repeating: 65, count: 1 << 20)))
        }
        try await LoopbackServer.run(router) { url in
            let connection = TransferConnection()
            for path in ["file", "long"] {
                let response = try await connection.stream(TransferRequest(url: "\(url)/\(path)")) { _ in
                    Issue.record("the body of an error was handed on")
                    return .go
                }
                if path == "long" {
                    #expect(response.status == 502)
                    #expect(response.body.count <= 16 << 10)
                } else {
                    #expect(response.status == 503)
                    #expect(response.body == Array("busy".utf8))
                    #expect(response.retryAfter == .seconds(7))
                }
            }
        }
    }

    @Test("A receiver that has enough ends the request, and the next one works")
    func stop() async throws {
        let router = Router()
        router.get("/file") { _, _ in
            Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(repeating: 7, count: 5_000_000)))
        }
        try await LoopbackServer.run(router) { url in
            let (connection, received) = (TransferConnection(), Tally())
            for _ in 0..<2 {
                let response = try await connection.stream(TransferRequest(url: "\(url)/file")) { piece in
                    received.add(piece.count)
                    return .stop
                }
                #expect(response.status == 200)
            }
            let refused = try await connection.stream(
                TransferRequest(url: "\(url)/file"),
                accept: { _ in .stop },
                receive: { _ in
                    Issue.record("the body was not wanted")
                    return .go
                }
            )
            #expect(refused.status == 200)
            #expect(received.value < 1_000_000)
        }
    }

    @Test("What is collected may come compressed, what is handed on may not")
    func compressed() async throws {
        // "lectern lectern lectern lectern", compressed by gzip.
        let form: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x49, 0x4D, 0x2E, 0x49, 0x2D, 0xCA, 0x53,
            0xC8, 0xC1, 0x4E, 0x03, 0x00, 0x8D, 0xC7, 0x5A, 0xD4, 0x1F, 0x00, 0x00, 0x00,
        ]
        let router = Router()
        router.get("/file") { request, _ in
            guard request.headers[.acceptEncoding] == "gzip" else { return Response(status: .ok) }
            return Response(
                status: .ok,
                headers: [.contentEncoding: "gzip"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: form))
            )
        }
        try await LoopbackServer.run(router) { url in
            let connection = TransferConnection()
            let request = TransferRequest(url: "\(url)/file")
            let answer = try await connection.data(for: request, sizeMax: 100)
            #expect(String(decoding: answer.body, as: UTF8.self) == "lectern lectern lectern lectern")
            await #expect(throws: TransferError.tooLarge(sizeMax: 20)) {
                try await connection.data(for: request, sizeMax: 20)
            }
            let pieces = Bytes()
            _ = try await connection.stream(request) { piece in
                pieces.append(piece)
                return .go
            }
            #expect(pieces.value == [])
        }
    }

    @Test("The round trip is known once there was a connection, and is no longer than a second on one computer")
    func roundTrip() async throws {
        let router = Router()
        router.get("/file") { _, _ in "here" }
        try await LoopbackServer.run(router) { url in
            let connection = TransferConnection()
            #expect(connection.roundTrip == nil)
            _ = try await connection.data(for: TransferRequest(url: "\(url)/file"), sizeMax: 10)
            let first = try #require(connection.roundTrip)
            #expect(first > .zero && first < .seconds(1))
            _ = try await connection.data(for: TransferRequest(url: "\(url)/file"), sizeMax: 10)
            #expect(connection.roundTrip == first)
        }
    }

    @Test(
        "How long a server wants to be left alone is read from seconds and from dates, whatever the clock here says",
        arguments: [
            ("7", .seconds(7)), ("999999999", .seconds(86_400)), ("-1", nil), ("soon", nil),
            ("Fri, 01 Mar 2019 10:05:00 GMT", .seconds(300)), ("Fri, 01 Mar 2019 09:00:00 GMT", .zero),
        ] as [(String, Duration?)]
    )
    func retryAfter(text: String, expected: Duration?) {
        let headers = ["Retry-After": text, "Date": "Fri, 01 Mar 2019 10:00:00 GMT"]
        #expect(TransferResponse(status: 503, headers: headers, body: []).retryAfter == expected)
    }

    @Test("A redirect is an answer, not followed")
    func redirect() async throws {
        let router = Router()
        router.get("/from") { _, _ in Response(status: .found, headers: [.location: "/to"]) }
        router.get("/to") { _, _ in
            Issue.record("the redirect was followed")
            return "there"
        }
        try await LoopbackServer.run(router) { url in
            let response = try await TransferConnection().data(for: TransferRequest(url: "\(url)/from"), sizeMax: 100)
            #expect(response.status == 302)
        }
    }
}
