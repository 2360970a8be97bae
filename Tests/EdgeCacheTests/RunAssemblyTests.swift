import CourseModel
import EdgeCache
import Testing

@Suite struct RunAssemblyTests {
    private let lesson: SampleLesson
    private let track: Track

    init() throws {
        self.lesson = try SampleLesson("l01")
        self.track = try self.lesson.track("video")
    }

    @Test("Bytes that come in any pieces make the same chunks", arguments: [1, 7, 900, 1_000, 100_000])
    func pieces(size: Int) throws {
        var assembly = RunAssembly(track: self.track, chunks: 0..<4)
        let bytes = try self.lesson.bytes(of: "video", 0..<self.track.sizeBytes.bytes)
        let taken = self.take(bytes, in: size, by: &assembly)
        #expect(taken.filter { $0.outcome == .verified }.map(\.chunk) == [0, 1, 2, 3])
        #expect(taken.reduce(0) { $0 + $1.bytes.count } == bytes.count)
        #expect(assembly.missing.isEmpty)
    }

    @Test("A run that was cut off asks only for the bytes that are missing, within a chunk too")
    func resumes() throws {
        var assembly = RunAssembly(track: self.track, chunks: 1..<3)
        #expect(assembly.missing == 900..<7_900)
        _ = self.take(try self.lesson.bytes(of: "video", 900..<2_000), in: 500, by: &assembly)
        #expect(assembly.missing == 2_000..<7_900)
        let rest = self.take(try self.lesson.bytes(of: "video", assembly.missing), in: 500, by: &assembly)
        #expect(rest.filter { $0.outcome == .verified }.map(\.chunk) == [1, 2])
    }

    @Test("One wrong byte makes its chunk wrong, ends what is taken, and the chunk is asked for anew")
    func wrongByte() throws {
        var assembly = RunAssembly(track: self.track, chunks: 0..<4)
        var bytes = try self.lesson.bytes(of: "video", 0..<self.track.sizeBytes.bytes)
        bytes[1_000] ^= 1
        let pieces = bytes.withUnsafeBytes { assembly.take($0) }
        #expect(pieces.map(\.outcome) == [.verified, .wrong])
        #expect(assembly.current == 1)
        #expect(assembly.missing == 900..<12_901)
    }

    @Test("What comes after the run is left out")
    func excess() throws {
        var assembly = RunAssembly(track: self.track, chunks: 0..<1)
        let pieces = try self.lesson.bytes(of: "video", 0..<2_000).withUnsafeBytes { assembly.take($0) }
        #expect(pieces.map(\.bytes) == [0..<900])
        #expect(assembly.missing.isEmpty)
    }

    private func take(_ bytes: [UInt8], in size: Int, by assembly: inout RunAssembly) -> [RunAssembly.Piece] {
        stride(from: 0, to: bytes.count, by: size).flatMap { start in
            bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { assembly.take($0) }
        }
    }
}
