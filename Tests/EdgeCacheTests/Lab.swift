import Blobs
import CourseModel
import Crypto
import EdgeCache
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceLifecycle
import Synchronization
import Testing

/// A lab controller with one lesson on real files.
final class Lab: Sendable {
    typealias Fetch = @Sendable (Lab, ChunkAddress) async throws -> Void

    let lesson: SampleLesson
    let shelf = Shelf(held: [:])
    private let folder: TemporaryFolder
    private let blobs: BlobDirectory
    private let key = SymmetricKey(size: .bits256)
    private let limit: Duration
    private let fetch: Fetch
    private let asked = Mutex<[ChunkAddress]>([])
    private let lost = Mutex<[ChunkAddress]>([])
    private let handed = Mutex<[(track: Track.ID, range: Range<Int64>)]>([])
    private static let now = UTCTime(milliseconds: 1_900_000_000_000)

    /// - Parameters:
    ///   - limit: how long a request waits.
    ///   - segments: of each track.
    ///   - fetch: what happens when the lab wants a chunk; by default it must not.
    init(
        limit: Duration = .seconds(5),
        segments: Int = 3,
        fetch: @escaping Fetch = { _, address in Issue.record("asked for \(address)") }
    ) throws {
        self.folder = try TemporaryFolder()
        self.blobs = try BlobDirectory(path: "\(self.folder.path)/blobs")
        self.lesson = try SampleLesson("l01", hasCompanions: true, segments: segments)
        self.limit = limit
        self.fetch = fetch
        self.shelf.stock(releases: [self.lesson.release], programmes: [])
    }

    /// The chunks that the lab asked for, in order.
    var wanted: [ChunkAddress] { self.asked.withLock { $0 } }

    func arrive(_ chunks: [Int], of track: String = "video") throws {
        for chunk in chunks {
            try self.lesson.arrive(chunk, of: track, in: self.blobs, shelf: self.shelf)
        }
    }

    /// Puts wrong bytes into the whole track file, and marks nothing held.
    func fillUnverified() throws {
        let track = try self.lesson.track("video")
        let fill = try self.blobs.fill(track.blob, sizeBytes: track.sizeBytes)
        try [UInt8](repeating: 0xEE, count: Int(track.sizeBytes.bytes)).withUnsafeBytes { try fill.write($0, at: 0) }
    }

    /// Where the picture's track file is.
    func filePath() throws -> String {
        let track = try self.lesson.track("video")
        return try #require(try self.blobs.file(track.blob)).path
    }

    /// The address of something of the lesson, under a token made so long ago.
    func address(_ path: String, ageMs: Int64 = 0) -> String {
        let then = UTCTime(milliseconds: Self.now.milliseconds - ageMs)
        guard let session = ViewingSession.ID("v1") else { return path }
        let master = PlaylistAddress(key: self.key, hours: 12, now: { then })
            .path(for: session, lesson: self.lesson.manifest.lesson, manifest: self.lesson.release.digest)
        return String(master.dropLast("master.m3u8".count)) + path
    }

    /// What of which track was handed to a socket, in order.
    var noted: [(track: Track.ID, range: Range<Int64>)] { self.handed.withLock { $0 } }
    /// The chunks that were gone from their files.
    var gone: [ChunkAddress] { self.lost.withLock { $0 } }

    /// Runs a server with the lab's addresses while `test` runs.
    func test(_ test: @escaping @Sendable (Lab, LabClient) async throws -> Void) async throws {
        let site = Site(
            name: "lectern-edge",
            pages: try Pages(),
            assets: try Assets(),
            health: { .ok },
            metrics: { MetricsText() }
        )
        let wait = ChunkWait(shelf: self.shelf, limit: self.limit) { address in
            self.asked.withLock { $0.append(address) }
            try await self.fetch(self, address)
        }
        let controller = LabController(
            addresses: PlaylistAddress(key: self.key, hours: 12, now: { Self.now }),
            shelf: self.shelf,
            blobs: self.blobs,
            wait: wait,
            fetchAgain: { address, _ in self.lost.withLock { $0.append(address) } },
            note: { _, track, range in self.handed.withLock { $0.append((track.track, range)) } }
        )
        let (ports, sender) = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(
            router: WebServer.router(site: site),
            direct: [controller.route],
            listen: try #require(ListenAddress("127.0.0.1:0")),
            site: site,
            stopWithin: .milliseconds(20),
            onListening: { sender.yield($0) },
            logger: Logger(label: "test")
        )
        let group = ServiceGroup(services: [server], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                try await test(self, LabClient(client: client))
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// A player that asks over one connection.
struct LabClient: Sendable {
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: ByteBuffer
    }

    let client: TestClient

    func get(_ uri: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await self.execute(uri: uri, method: .get, headers: headers)
    }

    func execute(uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:]) async throws -> Answer {
        let response = try await self.client.execute(.init(uri, method: method, authority: "edge", headers: headers))
        return Answer(status: response.status, headers: response.headers, body: response.body ?? ByteBuffer())
    }
}
