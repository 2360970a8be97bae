import CourseModel
import EdgeCache
import Testing

@Suite struct HoldingsNewsTests {
    private static func holdings(
        number: Int64 = 1,
        heldBytes: Int64 = 5,
        isPaused: Bool = false,
        readyAt: Int64 = 1_000,
        rate: Int64 = 0
    ) throws -> Holdings {
        Holdings(
            edge: try #require(Edge.ID("edge-1")),
            number: number,
            atMs: UTCTime(milliseconds: number),
            catalogueVersion: 1,
            softwareVersion: "0.1.0",
            rateBytesPerSecond: ByteCount(bytes: rate),
            isPaused: isPaused,
            diskFreeBytes: ByteCount(bytes: number),
            refusals: 0,
            releases: [
                Holdings.Release(
                    lesson: try #require(Lesson.ID("l01")),
                    manifest: Digest(of: []),
                    heldBytes: ByteCount(bytes: heldBytes),
                    sizeBytes: ByteCount(bytes: 10),
                    readyAtMs: UTCTime(milliseconds: readyAt)
                )
            ]
        )
    }

    @Test("What is held is told once, a change at once, and the same again only after a while")
    func news() throws {
        var news = HoldingsNews(quiet: .seconds(900))
        #expect(news.isDue(try Self.holdings(), at: .seconds(10)))
        // It did not get through.
        #expect(news.isDue(try Self.holdings(), at: .seconds(11)))
        news.tell(try Self.holdings(), at: .seconds(11))
        #expect(!news.isDue(try Self.holdings(number: 2, readyAt: 2_000, rate: 9), at: .seconds(12)))
        #expect(news.isDue(try Self.holdings(number: 3, heldBytes: 6), at: .seconds(12)))
        #expect(news.isDue(try Self.holdings(number: 3, isPaused: true), at: .seconds(12)))
        #expect(!news.isDue(try Self.holdings(number: 3), at: .seconds(910)))
        #expect(news.isDue(try Self.holdings(number: 3), at: .seconds(911)))
    }
}
