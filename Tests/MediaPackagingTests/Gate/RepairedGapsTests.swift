import CourseModel
import Foundation
import MediaPackaging
import Testing

/// A repair tells what is missing: no more than was damaged, and no less.
@Suite struct RepairedGapsTests {
    /// A gap is from the last good picture to the next; those that a decoder still had in hand may be lost with it.
    private static let toleranceMs: Int64 = 200

    @Test(
        "The gaps that a repair lists are the seconds that were damaged",
        arguments: [("b-pictures", 2.0..<3.0), ("hevc", 1.0..<3.0), ("slices", 3.0..<4.0), ("fragmented", 2.0..<4.0)]
    )
    func damaged(name: String, seconds: Range<Double>) async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/damaged.mp4"
        try Self.damage(try await OddInput.named(name).path, seconds, to: path)
        #expect(throws: PackagingError.self) {
            _ = try Packager().package(file: path, into: folder.path) { _, _ in }
        }
        let lesson = try PackagedFolder(file: path, Self.repair).lesson
        let gaps = try #require(lesson.gaps)
        #expect(gaps.count == 1 && gaps.allSatisfy { $0.media == .video }, "\(gaps)")
        let gap = try #require(gaps.first).rangeMs
        let wanted = Int64(seconds.lowerBound * 1000)...Int64(seconds.upperBound * 1000)
        #expect(abs(gap.lowerBound.milliseconds - wanted.lowerBound) <= Self.toleranceMs, "\(gap)")
        #expect(abs(gap.upperBound.milliseconds - wanted.upperBound) <= Self.toleranceMs, "\(gap)")
        #expect(lesson.report.gaps == gaps)
        // What was not damaged is as long as before.
        #expect(abs(lesson.durationMs.milliseconds - 5000) <= Self.toleranceMs, "\(lesson.durationMs)")
    }

    @Test("A repair of a whole file lists no gap", arguments: ["b-pictures", "transport", "webm-vp9", "wmv", "avi"])
    func whole(name: String) async throws {
        let lesson = try PackagedFolder(file: try await OddInput.named(name).path, Self.repair).lesson
        #expect(lesson.gaps == [] && lesson.report.tracks.allSatisfy { !$0.isCopied })
    }

    private static let repair = {
        var options = PackagingOptions()
        options.isRepair = true
        return options
    }()

    /// Zeroes the pictures of these seconds.
    private static func damage(_ source: String, _ seconds: Range<Double>, to path: String) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: source)))
        let answer = try Program.check(
            [
                "ffprobe", "-v", "quiet", "-select_streams", "v", "-show_entries", "packet=pts_time,pos,size", "-of",
                "csv=p=0",
            ]
                + [source]
        )
        var damaged = 0
        for line in answer.split(separator: "\n") {
            let fields = line.split(separator: ",")
            guard fields.count >= 3, let time = Double(fields[0]), let size = Int(fields[1]),
                let offset = Int(fields[2]),
                seconds.contains(time)
            else { continue }
            for index in offset..<(offset + size) { bytes[index] = 0 }
            damaged += 1
        }
        try #require(damaged > 20)
        try Data(bytes).write(to: URL(filePath: path))
    }
}
