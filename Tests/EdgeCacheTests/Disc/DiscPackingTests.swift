import CourseModel
import EdgeCache
import Testing

@Suite struct DiscPackingTests {
    private static let common = ByteCount(bytes: 200_000)

    /// A lesson that takes so many times 64 KiB of a disc, its manifest included.
    private func lesson(_ name: String, clusters: Int) throws -> DiscLesson {
        let made = try MadeUpLesson(name, seed: 1, chunks: 1, chunkBytes: (clusters - 1) * 65_536)
        let lesson = DiscLesson(release: made.release, manifestSizeBytes: ByteCount(bytes: 900), rendition: nil)
        #expect(lesson.roomBytes == ByteCount(bytes: Int64(clusters) * 65_536))
        return lesson
    }

    private func names(_ packing: DiscPacking) -> [[String]] {
        packing.discs.map { $0.map(\.lesson.rawValue) }
    }

    private func discSize(clusters: Int64) -> ByteCount { ByteCount(bytes: clusters * 65_536) + Self.common }

    @Test("Without a size everything is on one disc, in the order given; nothing is on none")
    func oneDisc() throws {
        let lessons = try ["b", "a"].map { try self.lesson($0, clusters: 3) }
        #expect(self.names(DiscPacking(lessons, discSizeBytes: nil, commonBytes: Self.common)) == [["b", "a"]])
        #expect(DiscPacking([], discSizeBytes: nil, commonBytes: Self.common).discs.isEmpty)
    }

    @Test("A lesson goes on the first disc that has room, so the first disc has what is needed first")
    func firstThatFits() throws {
        let lessons = try [("a", 4), ("b", 5), ("c", 3), ("d", 5), ("e", 3)].map { try self.lesson($0, clusters: $1) }
        let packing = DiscPacking(lessons, discSizeBytes: self.discSize(clusters: 8), commonBytes: Self.common)
        #expect(self.names(packing) == [["a", "c"], ["b", "e"], ["d"]])
        #expect(packing.tooLarge.isEmpty)
    }

    @Test("A disc is filled to its last cluster and not beyond")
    func exactly() throws {
        let lessons = try ["a", "b"].map { try self.lesson($0, clusters: 4) }
        let fits = DiscPacking(lessons, discSizeBytes: self.discSize(clusters: 8), commonBytes: Self.common)
        #expect(self.names(fits) == [["a", "b"]])
        let less = self.discSize(clusters: 8) - ByteCount(bytes: 1)
        #expect(self.names(DiscPacking(lessons, discSizeBytes: less, commonBytes: Self.common)) == [["a"], ["b"]])
    }

    @Test("A lesson for which an empty disc is too small is named, and the others are packed")
    func tooLarge() throws {
        let lessons = try [("a", 9), ("b", 2)].map { try self.lesson($0, clusters: $1) }
        let packing = DiscPacking(lessons, discSizeBytes: self.discSize(clusters: 8), commonBytes: Self.common)
        #expect(self.names(packing) == [["b"]])
        #expect(packing.tooLarge.map(\.lesson.rawValue) == ["a"])
    }
}
