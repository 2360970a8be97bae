import CourseModel
import Foundation
import MediaPackaging
import Testing

@Suite struct RepairTests {
    private static func repaired(_ data: Data, named sample: SampleMedia) throws -> PackagedLesson {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/source.\(sample.fileExtension)"
        try data.write(to: URL(filePath: path))
        let output = try TemporaryFolder()
        var options = PackagingOptions()
        options.isRepair = true
        options.hasPictures = false
        return try Packager(options).package(file: path, into: output.path) { _, _ in }
    }

    @Test("A file that was cut off is taken as far as it goes", arguments: [SampleMedia.plain, .matroska, .transport])
    func cutOff(sample: SampleMedia) async throws {
        let whole = try Data(contentsOf: URL(filePath: try await sample.path))
        let lesson = try Self.repaired(whole.prefix(whole.count * 6 / 10), named: sample)
        #expect((9000...15_000).contains(lesson.durationMs.milliseconds), "\(lesson.durationMs)")
        #expect(lesson.report.tracks.allSatisfy { !$0.isCopied && $0.reasons.contains { $0.code == .repair } })
        let gaps = try #require(lesson.gaps)
        #expect(lesson.report.gaps == gaps)
        // A broadcast does not say how long it is.
        guard sample != .transport else { return }
        let video = try #require(gaps.last { $0.media == .video })
        #expect((19_000...21_000).contains(video.rangeMs.upperBound.milliseconds), "\(gaps)")
    }

    @Test("Damage in the middle becomes gaps, and what is around it stays")
    func flipped() async throws {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: try await SampleMedia.plain.path)))
        for index in (bytes.count * 45 / 100)..<(bytes.count * 50 / 100) { bytes[index] ^= 0x55 }
        let lesson = try Self.repaired(Data(bytes), named: .plain)
        #expect((19_500...20_500).contains(lesson.durationMs.milliseconds))
        let gaps = try #require(lesson.gaps)
        #expect(gaps.contains { $0.media == .video })
        #expect(
            gaps.allSatisfy { $0.rangeMs.lowerBound.milliseconds > 5000 && $0.rangeMs.upperBound.milliseconds < 15_000 }
        )
    }

    @Test("A sound file has no gaps, and says that it was repaired all the same")
    func whole() async throws {
        let data = try Data(contentsOf: URL(filePath: try await SampleMedia.soundOnly.path))
        let lesson = try Self.repaired(data, named: .soundOnly)
        #expect(lesson.gaps == [])
        #expect(lesson.report.tracks.map(\.isCopied) == [false])
    }

    @Test("What cannot be decoded at all is refused")
    func nothing() throws {
        let noise = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
        let error = #expect(throws: PackagingError.self) { _ = try Self.repaired(noise, named: .plain) }
        #expect(error?.reason == .noVideoFile)
    }
}
