/// A line of a captions file.
struct CaptionsLine {
    /// Longer than any line that a screen can show, and than the longest style line of an ASS script.
    private static let lengthMax = 8_000

    /// From 1.
    let number: Int
    /// Without white space at its ends.
    let text: String
    /// There is nothing in it, not even white space: what ends a block of WebVTT.
    let isEmpty: Bool

    var isBlank: Bool { self.text.isEmpty }
    var isNumber: Bool { !self.isBlank && self.text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    var hasArrow: Bool { self.text.contains("-->") }

    /// Lines end in `\n`, `\r` or `\r\n`, as all three formats have it; and in `\r\r\n`, as files have that went through
    /// one system too many.
    static func lines(of text: String) throws(CaptionsFault) -> [CaptionsLine] {
        var lines: [CaptionsLine] = []
        var line = String.UnicodeScalarView()
        var returns = 0
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                returns += 1
                continue
            }
            for _ in 0..<(scalar == "\n" ? 1 : returns) { lines.append(Self.line(&line, lines.count + 1)) }
            returns = 0
            guard scalar != "\n" else { continue }
            guard line.count < Self.lengthMax else {
                throw CaptionsFault(line: lines.count + 1, "a line of more than \(Self.lengthMax) characters")
            }
            line.append(scalar)
        }
        lines.append(Self.line(&line, lines.count + 1))
        return lines
    }

    private static func line(_ scalars: inout String.UnicodeScalarView, _ number: Int) -> CaptionsLine {
        defer { scalars.removeAll() }
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace || scalar == "\u{FEFF}" }
        let start = scalars.firstIndex { !isSpace($0) } ?? scalars.endIndex
        let end = scalars.lastIndex { !isSpace($0) }.map(scalars.index(after:)) ?? start
        return CaptionsLine(number: number, text: String(scalars[start..<end]), isEmpty: scalars.isEmpty)
    }
}
