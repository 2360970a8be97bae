import CourseModel
import Testing

@Suite struct IdentifierTests {
    @Test("A name that is safe in a path and a URL is an identifier", arguments: ["l01", "A", "9-b_c.d", "x..y"])
    func safeNames(text: String) {
        #expect(Lesson.ID(text)?.rawValue == text)
    }

    @Test(
        "Anything that could leave its folder, its URL or its log line is none",
        arguments: [
            "", ".", "..", "../x", "-x", "_x", "a/b", "a b", "a\n", "课", "a\u{0}", String(repeating: "a", count: 65),
        ]
    )
    func unsafeNames(text: String) {
        #expect(Lesson.ID(text) == nil)
    }

    @Test("Decoding refuses what is no identifier")
    func decodingRefuses() {
        #expect(throws: DecodingError.self) {
            try CanonicalJSON.decode([School.ID].self, from: Array(#"["../etc"]"#.utf8))
        }
    }
}
