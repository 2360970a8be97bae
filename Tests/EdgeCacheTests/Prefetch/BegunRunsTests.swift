import EdgeCache
import Prefetching
import Testing

@Suite struct BegunRunsTests {
    private let lesson: MadeUpLesson

    init() throws {
        self.lesson = try MadeUpLesson("l01", seed: 1, chunks: 6, chunkBytes: 100)
    }

    /// A run that broke off in the middle of a chunk.
    private func brokenOff(in chunk: Int) -> RunAssembly {
        self.lesson.bytes[(chunk * 100)..<(chunk * 100 + 40)].withUnsafeBytes {
            RunAssembly(track: self.lesson.track, chunk: chunk, beginning: $0)
        }
    }

    @Test("A run that broke off goes on where it did, and ends before the next chunk that was begun")
    func takes() {
        var begun = BegunRuns()
        begun.put(self.brokenOff(in: 1), of: self.lesson.track, from: .origin)
        begun.put(self.brokenOff(in: 4), of: self.lesson.track, from: .origin)
        #expect(begun.take(0..<6, of: self.lesson.track, from: .origin).missing == 0..<100)
        #expect(begun.take(1..<6, of: self.lesson.track, from: .origin).missing == 140..<400)
        #expect(begun.take(1..<6, of: self.lesson.track, from: .origin).missing == 100..<400)
        #expect(begun.take(4..<6, of: self.lesson.track, from: .origin).missing == 440..<600)
        #expect(begun.take(0..<6, of: self.lesson.track, from: .origin).missing == 0..<600)
    }

    @Test("What was found bad is not gone on with, and no more is kept than there is room for")
    func forgets() {
        var begun = BegunRuns()
        begun.put(self.brokenOff(in: 1), of: self.lesson.track, from: .origin)
        begun.forget(self.lesson.address(1))
        #expect(begun.take(1..<2, of: self.lesson.track, from: .origin).missing == 100..<200)
        begun.put(RunAssembly(track: self.lesson.track, chunks: 2..<3), of: self.lesson.track, from: .origin)
        #expect(begun.count == 0)
    }
}
