import CourseModel
import EdgeCache
import ProgressAgent
import Testing

@Suite struct ForegroundTests {
    private let folder: ScratchFolder
    private let lesson: MadeUpLesson

    init() throws {
        self.folder = try ScratchFolder()
        self.lesson = try MadeUpLesson("l01", seed: 1, chunks: 20, chunkBytes: 50_000)
    }

    private func edge(_ url: String) throws -> SchoolEdge {
        try SchoolEdge(data: self.folder.path, originURL: url, lessons: [self.lesson])
    }

    @Test("Forty seats that want one chunk make one fetch, and the prefetch goes on where it stopped")
    func collapse() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 120_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("two chunks") { edge.shelf.heldChunks(of: self.lesson.track).count == 2 }
                try await eventually("all that the origin sends") {
                    try edge.hasReceived(100_000, upTo: 120_000, of: self.lesson)
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<40 {
                        group.addTask { try await edge.service.want(self.lesson.address(15)) }
                    }
                    try await group.waitForAll()
                }
                #expect(edge.shelf.isHeld(self.lesson.address(15)))
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(
                    origin.asked.map(\.range)
                        == [0..<1_000_000, 750_000..<800_000, 120_000..<750_000, 800_000..<1_000_000]
                )
                #expect(origin.timesSent(self.lesson.track.blob).allSatisfy { $0 == 1 })
            }
        }
    }

    @Test("A chunk that is half there already is wanted: only its other half is fetched")
    func half() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 120_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("two chunks") { edge.shelf.heldChunks(of: self.lesson.track).count == 2 }
                try await eventually("half of the third") {
                    try edge.hasReceived(100_000, upTo: 120_000, of: self.lesson)
                }
                try edge.service.setPaused(true)
                try await eventually("the stop") { edge.service.report.fetching == nil }
                try await edge.service.want(self.lesson.address(2))
                #expect(origin.asked.last?.range == 120_000..<150_000)
            }
        }
    }

    @Test("When nobody waits for a chunk any more it is given up at once, and what came of it is not fetched again")
    func seek() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 20_000)])
        try await origin.run { url in
            let edge = try self.edge(url)
            try edge.service.setPaused(true)
            try await edge.run { edge in
                let left = Task { try await edge.service.want(self.lesson.address(5)) }
                try await eventually("the beginning of what is left then") {
                    try edge.hasReceived(250_000, upTo: 270_000, of: self.lesson)
                }
                left.cancel()
                try await edge.service.want(self.lesson.address(9))
                try await edge.service.want(self.lesson.address(5))
                #expect(origin.asked.map(\.range) == [250_000..<300_000, 450_000..<500_000, 270_000..<300_000])
                #expect(origin.timesSent(self.lesson.track.blob).allSatisfy { $0 <= 1 })
            }
        }
    }

    @Test("What comes after a chunk that is watched comes before the rest of the plan")
    func ahead() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 120_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("two chunks") { edge.shelf.heldChunks(of: self.lesson.track).count == 2 }
                try await eventually("all that the origin sends") {
                    try edge.hasReceived(100_000, upTo: 120_000, of: self.lesson)
                }
                try await edge.service.want(self.lesson.address(8))
                edge.service.watch(self.lesson.address(8))
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                let asked = origin.asked.map(\.range)
                #expect(asked.prefix(2) == [0..<1_000_000, 400_000..<450_000])
                // Where the plan's run had begun again before the watcher was noted, it makes way.
                let ahead = try #require(asked.firstIndex(of: 450_000..<950_000))
                #expect(ahead <= 3)
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
            }
        }
    }

    @Test("A failed fetch is tried again while somebody waits, and an altered one is not handed out")
    func retried() async throws {
        let origin = RangeOrigin(
            [self.lesson],
            faults: [.status(502), .cut(after: 10), .alter(at: 250_020)]
        )
        try await origin.run { url in
            let edge = try self.edge(url)
            try edge.service.setPaused(true)
            try await edge.run { edge in
                try await edge.service.want(self.lesson.address(5))
                #expect(origin.asked.map(\.range.lowerBound) == [250_000, 250_000, 250_010, 250_000])
                #expect(edge.incidents.total == 1)
                #expect(edge.shelf.heldChunks(of: self.lesson.track) == [5])
            }
        }
    }

    @Test("Who waits can leave, and a chunk that cannot come is said to be so at once")
    func leave() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 0)])
        try await origin.run { url in
            let edge = try self.edge(url)
            try edge.service.setPaused(true)
            try await edge.run { edge in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await edge.service.want(self.lesson.address(1)) }
                    try await eventually("the request") { origin.asked.count == 1 }
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.waitForAll() }
                }
                let nowhere = ChunkAddress(blob: Digest(of: [1]), chunk: 0)
                await #expect(throws: PrefetchError.unknownChunk(nowhere)) { try await edge.service.want(nowhere) }
            }
            origin.remove(self.lesson.track.blob)
            let second = try self.edge(url)
            try await second.run { edge in
                await #expect(throws: PrefetchError.absent(self.lesson.track.blob)) {
                    try await edge.service.want(self.lesson.address(3))
                }
            }
        }
    }
}
