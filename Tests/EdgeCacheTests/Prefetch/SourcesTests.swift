import Blobs
import CourseModel
import EdgeCache
import Prefetching
import ProgressAgent
import Testing

/// A school with a parent, both over real HTTP.
@Suite struct SourcesTests {
    private let folder: ScratchFolder
    private let lesson: MadeUpLesson

    init() throws {
        self.folder = try ScratchFolder()
        self.lesson = try MadeUpLesson("l01", seed: 1, chunks: 20, chunkBytes: 50_000)
    }

    private var blob: Digest { self.lesson.track.blob }

    /// Runs an edge until the lesson is whole, with a parent that serves as `parent` does.
    private func fetch(
        parent: RangeOrigin,
        origin: RangeOrigin,
        meanwhile: @escaping @Sendable (SchoolEdge) async throws -> Void = { _ in },
        check: @escaping @Sendable (SchoolEdge) async throws -> Void
    ) async throws {
        try await origin.run { originURL in
            try await parent.run { parentURL in
                let edge = try SchoolEdge(
                    data: self.folder.path,
                    originURL: originURL,
                    lessons: [self.lesson],
                    neighbourhood: Neighbourhood(
                        edge: try #require(Edge.ID("edge-1")),
                        issuedAtMs: .zero,
                        sealingKey: OpeningKey().sealingKey,
                        parent: Neighbourhood.Neighbour(edge: try #require(Edge.ID("county")), url: parentURL),
                        peers: [],
                        askers: []
                    )
                )
                try await edge.run { edge in
                    try await meanwhile(edge)
                    try await eventually("the lesson") { edge.isWhole(self.lesson) }
                    #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                    try await check(edge)
                }
            }
        }
    }

    @Test("A parent that has everything spares the origin, and its bytes are counted as its own")
    func allFromParent() async throws {
        let (parent, origin) = (RangeOrigin([self.lesson]), RangeOrigin([self.lesson]))
        try await self.fetch(parent: parent, origin: origin) { edge in
            let size = ByteCount(bytes: Int64(self.lesson.bytes.count))
            #expect(edge.service.report.fetchedBytes == [.parent: size])
            try await eventually("the month's count") { try edge.index.traffic() == ["parent": size] }
        }
        #expect(origin.asked.isEmpty)
        #expect(parent.timesSent(self.blob).allSatisfy { $0 == 1 })
    }

    @Test("Where the parent's line is cut, the origin goes on with the next byte at once")
    func cut() async throws {
        let (parent, origin) = (
            RangeOrigin([self.lesson], faults: [.cut(after: 120_000)]), RangeOrigin([self.lesson])
        )
        try await self.fetch(parent: parent, origin: origin) { edge in #expect(edge.incidents.total == 0) }
        #expect(parent.asked.count == 1)
        let start = try #require(origin.asked.first).range.lowerBound
        #expect(origin.asked.map(\.range) == [start..<1_000_000])
        // What the parent sent may have been on its way still.
        #expect((100_000...120_000).contains(start), "\(start)")
    }

    @Test("A parent that does not have the lesson is no trouble")
    func notHeld() async throws {
        let (parent, origin) = (RangeOrigin([]), RangeOrigin([self.lesson]))
        try await self.fetch(parent: parent, origin: origin) { edge in
            #expect(edge.service.report.trouble == nil)
            #expect(edge.incidents.total == 0)
        }
        #expect(parent.asked.count == 1)
        #expect(origin.timesSent(self.blob).allSatisfy { $0 == 1 })
    }

    @Test("A parent that alters bytes costs one chunk, is named, and is not asked again")
    func liar() async throws {
        let (parent, origin) = (
            RangeOrigin([self.lesson], faults: [.alter(at: 170_000)]), RangeOrigin([self.lesson])
        )
        try await self.fetch(parent: parent, origin: origin) { edge in
            let incident = try #require(edge.incidents.recent.first)
            #expect(incident.kind == .chunkRefused)
            #expect(incident.reason.contains("from the parent county"), "\(incident.reason)")
            #expect(edge.incidents.total == 1)
        }
        #expect(parent.asked.count == 1)
        #expect(origin.asked.map(\.range) == [150_000..<1_000_000])
    }

    @Test("A chunk that a parent began wrongly and the origin ended is fetched anew, and nobody is accused")
    func mixed() async throws {
        // The altered byte is in the piece that comes before the cut.
        let parent = RangeOrigin(
            [self.lesson],
            faults: [.hold(after: 120_000, alter: 110_000), .status(503, retryAfter: "600")]
        )
        let origin = RangeOrigin([self.lesson])
        let interrupt: @Sendable (SchoolEdge) async throws -> Void = { edge in
            try await eventually("what the parent sends") {
                try edge.index.heldChunks()[self.blob]?.count == 2
                    && edge.blobs.file(self.blob)?.read(114_000..<114_001) == [self.lesson.bytes[114_000]]
            }
            // Another chunk is wanted: the run is stopped where it is.
            try await edge.service.want(self.lesson.address(15))
        }
        try await self.fetch(parent: parent, origin: origin, meanwhile: interrupt) { edge in
            #expect(edge.incidents.total == 0)
        }
        #expect(origin.asked.contains { $0.range.lowerBound == 100_000 })
    }
}
