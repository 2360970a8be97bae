import Foundation
import MediaPackaging
import Testing

@Suite struct DecodeCheckTests {
    @Test(
        "Of several segments whose first picture cannot be decoded, the first is told",
        arguments: [[6, 12, 18], [12, 18], [18]]
    )
    func first(damagedSeconds: [Int]) async throws {
        let path = try await SampleMedia.plain.path
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let keys = try Self.keyFrames(of: path)
        for second in damagedSeconds {
            let range = try #require(keys[second])
            for index in range.dropFirst(range.count / 2) { bytes[index] = 0 }
        }
        let folder = try TemporaryFolder()
        let damaged = "\(folder.path)/damaged.mp4"
        try Data(bytes).write(to: URL(filePath: damaged))
        let output = try TemporaryFolder()
        let error = #expect(throws: PackagingError.self) {
            _ = try Packager().package(file: damaged, into: output.path) { _, _ in }
        }
        #expect(error?.reason == .damaged)
        #expect(
            error?.detail == "a key frame cannot be decoded, \((damagedSeconds.min() ?? 0) * 1000) ms after the start"
        )
        #expect(try output.names.isEmpty)
    }

    /// Where the bytes of the key frames are, by the second at which each is shown.
    private static func keyFrames(of path: String) throws -> [Int: Range<Int>] {
        let output = try Program.check(
            ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,size,pos,flags"]
                + ["-of", "csv=p=0", path]
        )
        var frames: [Int: Range<Int>] = [:]
        for line in output.split(separator: "\n") where line.contains("K") {
            let fields = line.split(separator: ",")
            let time = try #require(Double(fields[0])), size = try #require(Int(fields[1]))
            let start = try #require(Int(fields[2]))
            frames[Int(time)] = start..<(start + size)
        }
        return frames
    }
}
