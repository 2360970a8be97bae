import CourseModel
import Foundation
import MediaPackaging
import TestNumbers
import Testing

@Suite struct RefusalTests {
    @Test(
        "A source that browsers would not all play is refused with its reason, and nothing is left behind",
        arguments: [
            (SampleMedia.subtitlesOnly, PackagingError.Reason.noUsableTrack, ""),
            (.subtitleText, .noVideoFile, ""),
            (.encrypted, .encrypted, ""),
            (.shortSound, .tracksDisagree, "the sound ends"),
        ]
    )
    func refuses(sample: SampleMedia, reason: PackagingError.Reason, detail: String) async throws {
        let error = try Self.refusal(of: try await sample.path)
        #expect(error.reason == reason && (detail.isEmpty || error.detail.contains(detail)), "\(sample): \(error)")
        #expect(error.description.hasSuffix("\(error.advice)"))
    }

    @Test(
        "A file that was cut off is refused",
        arguments: [
            SampleMedia.plain, .bFrames, .fragmented, .matroska, .flash, .soundOnly,
        ]
    )
    func cutOff(sample: SampleMedia) async throws {
        let whole = try Data(contentsOf: URL(filePath: try await sample.path))
        for permille in [30, 600, 980] {
            let error = try Self.refusal(of: whole.prefix(whole.count * permille / 1000), named: sample)
            #expect(error.reason == .truncated || permille == 30, "\(sample) at \(permille): \(error)")
        }
    }

    @Test("A file with flipped bytes is refused", arguments: 1...8)
    func flipped(seed: Int) async throws {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: try await SampleMedia.plain.path)))
        var random = SeededNumbers(seed: UInt64(seed))
        for _ in 0..<60 { bytes[Int.random(in: (bytes.count / 10)..<bytes.count, using: &random)] ^= 0x55 }
        let error = try Self.refusal(of: Data(bytes), named: .plain)
        #expect(error.reason == .damaged || error.reason == .notMonotonic, "\(error)")
    }

    @Test("What is no video is refused")
    func noVideo() throws {
        let text = Data(String(repeating: "讲台 is no video.\n", count: 500).utf8)
        #expect(try Self.refusal(of: text, named: .plain).reason == .noVideoFile)
        #expect(try Self.refusal(of: Data(), named: .plain).reason == .empty)
        #expect(try Self.refusal(of: "/nowhere/l01.mp4").reason == .unreadable)
        #expect(try Self.refusal(of: "/tmp").reason == .unreadable)
    }

    @Test("A file that makes the reader open another one is refused")
    func namesOtherFiles() async throws {
        let path = try await SampleMedia.transport.path
        let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\n\(path)\n#EXT-X-ENDLIST\n"
        #expect(try Self.refusal(of: Data(playlist.utf8), named: .plain).reason == .noVideoFile)
        let concat = "ffconcat version 1.0\nfile '\(path)'\n"
        #expect(try Self.refusal(of: Data(concat.utf8), named: .plain).reason == .noVideoFile)
    }

    @Test("A picture whose format changes in the middle is refused")
    func formatChanges() async throws {
        let first = try Data(contentsOf: URL(filePath: try await SampleMedia.transport.path))
        let second = try Data(contentsOf: URL(filePath: try await SampleMedia.smallTransport.path))
        let error = try Self.refusal(of: first + second, named: .transport)
        #expect([.notMonotonic, .damaged, .tracksDisagree].contains(error.reason), "\(error)")
    }

    @Test("A folder that does not exist, or is full, is named as the cause")
    func cannotWrite() async throws {
        let path = try await SampleMedia.plain.path
        let error = #expect(throws: PackagingError.self) {
            _ = try Packager().package(file: path, into: "/nowhere") { _, _ in }
        }
        #expect(error?.reason == .cannotWrite)
    }

    @Test(
        "Whoever watches can stop packaging, while it reads and while it writes, and nothing is left",
        arguments: [0, 60, 99]
    )
    func stopped(percent: Int64) async throws {
        let folder = try TemporaryFolder()
        let path = try await SampleMedia.plain.path
        let error = #expect(throws: PackagingError.self) {
            _ = try Packager().package(file: path, into: folder.path) {
                done,
                total throws(PackagingError) in
                if done.milliseconds * 100 > total.milliseconds * percent { throw PackagingError(.stopped) }
            }
        }
        #expect(error?.reason == .stopped)
        #expect(error?.isAboutSource == false)
        #expect(try folder.names.isEmpty)
    }

    @Test("Every reason has a code, a statement and an advice of its own")
    func reasons() {
        let errors = PackagingError.Reason.allCases.map { PackagingError($0) }
        #expect(Set(errors.map(\.statement)).count == errors.count)
        #expect(errors.allSatisfy { $0.advice.hasSuffix(".") && !$0.reason.rawValue.contains(" ") })
    }

    private static func refusal(of data: Data, named sample: SampleMedia) throws -> PackagingError {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/source.\(sample.fileExtension)"
        try data.write(to: URL(filePath: path))
        return try Self.refusal(of: path)
    }

    /// What packaging says; it must leave its folder empty.
    private static func refusal(of path: String) throws -> PackagingError {
        let folder = try TemporaryFolder()
        let error = #expect(throws: PackagingError.self) {
            _ = try Packager().package(file: path, into: folder.path) { _, _ in }
        }
        #expect(try folder.names.isEmpty)
        return try #require(error)
    }
}
