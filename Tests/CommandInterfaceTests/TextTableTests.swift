import CommandInterface
import Testing

@Suite struct TextTableTests {
    @Test("Columns line up when some cells are Chinese, which takes two columns a character")
    func chineseLinesUp() {
        var table = TextTable([.init("lesson"), .init("title"), .init("held", .trailing)])
        table.append(["l01", "信息技术", "100%"])
        table.append(["l02", "Reading", "7%"])
        #expect(
            table.text == """
                lesson  title     held
                ──────  ────────  ────
                l01     信息技术  100%
                l02     Reading     7%

                """
        )
    }

    @Test("No line ends with spaces")
    func noTrailingSpaces() {
        var table = TextTable([.init("a"), .init("b")])
        table.append(["long cell", ""])
        #expect(table.text.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    }
}

@Suite struct DisplayWidthTests {
    @Test(
        "Wide characters take two columns, accents none",
        arguments: [("讲台", 4), ("e\u{301}", 1), ("a！", 3), ("", 0)]
    )
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test("Text that does not fit ends in an ellipsis and never splits a wide character")
    func prefix() {
        #expect(DisplayWidth.prefix(of: "讲台课程", columns: 6) == "讲台…")
        #expect(DisplayWidth.prefix(of: "讲台课程", columns: 5) == "讲台…")
        #expect(DisplayWidth.prefix(of: "讲台", columns: 4) == "讲台")
        #expect(DisplayWidth.prefix(of: "讲台", columns: 0).isEmpty)
    }
}
