import Blobs
import CourseModel
import EdgeCache
import Foundation
import Logging
import ProgressAgent
import Testing

@Suite struct ScrubberTests {
    private let folder: ScratchFolder
    private let lesson: MadeUpLesson

    init() throws {
        self.folder = try ScratchFolder()
        self.lesson = try MadeUpLesson("l01", seed: 1, chunks: 20, chunkBytes: 50_000)
    }

    private static func scrubber(_ edge: SchoolEdge, days: Int64 = 7, clock: SetClock = SetClock()) -> Scrubber {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return Scrubber(
            shelf: edge.shelf,
            blobs: edge.blobs,
            index: edge.index,
            bytesPerSecond: 1 << 40,
            days: days,
            onRot: { edge.service.fetchAgain($0, because: $1) },
            now: { clock.time },
            logger: logger
        )
    }

    @Test("Rot and a lost end are found, no longer served, and only they are fetched again")
    func rot() async throws {
        let origin = RangeOrigin([self.lesson])
        try await origin.run { url in
            let edge = try SchoolEdge(data: self.folder.path, originURL: url, lessons: [self.lesson])
            try await edge.run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) && edge.service.plan.isEmpty }
                try edge.service.setPaused(true)
                let path = try #require(try edge.blobs.file(self.lesson.track.blob)).path
                let handle = try FileHandle(forWritingTo: URL(filePath: path))
                try handle.seek(toOffset: 250_001)
                try handle.write(contentsOf: Data([self.lesson.bytes[250_001] ^ 1]))
                try handle.truncate(atOffset: 930_000)
                try handle.close()

                let scrubber = Self.scrubber(edge)
                await scrubber.scrub(bytesPerSecond: nil)
                #expect(scrubber.last?.badChunks == 3)
                #expect(scrubber.last?.checkedBytes == ByteCount(bytes: 1_000_000))
                #expect(scrubber.last?.finishedAtMs != nil)
                #expect(edge.shelf.heldChunks(of: self.lesson.track) == Set(0..<20).subtracting([5, 18, 19]))
                #expect(try edge.index.heldChunks()[self.lesson.track.blob]?.count == 17)
                #expect(edge.incidents.recent.allSatisfy { $0.kind == .chunkRotten })
                #expect(edge.incidents.total == 3)

                try edge.service.setPaused(false)
                try await eventually("the repair") { edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(origin.asked.dropFirst().map(\.range) == [250_000..<300_000, 900_000..<1_000_000])
                await scrubber.scrub(bytesPerSecond: nil)
                #expect(scrubber.last?.badChunks == 0)
                #expect(scrubber.badChunks == 3)
            }
        }
    }

    @Test("A lesson that a player could not play is read at once, by itself, and once for all who complain")
    func complaint() async throws {
        let origin = RangeOrigin([self.lesson])
        try await origin.run { url in
            let edge = try SchoolEdge(data: self.folder.path, originURL: url, lessons: [self.lesson])
            try await edge.run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) && edge.service.plan.isEmpty }
                let path = try #require(try edge.blobs.file(self.lesson.track.blob)).path
                let handle = try FileHandle(forWritingTo: URL(filePath: path))
                try handle.seek(toOffset: 250_001)
                try handle.write(contentsOf: Data([self.lesson.bytes[250_001] ^ 1]))
                try handle.close()
                let clock = SetClock()
                let scrubber = Self.scrubber(edge, clock: clock)
                let lesson = try #require(Lesson.ID("l01"))
                #expect(await scrubber.check(try #require(Lesson.ID("l99"))) == 0)
                #expect(await scrubber.check(lesson) == 1)
                #expect(await scrubber.check(lesson) == 0)
                #expect(scrubber.badChunks == 1)
                #expect(scrubber.last == nil)
                try await eventually("the repair") { edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                clock.set(UTCTime(milliseconds: clock.time.milliseconds + 30_000))
                #expect(await scrubber.check(lesson) == 0)
            }
        }
    }

    @Test("A scrub begins by itself when the last one is too old, not on a new disk, and when it is asked for")
    func due() async throws {
        let edge = try SchoolEdge(data: self.folder.path, originURL: "http://127.0.0.1:1", lessons: [self.lesson])
        let clock = SetClock()
        let fresh = Self.scrubber(edge, clock: clock)
        try await Self.run(fresh) {
            try await eventually("the note") { try edge.index.scrubbedAt == clock.time }
            #expect(fresh.last == nil)
            fresh.begin()
            try await eventually("the scrub") { fresh.last?.finishedAtMs != nil }
        }
        let began = clock.time
        clock.set(UTCTime(milliseconds: began.milliseconds + 7 * 86_400_000))
        let never = Self.scrubber(edge, days: 0, clock: clock)
        let old = Self.scrubber(edge, clock: clock)
        try await Self.run(never) {
            try await Self.run(old) {
                try await eventually("the scrub") { old.last?.finishedAtMs == clock.time }
            }
            #expect(never.last == nil)
        }
        #expect(try edge.index.scrubbedAt == clock.time)
    }

    private static func run(_ scrubber: Scrubber, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await scrubber.run() }
            defer { group.cancelAll() }
            try await body()
        }
    }
}
