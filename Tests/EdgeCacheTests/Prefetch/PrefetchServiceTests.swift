import Blobs
import CourseModel
import EdgeCache
import Foundation
import Prefetching
import ProgressAgent
import Testing

@Suite struct PrefetchServiceTests {
    private let folder: ScratchFolder
    private let lesson: MadeUpLesson

    init() throws {
        self.folder = try ScratchFolder()
        self.lesson = try MadeUpLesson("l01", seed: 1, chunks: 20, chunkBytes: 50_000)
    }

    private func edge(_ url: String, _ lessons: [MadeUpLesson]? = nil, reserve: Int64 = 0) throws -> SchoolEdge {
        try SchoolEdge(
            data: self.folder.path,
            originURL: url,
            lessons: lessons ?? [self.lesson],
            reserve: reserve
        )
    }

    @Test("What the shelf lists comes whole and right, with one request, and is counted")
    func fills() async throws {
        let origin = RangeOrigin([self.lesson])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) && edge.service.plan.isEmpty }
                try await eventually("the count") {
                    try edge.index.traffic()["origin"] == ByteCount(bytes: Int64(self.lesson.bytes.count))
                }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(try edge.index.heldChunks()[self.lesson.track.blob] == Set(0..<20))
                #expect(origin.asked.count == 1)
                #expect(edge.service.report.rateBytesPerSecond > .zero)
                #expect(edge.service.report.trouble == nil)
            }
        }
    }

    @Test("After a cut the run goes on with the very next byte")
    func resumesByByte() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.cut(after: 123_457), .cut(after: 1), .cut(after: 300_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(origin.asked.map(\.range.lowerBound) == [0, 123_457, 123_458, 423_458])
                #expect(origin.timesSent(self.lesson.track.blob).allSatisfy { $0 == 1 })
            }
        }
    }

    @Test("An altered chunk is refused, recorded and fetched again, and nothing else is")
    func alteredChunk() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.alter(at: 175_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                let incident = try #require(edge.incidents.recent.first)
                #expect(edge.incidents.total == 1)
                #expect(incident.kind == .chunkRefused)
                #expect(incident.subject == "l01")
                #expect(incident.reason.contains("chunk 3 "))
                #expect(origin.asked.contains { $0.range == 150_000..<200_000 })
                #expect(origin.asked.contains { $0.range.lowerBound == 200_000 })
            }
        }
    }

    @Test("A chunk that a disc brings while the line brings it altered stays right, and is not fetched again")
    func heldBytesStay() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.hold(after: 20_480, alter: 30_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("some of it") { (try? edge.hasReceived(0, upTo: 16_000, of: self.lesson)) == true }
                let brought = Array(self.lesson.bytes[..<50_000])
                let taken = try edge.service.take(brought, fromChunk: 0, of: self.lesson.track.blob, source: .disc)
                #expect(taken == TakenChunks(held: [0], wrong: []))
                origin.go()
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(edge.incidents.total == 1)
                #expect(origin.asked.filter { $0.range.contains(0) }.count == 1)
                #expect(try edge.index.traffic()["disc"] == ByteCount(bytes: 50_000))
            }
        }
    }

    @Test("A chunk that is being altered is never held")
    func neverHeldWrong() async throws {
        let alterations = (0..<3).map { _ in RangeOrigin.Fault.alter(at: 10) }
        let small = try MadeUpLesson("l02", seed: 2, chunks: 1, chunkBytes: 5_000)
        let origin = RangeOrigin([small], faults: alterations)
        try await origin.run { url in
            try await self.edge(url, [small]).run { edge in
                try await eventually("three refusals") { edge.incidents.total == 3 }
                try await eventually("the lesson") { edge.isWhole(small) }
                #expect(edge.incidents.recent.first?.times == 3)
                #expect(try edge.bytes(of: small) == small.bytes)
            }
        }
    }

    @Test(
        "An edge that was stopped in the middle and started again fetches nothing twice, not even of the chunk it had begun"
    )
    func restart() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 420_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("eight chunks") {
                    edge.shelf.heldChunks(of: self.lesson.track) == Set(0..<8)
                }
                try await eventually("the beginning of the ninth") {
                    try edge.hasReceived(400_000, upTo: 420_000, of: self.lesson)
                }
            }
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(origin.asked.map(\.range.lowerBound) == [0, 420_000])
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
            }
            try await self.edge(url).run { edge in
                #expect(edge.isWhole(self.lesson))
                #expect(edge.service.plan.isEmpty)
            }
            #expect(origin.asked.count == 2)
        }
    }

    @Test("A beginning that a power cut spoiled is fetched anew, and nobody is told that it came altered")
    func spoiledBeginning() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 420_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("the beginning of the ninth") {
                    try edge.hasReceived(400_000, upTo: 420_000, of: self.lesson)
                        && edge.shelf.heldChunks(of: self.lesson.track).count == 8
                }
                let path = try #require(try edge.blobs.file(self.lesson.track.blob)).path
                let handle = try FileHandle(forWritingTo: URL(filePath: path))
                try handle.seek(toOffset: 404_096)
                try handle.write(contentsOf: Data(count: 4_096))
                try handle.close()
            }
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(origin.asked.map(\.range.lowerBound) == [0, 420_000, 400_000])
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(edge.incidents.total == 0)
            }
        }
    }

    @Test("An index that was lost or damaged is found again from the bytes on the disk")
    func lostIndex() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 420_000), .silence(after: 0)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("eight chunks") {
                    edge.shelf.heldChunks(of: self.lesson.track).count == 8
                }
                try await eventually("the beginning of the ninth") {
                    try edge.hasReceived(400_000, upTo: 420_000, of: self.lesson)
                }
            }
            for name in ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"] {
                try? FileManager.default.removeItem(atPath: "\(self.folder.path)/\(name)")
            }
            try await self.edge(url).run { edge in
                #expect(edge.shelf.heldChunks(of: self.lesson.track).isEmpty)
                try await eventually("the second request") { origin.asked.count == 2 }
                #expect(edge.shelf.heldChunks(of: self.lesson.track) == Set(0..<8))
            }
            try Data("this is no database, and it is longer than a header of one".utf8)
                .write(to: URL(filePath: "\(self.folder.path)/index.sqlite"))
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(origin.asked.map(\.range.lowerBound) == [0, 420_000, 420_000])
            }
        }
    }

    @Test("Bytes that went bad on the disk are found and fetched again, and only those")
    func recheck() async throws {
        let origin = RangeOrigin([self.lesson])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                let path = try #require(try edge.blobs.file(self.lesson.track.blob)).path
                let handle = try FileHandle(forWritingTo: URL(filePath: path))
                try handle.seek(toOffset: 250_001)
                try handle.write(contentsOf: Data([self.lesson.bytes[250_001] ^ 1]))
                try handle.close()
                try edge.service.recheck(self.lesson.track.blob)
                try await eventually("the repair") { edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(origin.asked.last?.range == 250_000..<300_000)
            }
        }
    }

    @Test("Without room on the disk nothing is fetched, the technician is told, and it is tried again")
    func diskFull() async throws {
        let origin = RangeOrigin([self.lesson])
        try await origin.run { url in
            try await self.edge(url, reserve: .max / 2).run { edge in
                try edge.service.setFirst(self.lesson.release.manifest.lesson, true)
                try await eventually("the second try") { edge.incidents.total >= 2 }
                #expect(edge.incidents.recent.map(\.kind) == [.diskFull])
                #expect(edge.service.report.trouble?.text.contains("disk is full") == true)
                #expect(origin.asked.isEmpty)
            }
        }
    }

    @Test("Paused, nothing is fetched, also after a restart, until it is resumed")
    func paused() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.silence(after: 100_000)])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("two chunks") { edge.shelf.heldChunks(of: self.lesson.track).count == 2 }
                #expect(edge.service.report.fetching == self.lesson.release.manifest.lesson)
                try edge.service.setPaused(true)
                try await eventually("the stop") { edge.service.report.fetching == nil }
            }
            try await self.edge(url).run { edge in
                try await eventually("the plan") { !edge.service.plan.isEmpty }
                #expect(origin.asked.count == 1)
                #expect(edge.service.report.forecasts.isEmpty)
                try edge.service.setPaused(false)
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(origin.asked.map(\.range.lowerBound) == [0, 100_000])
            }
        }
    }

    @Test("A network's sign-in page is not taken for a lesson, and is named")
    func signInPage() async throws {
        let origin = RangeOrigin([self.lesson], faults: [.page, .page])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(edge.incidents.recent.map(\.kind) == [.lineIntercepted])
                #expect(edge.incidents.recent.first?.reason.contains("(1.1 gate.school)") == true)
                #expect(origin.asked.map(\.range) == Array(repeating: 0..<1_000_000, count: 3))
            }
        }
    }

    @Test("A file that lost its end is read again, and its end fetched")
    func shortened() async throws {
        let origin = RangeOrigin([self.lesson])
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                let path = try #require(try edge.blobs.file(self.lesson.track.blob)).path
                try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 930_000)
            }
            try await self.edge(url).run { edge in
                try await eventually("the end") { origin.asked.count == 2 && edge.isWhole(self.lesson) }
                #expect(try edge.bytes(of: self.lesson) == self.lesson.bytes)
                #expect(origin.asked.last?.range == 900_000..<1_000_000)
            }
        }
    }

    @Test("A busy origin, a missing track file and a new catalogue do not stop the rest")
    func troubles() async throws {
        let other = try MadeUpLesson("l00", seed: 3, chunks: 2, chunkBytes: 10_000)
        let origin = RangeOrigin([self.lesson, other], faults: [.status(503, retryAfter: "0")])
        origin.remove(other.track.blob)
        try await origin.run { url in
            try await self.edge(url, [self.lesson, other]).run { edge in
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(!edge.isWhole(other))
                #expect(edge.service.report.forecasts.keys.map(\.rawValue) == ["l00"])
                let third = try MadeUpLesson("l02", seed: 4, chunks: 3, chunkBytes: 10_000)
                edge.shelf.stock(releases: [self.lesson.release, third.release], programmes: [])
                edge.service.shelfChanged()
                try await eventually("the new plan") { edge.service.plan.allSatisfy { $0.blob == third.track.blob } }
            }
        }
    }
}
