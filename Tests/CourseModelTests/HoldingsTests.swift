import CourseModel
import Testing

@Suite struct HoldingsTests {
    private static let manifest = Digest(of: [])

    @Test("What an older edge sends is read, and says nothing of help")
    func older() throws {
        let text = """
            {"heldBytes":5,"lesson":"l01","manifest":"\(Self.manifest)","readyAtMs":9,"sizeBytes":10}
            """
        let release = try CanonicalJSON.decode(Holdings.Release.self, from: Array(text.utf8))
        #expect(release.readyAtMs == UTCTime(milliseconds: 9))
        #expect(release.readyLateAtMs == nil && release.help == nil && release.rendition == nil)
        #expect(String(decoding: try CanonicalJSON.encode(release), as: UTF8.self) == text)
    }

    @Test("Help is written in its words, the most useful first, and no help is not written")
    func help() throws {
        func text(_ help: [Holdings.Help]) throws -> String {
            let release = Holdings.Release(
                lesson: try #require(Lesson.ID("l01")),
                manifest: Self.manifest,
                heldBytes: .zero,
                sizeBytes: ByteCount(bytes: 10),
                readyAtMs: nil,
                help: help
            )
            return String(decoding: try CanonicalJSON.encode(release), as: UTF8.self)
        }
        #expect(try text([.parent, .disc]).contains("\"help\":[\"parent\",\"disc\"]"))
        #expect(try !text([]).contains("help"))
    }
}
