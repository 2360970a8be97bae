import Blobs
import CourseModel
import EdgeCache
import Foundation
import Glibc
import Prefetching
import ProgressAgent
import Testing

/// A disk of its own that is small enough to be full, mounted for one test; needs root.
final class SmallDisk: Sendable {
    let path: String

    static var isPossible: Bool { geteuid() == 0 }

    init(at path: String, bytes: Int) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try #require(
            mount("tmpfs", path, "tmpfs", 0, "size=\(bytes),mode=700") == 0,
            "\(String(cString: strerror(errno)))"
        )
        self.path = path
    }

    deinit {
        umount2(self.path, Int32(MNT_DETACH))
    }
}

@Suite(.enabled(if: SmallDisk.isPossible)) struct FullDiskTests {
    private static let bytes = 400_000
    private let folder: ScratchFolder
    private let disk: SmallDisk
    private let lessons: [MadeUpLesson]

    /// Room for two lessons of three, and a little.
    init() throws {
        self.folder = try ScratchFolder()
        self.disk = try SmallDisk(at: "\(self.folder.path)/blobs", bytes: 2 * Self.bytes + 200_000)
        self.lessons = try ["a", "b", "c"].enumerated().map {
            try MadeUpLesson($1, seed: UInt64($0 + 1), chunks: 8, chunkBytes: Self.bytes / 8)
        }
    }

    private func edge(_ url: String) throws -> SchoolEdge {
        try SchoolEdge(data: self.folder.path, originURL: url, lessons: self.lessons, reserve: 50_000)
    }

    private func lesson(_ index: Int) -> Lesson.ID { self.lessons[index].release.manifest.lesson }

    @Test("What nobody needs is fetched while there is room, and gives way to what somebody wants, once")
    func givesWay() async throws {
        let origin = RangeOrigin(self.lessons)
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("two lessons") { edge.isWhole(self.lessons[0]) && edge.isWhole(self.lessons[1]) }
                try await eventually("the end of the plan") { edge.service.plan.isEmpty }
                #expect(edge.incidents.total == 0)
                #expect(edge.shelf.heldChunks(of: self.lessons[2].track).isEmpty)

                try edge.service.setFirst(self.lesson(2), true)
                try await eventually("the third lesson") { edge.isWhole(self.lessons[2]) }
                #expect(edge.isWhole(self.lessons[0]) && !edge.isWhole(self.lessons[1]))
                #expect(try edge.blobs.file(self.lessons[1].track.blob) == nil)
                #expect(try edge.index.heldChunks()[self.lessons[1].track.blob] == nil)
                let gone = try edge.index.evictions
                #expect(gone.map(\.lesson) == [self.lesson(1)] && gone.map(\.reason) == [.notNeeded])
                #expect(edge.incidents.total == 0)
            }
            let asked = origin.asked.count
            try await self.edge(url).run { edge in
                try await eventually("a look at the disk") {
                    edge.service.plan.isEmpty && edge.isWhole(self.lessons[2])
                }
                #expect(edge.isWhole(self.lessons[0]) && origin.asked.count == asked)
            }
        }
    }

    @Test("Where nothing may give way nothing does: all that is held stays, and the technician is told")
    func isFull() async throws {
        let origin = RangeOrigin(self.lessons)
        try await origin.run { url in
            try await self.edge(url).run { edge in
                try await eventually("two lessons") { edge.isWhole(self.lessons[0]) && edge.isWhole(self.lessons[1]) }
                for index in 0...1 { try edge.service.setPinned(self.lesson(index), true) }
                try edge.service.setFirst(self.lesson(2), true)
                try await eventually("the refusal") { edge.incidents.total >= 2 }
                #expect(edge.incidents.recent.map(\.kind) == [.diskFull])
                #expect(edge.service.report.trouble?.text.contains("disk is full") == true)
                #expect(edge.isWhole(self.lessons[0]) && edge.isWhole(self.lessons[1]))
                #expect(try edge.bytes(of: self.lessons[0]) == self.lessons[0].bytes)
                #expect(try edge.index.evictions.isEmpty)

                try edge.service.setPinned(self.lesson(0), false)
                try await eventually("the third lesson") { edge.isWhole(self.lessons[2]) }
                #expect(edge.isWhole(self.lessons[1]) && !edge.isWhole(self.lessons[0]))
            }
        }
    }
}
