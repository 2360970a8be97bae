import Blobs
import CourseModel
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import TestServing
import Testing

@testable import HTTPServing

/// A server with one file on a direct route, and a router behind it.
///
/// `/play/file` is the file, `/play/small` its first 5000 bytes, `/play/later` comes when `arrive` is called, `/play/parts`
/// is a part of the file, some text, and a part that comes when `arrive` is called. `/echo` is the router's.
final class DirectServer: Sendable {
    static let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private let path: String
    private let file: BlobFile
    private let handed = Mutex<[Range<Int64>]>([])
    private let arrivals: AsyncStream<Void>
    private let arriving: AsyncStream<Void>.Continuation
    private let leavers: AsyncStream<Void>
    private let leaving: AsyncStream<Void>.Continuation

    init() throws {
        self.path = FileManager.default.temporaryDirectory.path + "/lectern-\(UUID().uuidString)"
        let blobs = try BlobDirectory(path: self.path)
        self.file = try #require(try blobs.file(try blobs.write(Self.bytes)))
        (self.arrivals, self.arriving) = AsyncStream.makeStream()
        (self.leavers, self.leaving) = AsyncStream.makeStream()
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// What of the file was handed to sockets.
    var sent: [Range<Int64>] { self.handed.withLock { $0 } }

    func arrive() { self.arriving.yield() }

    /// Returns when somebody has left who waited.
    func someoneLeft() async { for await _ in self.leavers { return } }

    func run(
        patience: ConnectionPatience = ConnectionPatience(),
        _ test: @Sendable (Int) async throws -> Void
    ) async throws {
        let site = try TestSite.make()
        let router = WebServer.router(site: site)
        router.post("/echo") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .ok, body: .init(byteBuffer: body))
        }
        router.get("/echo") { _, _ in "echo" }
        let (ports, sender) = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(
            router: router,
            direct: [DirectRoute(prefix: "/play/", name: "/play/**") { request, _ in self.answer(request) }],
            listen: try #require(ListenAddress("127.0.0.1:0")),
            site: site,
            stopWithin: .milliseconds(20),
            patience: patience,
            onListening: { sender.yield($0) },
            logger: Logger(label: "test")
        )
        let group = ServiceGroup(services: [server], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            try await test(port)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func answer(_ request: DirectRequest) -> DirectOutcome {
        switch request.path {
        case "/play/file": .answer(self.answer(request, size: 3_000_000))
        case "/play/small": .answer(self.answer(request, size: 5_000))
        case "/play/later":
            .later {
                for await _ in self.arrivals { return self.answer(request, size: 5_000) }
                self.leaving.yield()
                return DirectAnswer(Problem.notFound)
            }
        case "/play/parts":
            .answer(
                DirectAnswer(
                    status: 200,
                    head: DirectAnswer.head(.ok, [:], contentLength: 40_003),
                    body: [
                        .file(self.file, 0..<30_000, mark: 0), .bytes(Array("abc".utf8)),
                        .awaited {
                            for await _ in self.arrivals { return [.file(self.file, 50_000..<60_000, mark: 0)] }
                            return nil
                        },
                    ],
                    sent: self.note
                )
            )
        default: .answer(DirectAnswer(Problem.notFound, isHead: request.content.isHead))
        }
    }

    private var note: @Sendable (Int, Range<Int64>) -> Void {
        { _, range in self.handed.withLock { $0.append(range) } }
    }

    private func answer(_ request: DirectRequest, size: Int64) -> DirectAnswer {
        let representation = Representation(
            sizeBytes: size,
            entityTag: "\"file\"",
            contentType: "video/mp4",
            cacheControl: "no-cache"
        )
        return DirectAnswer(
            representation.answer(to: request.content),
            isHead: request.content.isHead,
            sent: self.note,
            content: { [.file(self.file, $0, mark: 0)] }
        )
    }
}
