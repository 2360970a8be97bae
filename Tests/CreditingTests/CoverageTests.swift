import CourseModel
import Crediting
import TestNumbers
import Testing

@Suite struct CoverageTests {
    private static let threshold = Coverage.Threshold(
        gapCloseMs: MediaTime(milliseconds: 1_500),
        completionPermille: 900
    )

    @Test("A stretch watched twice counts once, and what lies beyond the lesson not at all")
    func unionAndClip() {
        let coverage = Self.coverage([(0..<60_000, 60_000), (30_000..<90_000, 120_000), (90_000..<130_000, 200_000)])
        #expect(coverage.coveredMs == MediaTime(milliseconds: 100_000))
        #expect(coverage.played.ranges == [.media(0, 100_000)])
    }

    @Test("A lesson is complete at nine tenths, and not a millisecond earlier")
    func completion() {
        #expect(!Self.coverage([(0..<89_999, 90_000)]).isComplete)
        #expect(Self.coverage([(0..<90_000, 90_000)]).completedAtMs == AgentTime(milliseconds: 90_000))
    }

    @Test("Small holes close for the threshold only")
    func holes() {
        let closed = Self.coverage([(0..<44_500, 50_000), (46_000..<90_000, 100_000)])
        #expect(closed.isComplete)
        #expect(closed.coveredMs == MediaTime(milliseconds: 88_500))
        #expect(!Self.coverage([(0..<44_499, 50_000), (46_000..<90_000, 100_000)]).isComplete)
    }

    @Test("A lesson was completed when the last missing piece was watched, whatever order the pieces come in")
    func completionTime() {
        let pieces: [(Range<Int64>, Int64)] = [
            (60_000..<100_000, 300_000), (0..<30_000, 50_000), (30_000..<60_000, 200_000), (0..<100_000, 900_000),
        ]
        #expect(Self.coverage(pieces).completedAtMs == AgentTime(milliseconds: 300_000))
        #expect(Self.coverage(pieces.reversed()).completedAtMs == AgentTime(milliseconds: 300_000))
    }

    @Test("Nothing seen, or a lesson without a length, is never complete")
    func nothing() {
        #expect(!Self.coverage([]).isComplete)
        let piece = Self.piece(0..<10, 10)
        let anything = Coverage.Threshold(gapCloseMs: .zero, completionPermille: 0)
        #expect(!Coverage(of: [piece], durationMs: .zero, threshold: anything).isComplete)
        #expect(!Coverage(of: [piece], durationMs: MediaTime(milliseconds: -5), threshold: anything).isComplete)
    }

    @Test("Any order of stretches gives the same intervals", arguments: 0..<200)
    func playedIntervals(seed: Int) {
        var random = SeededNumbers(seed: UInt64(seed))
        let stretches = (0..<50).map { _ in
            let start = Int64.random(in: 0..<6_000, using: &random)
            return start..<(start + Int64.random(in: 0...200, using: &random))
        }
        var inOrder = PlayedIntervals()
        var shuffled = PlayedIntervals()
        for stretch in stretches { inOrder.insert(.media(stretch.lowerBound, stretch.upperBound)) }
        for stretch in stretches.shuffled(using: &random) {
            shuffled.insert(.media(stretch.lowerBound, stretch.upperBound))
        }
        #expect(inOrder == shuffled)
        #expect(zip(inOrder.ranges, inOrder.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        #expect(inOrder.total.milliseconds == Int64(Set(stretches.flatMap { Array($0) }).count))
    }

    private static func coverage(_ pieces: [(media: Range<Int64>, wallEnd: Int64)]) -> Coverage {
        Coverage(
            of: pieces.map { self.piece($0.media, $0.wallEnd) },
            durationMs: MediaTime(milliseconds: 100_000),
            threshold: self.threshold
        )
    }

    private static func piece(_ media: Range<Int64>, _ wallEnd: Int64) -> IntervalAcceptance.Paid {
        IntervalAcceptance.Paid(
            mediaMs: .media(media.lowerBound, media.upperBound),
            wallMs: .wall(max(wallEnd - Int64(media.count), 0), wallEnd)
        )
    }
}
