import Foundation
import HTTPServing
import Testing

@Suite struct GzipTests {
    @Test("What is compressed is what gzip unpacks, and small or random bytes are left as they are")
    func roundTrip() throws {
        let text = Array((0..<2_000).map { "line \($0) of a document\n" }.joined().utf8)
        let form = try #require(Gzip.compressed(text))
        #expect(form.count < text.count / 3)
        let file = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString).gz")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(form).write(to: file)
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", file.path]
        process.standardOutput = output
        try process.run()
        let unpacked = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(unpacked == Data(text))

        #expect(Gzip.compressed([]) == nil)
        #expect(Gzip.compressed(Array(repeating: 7, count: Gzip.sizeMin - 1)) == nil)
        var generator = SystemRandomNumberGenerator()
        #expect(Gzip.compressed((0..<5_000).map { _ in .random(in: 0...255, using: &generator) }) == nil)
    }

    @Test(
        "Accept-Encoding is read as the RFC has it",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("br, GZIP", true), ("*", true), ("identity", false),
            ("gzip;q=0", false), ("gzip; q=0.000", false), ("gzip;q=0.5, br", true), ("gzippo", false),
        ] as [(String?, Bool)]
    )
    func accepted(header: String?, isAccepted: Bool) {
        #expect(Gzip.isAccepted(header) == isAccepted)
    }
}
