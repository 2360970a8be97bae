import CourseModel
import EdgeCache
import Testing

@Suite struct BadLineTests {
    /// The same numbers from the same seed.
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.state ^ (self.state >> 29)
        }
    }

    @Test(
        "Through cuts, alterations, errors, sign-in pages, restarts and wishes of the lab, both lessons come whole",
        arguments: 1...6
    )
    func everythingAtOnce(seed: UInt64) async throws {
        var random = Random(state: seed)
        let folder = try ScratchFolder()
        let lessons = [
            try MadeUpLesson("l01", seed: seed, chunks: 30, chunkBytes: 7_001),
            try MadeUpLesson("l02", seed: seed + 100, chunks: 3, chunkBytes: 90_000),
        ]
        let faults = (0..<25).map { _ -> RangeOrigin.Fault in
            switch Int.random(in: 0..<6, using: &random) {
            case 0: .alter(at: Int.random(in: 0..<200_000, using: &random))
            case 1: .status(503)
            case 2: .page
            default: .cut(after: Int.random(in: 0..<60_000, using: &random))
            }
        }
        let wishes = (0..<8).map { _ in lessons[0].address(Int.random(in: 0..<30, using: &random)) }
        let origin = RangeOrigin(lessons, faults: faults)
        try await origin.run { url in
            for round in 0..<4 {
                let edge = try SchoolEdge(data: folder.path, originURL: url, lessons: lessons)
                try await edge.run { edge in
                    for wish in wishes[(round * 2)..<(round * 2 + 2)] {
                        try await edge.service.want(wish)
                        #expect(edge.shelf.isHeld(wish))
                    }
                    guard round == 3 else { return }
                    try await eventually("both lessons") { lessons.allSatisfy { edge.isWhole($0) } }
                    for lesson in lessons { #expect(try edge.bytes(of: lesson) == lesson.bytes) }
                }
            }
        }
        #expect(Set(origin.asked.map(\.blob)) == Set(lessons.map(\.track.blob)))
    }
}
