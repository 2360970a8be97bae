import Foundation
import MediaPackaging
import Testing

/// What must not become a release: each is refused in bounded time and memory, and leaves nothing behind.
@Suite struct GateTests {
    @Test("A hostile or absurd file is refused with its reason", arguments: HostileFile.all)
    func refuses(file: HostileFile) async throws {
        let folder = try TemporaryFolder()
        let path = try await file.make(in: folder.path)
        let outcome = try Self.outcome(of: path)
        #expect(file.outcomes.contains(outcome), "\(file): \(outcome)")
    }

    @Test(
        "A file that was cut off anywhere is refused where its container says how long it is",
        arguments: ["b-pictures", "faststart", "quicktime", "fragmented", "phone", "m4a-alone", "matroska", "flash"]
    )
    func cutOff(name: String) async throws {
        let whole = try Data(contentsOf: URL(filePath: try await OddInput.named(name).path))
        let folder = try TemporaryFolder()
        let output = try TemporaryFolder()
        let path = "\(folder.path)/cut.\(try OddInput.named(name).fileExtension)"
        for permille in stride(from: 15, to: 1000, by: 49) {
            try whole.prefix(whole.count * permille / 1000).write(to: URL(filePath: path))
            let error = #expect(throws: PackagingError.self, "\(name) at \(permille)") {
                _ = try Packager().package(file: path, into: output.path) { _, _ in }
            }
            // Without its header, a file is none of its kind.
            let isHeaderless = permille < 100 && error?.reason == .noVideoFile
            #expect(error?.reason == .truncated || isHeaderless, "\(name) at \(permille): \(error?.description ?? "")")
            #expect(try output.names.isEmpty)
        }
    }

    @Test("A file that grows while it is read is refused")
    func growing() async throws {
        let folder = try TemporaryFolder()
        let output = try TemporaryFolder()
        let path = "\(folder.path)/growing.ts"
        try FileManager.default.copyItem(atPath: try await OddInput.named("transport").path, toPath: path)
        let more = try #require(FileHandle(forWritingAtPath: path))
        try more.seekToEnd()
        let error = #expect(throws: PackagingError.self) {
            _ = try Packager().package(file: path, into: output.path) { _, _ in
                try? more.write(contentsOf: Data(repeating: 0x47, count: 188))
            }
        }
        #expect(error?.reason == .changedMeanwhile)
        #expect(try output.names.isEmpty)
    }

    @Test("A link to a video is that video")
    func link() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/link.mp4"
        try FileManager.default.createSymbolicLink(
            atPath: path,
            withDestinationPath: try await OddInput.named("b-pictures").path
        )
        #expect(try Self.outcome(of: path) == "packaged")
    }

    /// A reason code, or `packaged`, or what is wrong.
    private static func outcome(of path: String) throws -> String {
        let result = try Program.run([TrialProgram.path, "try", path])
        let output = result.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return result.status == 0 ? output : "status \(result.status): \(output)"
    }
}
