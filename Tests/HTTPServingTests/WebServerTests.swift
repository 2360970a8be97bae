import FoundationEssentials
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceLifecycle
import Testing

@Suite struct WebServerTests {
    /// Runs a server on a free port while `test` runs, then asks it to stop and waits until it has.
    private func withServer(
        routes: (Router<WebContext>) -> Void = { _ in },
        _ test: @escaping @Sendable (TestClient) async throws -> Void
    ) async throws {
        try await self.withPort(routes: routes) { port in
            try await TestClient.withClient(host: "127.0.0.1", port: port, operation: test)
        }
    }

    private func withPort(
        routes: (Router<WebContext>) -> Void = { _ in },
        _ test: @Sendable (Int) async throws -> Void
    ) async throws {
        let site = try TestSite.make()
        let router = WebServer.router(site: site)
        routes(router)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(
            router: router,
            listen: try #require(ListenAddress("127.0.0.1:0")),
            site: site,
            stopWithin: .milliseconds(20),
            onListening: { continuation.yield($0) },
            logger: Logger(label: "test")
        )
        let group = ServiceGroup(services: [server], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            #expect(port > 0)
            try await test(port)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("A server says which port it has, answers there, and ends when asked to")
    func runs() async throws {
        try await self.withServer { client in
            let response = try await client.execute(.init("/health", method: .get, authority: "edge"))
            #expect(response.status == .ok)
            #expect(response.headers[.server] == nil)
        }
    }

    @Test("An address that another program has is named, with what to do")
    func addressTaken() async throws {
        try await self.withPort { port in
            let taken = try #require(ListenAddress("127.0.0.1:\(port)"))
            let site = try TestSite.make()
            let second = WebServer(
                router: WebServer.router(site: site),
                listen: taken,
                site: site,
                logger: Logger(label: "test")
            )
            let error = await #expect(throws: CannotListen.self) { try await second.run() }
            #expect(error?.listen == taken)
            #expect(error?.description.contains("--listen") == true)
        }
    }

    @Test("A request that does not end cannot keep the server from ending")
    func endlessRequest() async throws {
        try await self.withServer(
            routes: { router in
                router.get("/endless") { _, _ -> Response in
                    Response(
                        status: .ok,
                        body: ResponseBody { writer in
                            while !Task.isCancelled {
                                try await writer.write(ByteBuffer(repeating: 0, count: 1 << 16))
                            }
                            try await writer.finish(nil)
                        }
                    )
                }
            }
        ) { client in
            try await client.executeAndDontWaitForResponse(.init("/endless", method: .get, authority: "edge"))
        }
    }

    @Test("A header larger than any of ours is refused")
    func headerLimit() async throws {
        try await self.withServer { client in
            let headers: HTTPFields = [.authorization: String(repeating: "a", count: 100_000)]
            let request = TestClient.Request("/health", method: .get, authority: "edge", headers: headers)
            let response = try await client.execute(request)
            #expect(response.status == .requestHeaderFieldsTooLarge)
        }
    }

    @Test("A server that cannot have its port says so and ends")
    func portTaken() async throws {
        try await self.withServer { client in
            let site = try TestSite.make()
            let server = WebServer(
                router: WebServer.router(site: site),
                listen: try #require(ListenAddress("192.0.2.1:1")),
                site: site,
                logger: Logger(label: "test")
            )
            await #expect(throws: (any Error).self) {
                try await ServiceGroup(services: [server], logger: Logger(label: "test")).run()
            }
        }
    }
}
