import MediaPackaging
import Testing

@Suite struct SegmentGridTests {
    private static func grid(_ offers: [Int64], end: Int64) -> SegmentGrid {
        var grid = SegmentGrid(segmentSeconds: 6, timescale: 1000)
        for offer in offers { _ = grid.offer(offer) }
        grid.finish(at: end)
        return grid
    }

    @Test("A segment starts at the first key frame after six seconds")
    func firstAfterSixSeconds() {
        let everyTwo = stride(from: Int64(0), to: 20_000, by: 2000)
        #expect(Self.grid(Array(everyTwo), end: 20_000).starts == [0, 6000, 12_000, 18_000])
        #expect(Self.grid([40, 4040, 8040, 12_040], end: 16_040).starts == [40, 8040])
    }

    @Test("What is left at the end is no segment of its own below a second")
    func shortTail() {
        #expect(Self.grid([0, 6000, 12_000], end: 12_960).starts == [0, 6000])
        #expect(Self.grid([0, 6000, 12_000], end: 13_000).starts == [0, 6000, 12_000])
        #expect(Self.grid([0], end: 400).starts == [0])
    }

    @Test("Sound starts its segments where the picture does")
    func besideVideo() {
        let video = Self.grid([21, 6021, 12_021, 18_021], end: 20_021)
        #expect(video.beside(0..<20_032, ownEnd: 20_021).starts == [0, 6021, 12_021, 18_021])
    }

    @Test("Sound that starts late or ends early has no segments outside itself")
    func lateAndEarly() {
        let video = Self.grid([0, 6000, 12_000, 18_000], end: 20_000)
        #expect(video.beside(678..<18_500, ownEnd: 20_000).starts == [678, 6000, 12_000])
        #expect(video.beside(5500..<20_000, ownEnd: 20_000).starts == [5500, 12_000, 18_000])
    }

    @Test("Sound that goes on alone has regular segments")
    func alone() {
        let video = Self.grid([0, 6000], end: 10_000)
        #expect(video.beside(0..<23_500, ownEnd: 10_000).starts == [0, 6000, 10_000, 16_000, 22_000])
        #expect(Self.grid([], end: 0).beside(0..<13_500, ownEnd: 0).starts == [0, 6000, 12_000])
    }
}
