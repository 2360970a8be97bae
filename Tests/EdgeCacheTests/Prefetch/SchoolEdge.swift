import Blobs
import CourseModel
import EdgeCache
import Foundation
import Logging
import Prefetching
import ProgressAgent
import Synchronization
import Testing
import Transfer

/// The prefetch of one school, on a data folder of the test's, without anything around it.
final class SchoolEdge: Sendable {
    let shelf: Shelf
    let index: CacheIndexDatabase
    let blobs: BlobDirectory
    let incidents: IncidentLog
    let service: PrefetchService

    /// - Parameters:
    ///   - data: a folder; what an earlier edge left in it is found again.
    ///   - reserve: what is to be left free on the disk.
    ///   - clock: the school's; by default it stands still.
    ///   - neighbourhood: the edges that may be asked.
    ///   - adjust: changes what is set otherwise.
    init(
        data: String,
        originURL: String,
        lessons: [MadeUpLesson],
        reserve: Int64 = 0,
        clock: SetClock = SetClock(),
        neighbourhood: Neighbourhood? = nil,
        adjust: (inout PrefetchOptions) -> Void = { _ in }
    ) throws {
        let now: @Sendable () -> UTCTime = { clock.time }
        let key = SigningKey()
        let enrolment = Enrolment(
            edge: try #require(Edge.ID("edge-1")),
            edgeKey: key.verifyingKey,
            school: try #require(School.ID("school-1")),
            schoolName: Title(zh: "校"),
            county: try #require(County.ID("county-1")),
            countyName: Title(zh: "县"),
            epoch: 1,
            originKey: SigningKey().verifyingKey,
            timeZone: "Asia/Shanghai",
            issuedAtMs: .zero
        )
        let identity = EdgeIdentity(enrolment: enrolment, originURL: originURL, key: key)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var options = PrefetchOptions()
        options.reserveBytes = ByteCount(bytes: reserve)
        options.pace.retryShortest = .milliseconds(5)
        options.pace.wrongChunkRest = .milliseconds(20)
        options.pace.absentBlobRest = .milliseconds(50)
        options.pace.diskRest = .milliseconds(20)
        adjust(&options)
        self.index = try CacheIndexDatabase.open(path: "\(data)/index.sqlite", logger: logger)
        self.blobs = try BlobDirectory(path: "\(data)/blobs")
        self.shelf = Shelf(held: try self.index.heldChunks())
        self.incidents = IncidentLog(path: "\(data)/incidents.json", now: now)
        self.shelf.stock(releases: lessons.map(\.release), programmes: [])
        self.service = try PrefetchService(
            shelf: self.shelf,
            index: self.index,
            blobs: self.blobs,
            sources: LessonSources(
                origin: OriginClient(identity: identity, connection: TransferConnection(), now: now),
                order: try #require(SourceOrder(SourceOrder.usual)),
                neighbourhood: { neighbourhood },
                connect: { _, lane in
                    TransferConnection(options: TransferOptions(receiveBufferBytes: lane == .bulk ? 4_096 : 0))
                },
                now: now
            ),
            contact: OriginContact(now: now),
            incidents: self.incidents,
            options: options,
            now: now,
            logger: logger
        )
    }

    /// Runs the prefetch while the body does.
    func run(_ body: @escaping @Sendable (SchoolEdge) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.service.run() }
            defer { group.cancelAll() }
            try await body(self)
        }
    }

    /// Whether a lesson is held, and its file has its name.
    func isWhole(_ lesson: MadeUpLesson) -> Bool {
        self.shelf.isComplete(lesson.release.manifest) && self.blobs.isWhole(lesson.track.blob)
    }

    /// What is on the disk of a lesson that is whole.
    func bytes(of lesson: MadeUpLesson) throws -> [UInt8]? {
        try self.blobs.read(lesson.track.blob, sizeMax: lesson.bytes.count)
    }

    /// Whether the bytes from `start` up to `end` of a lesson are on the disk, verified or not.
    func hasReceived(_ start: Int, upTo end: Int, of lesson: MadeUpLesson) throws -> Bool {
        let bytes = try self.blobs.file(lesson.track.blob)?.read(Int64(start)..<Int64(end))
        return bytes == Array(lesson.bytes[start..<end])
    }
}

/// A clock that a test sets; 2030-03-17, a Sunday, 17:46:40 UTC at first.
final class SetClock: Sendable {
    private let state = Mutex(UTCTime(milliseconds: 1_900_000_000_000))

    var time: UTCTime { self.state.withLock { $0 } }

    func set(_ time: UTCTime) { self.state.withLock { $0 = time } }
}

/// Waits for something that happens by itself; half a minute is for a machine that has more to do.
func eventually(_ what: String, _ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(30))
    while try !condition() {
        try #require(ContinuousClock.now < deadline, "\(what) did not happen")
        try await Task.sleep(for: .milliseconds(1))
    }
}

/// A folder that is gone when the test is over.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.appending(path: "lectern-line-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }
}
