import Blobs
import CourseModel
import Crypto
import EdgeCache
import HTTPServing
import Hummingbird
import HummingbirdTesting
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
    private static let now = UTCTime(milliseconds: 1_900_000_000_000)

    /// - Parameters:
    ///   - limit: how long a request waits.
    ///   - fetch: what happens when the lab wants a chunk; by default it must not.
    init(
        limit: Duration = .seconds(5),
        fetch: @escaping Fetch = { _, address in Issue.record("asked for \(address)") }
    ) throws {
        self.folder = try TemporaryFolder()
        self.blobs = try BlobDirectory(path: "\(self.folder.path)/blobs")
        self.lesson = try SampleLesson("l01", hasCompanions: true)
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

    /// The address of something of the lesson, under a token made so long ago.
    func address(_ path: String, ageMs: Int64 = 0) -> String {
        let then = UTCTime(milliseconds: Self.now.milliseconds - ageMs)
        guard let session = ViewingSession.ID("v1") else { return path }
        let master = PlaylistAddress(key: self.key, hours: 12, now: { then })
            .path(for: session, lesson: self.lesson.manifest.lesson, manifest: self.lesson.release.digest)
        return String(master.dropLast("master.m3u8".count)) + path
    }

    func test(_ test: @escaping @Sendable (Lab, any TestClientProtocol) async throws -> Void) async throws {
        let site = Site(
            name: "lectern-edge",
            pages: try Pages(),
            assets: try Assets(),
            health: { .ok },
            metrics: { MetricsText() }
        )
        let router = WebServer.router(site: site)
        let wait = ChunkWait(shelf: self.shelf, limit: self.limit) { address in
            self.asked.withLock { $0.append(address) }
            try await self.fetch(self, address)
        }
        LabController(
            addresses: PlaylistAddress(key: self.key, hours: 12, now: { Self.now }),
            shelf: self.shelf,
            blobs: self.blobs,
            wait: wait
        ).addRoutes(to: router)
        try await Application(responder: router.buildResponder()).test(.router) { try await test(self, $0) }
    }
}

extension TestClientProtocol {
    func get(_ uri: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await self.execute(uri: uri, method: .get, headers: headers) { $0 }
    }
}
