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
