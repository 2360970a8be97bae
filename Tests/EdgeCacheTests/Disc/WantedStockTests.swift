import CourseModel
import EdgeCache
import Testing

@Suite struct WantedStockTests {
    private static let lessons = ["l01", "l02", "l03", "l04"]

    /// A page of lessons with so many runs each, after one of them.
    private static func page(_ runs: [Int], after last: Lesson.ID? = nil, runsMax: Int) throws -> WantedStock {
        let lessons = try zip(self.lessons, runs).map { name, runs in
            let lesson = try #require(Lesson.ID(name))
            let digest = Digest(of: Array(name.utf8))
            let missing = (0..<runs).map { ($0 * 2)..<($0 * 2 + 1) }
            let tracks = runs == 0 ? [] : [WantedStock.WantedTrack(manifest: digest, blob: digest, missing: missing)]
            return (lesson: lesson, tracks: tracks)
        }
        return WantedStock(
            documents: [],
            lessons: lessons.filter { lesson, _ in last.map { $0 < lesson } ?? true },
            runsMax: runsMax
        )
    }

    @Test(
        "What fits on a page comes at once, and all comes on pages",
        arguments: [(1, 4), (3, 3), (4, 2), (9, 1), (10, 1)]
    )
    func pages(runsMax: Int, count: Int) throws {
        var pages = [try Self.page([3, 1, 2, 3], runsMax: runsMax)]
        while let last = pages[pages.count - 1].next {
            pages.append(try Self.page([3, 1, 2, 3], after: last, runsMax: runsMax))
        }
        #expect(pages.count == count)
        #expect(pages.flatMap(\.tracks) == (try Self.page([3, 1, 2, 3], runsMax: .max).tracks))
        #expect(pages.flatMap(\.tracks).map(\.missing.count) == [3, 1, 2, 3])
    }

    @Test("What is whole is on no page, and the last page names no next one")
    func whole() throws {
        #expect(try Self.page([0, 0, 0, 0], runsMax: 1).next == nil)
        let first = try Self.page([0, 2, 0, 2], runsMax: 1)
        #expect(first.next == Lesson.ID("l02"))
        #expect(try Self.page([0, 2, 0, 2], after: first.next, runsMax: 1).next == nil)
    }
}
