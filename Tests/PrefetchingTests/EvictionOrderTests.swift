import CourseModel
import Prefetching
import Testing

@Suite struct EvictionOrderTests {
    /// Lesson `old` of a phase that is over, `now` of one that runs, `next` of one to come, `loose` of none.
    private static func order(
        stored: [String: Int64],
        documents: Set<String>? = [],
        wishes: LessonWishes = LessonWishes(),
        chosen: [Lesson.ID: RenditionChoice] = [:]
    ) throws -> EvictionOrder {
        let programmes = [
            try Sample.programme(lessons: ["older", "old"], start: 1_000, end: 2_000),
            try Sample.programme(lessons: ["now"], start: 2_500, end: 4_000),
            try Sample.programme(lessons: ["next"], start: 8_000, end: 9_000),
        ]
        return EvictionOrder(
            stored: Dictionary(
                uniqueKeysWithValues: stored.map { (Sample.digest($0.key), ByteCount(bytes: $0.value)) }
            ),
            documents: documents.map { Set($0.map { Sample.digest($0) }) },
            manifests: try ["older", "old", "now", "next", "loose"].map { try Sample.ladder($0) },
            needs: LessonNeeds(programmes: programmes, now: Sample.time(3_000), wishes: wishes),
            chosen: chosen
        )
    }

    private static func names(_ candidates: [EvictionOrder.Candidate]?) -> [String]? {
        candidates?.map { "\($0.lesson?.rawValue ?? "–") \($0.sizeBytes.bytes) \($0.reason)" }
    }

    private static let stored: [String: Int64] = [
        "stranger": 7, "manifest": 3, "older/video-720p": 1010, "old/video-720p": 1011, "old/audio": 15,
        "loose/audio": 16,
        "now/video-720p": 1012, "next/audio": 17, "now/video-270p": 205,
    ]

    @Test("What nothing lists goes first, then renditions that are not played, then past lessons, least needed first")
    func order() throws {
        let order = try Self.order(stored: Self.stored, documents: ["manifest"])
        #expect(
            Self.names(order.candidates) == [
                "– 7 unlisted", "now 205 otherRendition", "loose 16 notNeeded", "old 1011 notNeeded",
                "old 15 notNeeded",
                "older 1010 notNeeded",
            ]
        )
    }

    @Test("While not all that is listed is known, nothing counts as unlisted")
    func unknown() throws {
        let order = try Self.order(stored: Self.stored, documents: nil)
        #expect(order.candidates.allSatisfy { $0.reason != .unlisted } && order.candidates.count == 5)
    }

    @Test("What is pinned or wanted first stays")
    func wishes() throws {
        let wishes = LessonWishes(first: [try Sample.lesson("loose")], pinned: [try Sample.lesson("old")])
        let order = try Self.order(stored: Self.stored, documents: ["manifest"], wishes: wishes)
        #expect(
            Self.names(order.candidates) == ["– 7 unlisted", "now 205 otherRendition", "older 1010 notNeeded"]
        )
    }

    @Test("Only so many give way as have to, none where all are too few, and none that is in use")
    func giving() throws {
        let order = try Self.order(stored: Self.stored, documents: ["manifest"])
        func giving(_ bytes: Int64, isUrgent: Bool = true, sparing: Set<Digest> = []) -> [String]? {
            Self.names(order.giving(ByteCount(bytes: bytes), isUrgent: isUrgent, sparing: sparing))
        }
        #expect(giving(0) == [])
        #expect(giving(7) == ["– 7 unlisted"])
        #expect(giving(213) == ["– 7 unlisted", "now 205 otherRendition", "loose 16 notNeeded"])
        #expect(giving(8, sparing: [Sample.digest("now/video-270p")]) == ["– 7 unlisted", "loose 16 notNeeded"])
        #expect(giving(7 + 205 + 16 + 1011 + 15 + 1010)?.count == 6)
        #expect(giving(7 + 205 + 16 + 1011 + 15 + 1011) == nil)
    }

    @Test("For a lesson that nobody needs no other such lesson gives way")
    func notUrgent() throws {
        let order = try Self.order(stored: Self.stored, documents: ["manifest"])
        #expect(Self.names(order.giving(ByteCount(bytes: 212), isUrgent: false))?.count == 2)
        #expect(order.giving(ByteCount(bytes: 213), isUrgent: false) == nil)
    }
}
