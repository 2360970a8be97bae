import Hummingbird
import TestServing
import Testing
import Transfer

@Suite struct TransferFailureTests {
    /// Sends some bytes of a longer body and then does as told.
    private static func router(then end: @escaping @Sendable () async throws -> Void) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/file") { _, _ in
            Response(
                status: .ok,
                headers: [.contentLength: "100000"],
                body: ResponseBody(contentLength: 100_000) { writer in
                    try await writer.write(ByteBuffer(repeating: 7, count: 1_000))
                    try await end()
                }
            )
        }
        return router
    }

    private static let forever: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(3_600)) }

    @Test("A connection that ends in the middle is a cut, and what came before it was handed on")
    func cut() async throws {
        struct Broken: Error {}
        try await LoopbackServer.run(Self.router { throw Broken() }) { url in
            let bytes = Bytes()
            let error = await #expect(throws: TransferError.self) {
                try await TransferConnection().stream(TransferRequest(url: "\(url)/file")) { piece in
                    bytes.append(piece)
                    return .go
                }
            }
            guard case .cut = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.isTemporary == true)
            #expect(bytes.value.count == 1_000)
        }
    }

    @Test("A server that falls silent is given up after the stall time")
    func stall() async throws {
        try await LoopbackServer.run(Self.router(then: Self.forever)) { url in
            let connection = TransferConnection(options: TransferOptions(stallTimeout: .seconds(1)))
            await #expect(throws: TransferError.stalled(seconds: 1)) {
                try await connection.data(for: TransferRequest(url: "\(url)/file"), sizeMax: 1 << 20)
            }
        }
    }

    @Test("A server that sends a little now and then is given up after the time that the request may take")
    func tooSlow() async throws {
        let router = Router()
        router.get("/file") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    while !Task.isCancelled {
                        try await writer.write(ByteBuffer(repeating: 7, count: 1_000))
                        try await Task.sleep(for: .milliseconds(50))
                    }
                }
            )
        }
        try await LoopbackServer.run(router) { url in
            let request = TransferRequest(url: "\(url)/file", totalTimeout: .seconds(1))
            await #expect(throws: TransferError.tooSlow(seconds: 1)) {
                try await TransferConnection().data(for: request, sizeMax: 1 << 20)
            }
        }
    }

    @Test("A body larger than the caller takes is given up")
    func sizeMax() async throws {
        try await LoopbackServer.run(Self.router(then: Self.forever)) { url in
            await #expect(throws: TransferError.tooLarge(sizeMax: 999)) {
                try await TransferConnection().data(for: TransferRequest(url: "\(url)/file"), sizeMax: 999)
            }
        }
    }

    @Test("A cancelled task gives its request up at once, whether under way or waiting")
    func cancellation() async throws {
        let (arrivals, sender) = AsyncStream.makeStream(of: Void.self)
        let router = Self.router {
            sender.yield()
            try await Self.forever()
        }
        try await LoopbackServer.run(router) { url in
            let connection = TransferConnection()
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        do {
                            _ = try await connection.data(for: TransferRequest(url: "\(url)/file"), sizeMax: 1 << 20)
                            return false
                        } catch {
                            return error is CancellationError
                        }
                    }
                }
                _ = await arrivals.first { _ in true }
                group.cancelAll()
                for await isCancelled in group { #expect(isCancelled) }
            }
        }
    }

    @Test("A ticket gives one request up, before or while it is made, and no other")
    func ticket() async throws {
        let router = Router()
        router.get("/quick") { _, _ in "here" }
        try await LoopbackServer.run(router) { url in
            let connection = TransferConnection()
            let ticket = connection.ticket()
            ticket.giveUp()
            await #expect(throws: CancellationError.self) {
                try await connection.stream(TransferRequest(url: "\(url)/quick"), ticket: ticket) { _ in .go }
            }
            let response = try await connection.stream(
                TransferRequest(url: "\(url)/quick"),
                ticket: connection.ticket()
            ) { _ in .go }
            #expect(response.status == 200)
        }
    }

    @Test(
        "Nobody listening, no such host and no such scheme are told apart from a cut, and do no harm to the next request"
    )
    func unreachable() async throws {
        let connection = TransferConnection()
        for url in ["http://127.0.0.1:1/", "http://no-such-host.invalid/"] {
            let error = await #expect(throws: TransferError.self) {
                try await connection.data(for: TransferRequest(url: url), sizeMax: 10)
            }
            guard case .unreachable = error else {
                Issue.record("\(url): \(String(describing: error))")
                continue
            }
        }
        let error = await #expect(throws: TransferError.self) {
            try await connection.data(for: TransferRequest(url: "file:///etc/hostname"), sizeMax: 10)
        }
        guard case .unusable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let router = Router()
        router.get("/quick") { _, _ in "here" }
        try await LoopbackServer.run(router) { url in
            let response = try await connection.data(for: TransferRequest(url: "\(url)/quick"), sizeMax: 10)
            #expect(response.body == Array("here".utf8))
        }
    }

    @Test("A header field cannot smuggle in another")
    func headerInjection() async throws {
        let request = TransferRequest(url: "http://127.0.0.1:1/", headers: ["A": "b\r\nC: d"])
        await #expect(throws: TransferError.unusable("a line break in the header field A")) {
            try await TransferConnection().data(for: request, sizeMax: 10)
        }
    }
}
