/// Text in which stretches may be bold, italic or underlined: all that is kept of any format's styling.
struct StyledText: Hashable {
    struct Style: OptionSet, Hashable {
        let rawValue: Int

        static let bold = Style(rawValue: 1)
        static let italic = Style(rawValue: 2)
        static let underline = Style(rawValue: 4)

        /// In the order in which they are opened.
        static let tags: [(style: Style, name: String)] = [(.bold, "b"), (.italic, "i"), (.underline, "u")]
    }

    private struct Character: Hashable {
        let scalar: Unicode.Scalar
        let style: Style
    }

    private var lines: [[Character]] = [[]]

    /// A line end begins a new line; a control character is left out.
    mutating func append(_ scalar: Unicode.Scalar, _ style: Style) {
        switch scalar {
        case "\n", "\r", "\u{2028}", "\u{2029}": self.lines.append([])
        case "\t": self.lines[self.lines.count - 1].append(Character(scalar: " ", style: style))
        case _ where scalar.properties.generalCategory == .control: break
        default: self.lines[self.lines.count - 1].append(Character(scalar: scalar, style: style))
        }
    }

    /// As WebVTT cue text (§4.2.2): without empty lines, which would end the cue, and without white space at the ends of
    /// lines.
    var cueText: String {
        var text = ""
        var style: Style = []
        for (index, line) in self.lines.compactMap(Self.trimmed).enumerated() {
            if index > 0 {
                if line.first?.style != style {
                    text += Self.tags(closing: style)
                    style = []
                }
                text += "\n"
            }
            for character in line {
                if character.style != style {
                    text += Self.tags(closing: style) + Self.tags(opening: character.style)
                    style = character.style
                }
                text += Self.escaped(character.scalar)
            }
        }
        return text + Self.tags(closing: style)
    }

    private static func trimmed(_ line: [Character]) -> ArraySlice<Character>? {
        let isShown = { (character: Character) in !character.scalar.properties.isWhitespace }
        guard let first = line.firstIndex(where: isShown), let last = line.lastIndex(where: isShown) else { return nil }
        return line[first...last]
    }

    private static func tags(opening style: Style) -> String {
        Style.tags.filter { style.contains($0.style) }.map { "<\($0.name)>" }.joined()
    }

    private static func tags(closing style: Style) -> String {
        Style.tags.reversed().filter { style.contains($0.style) }.map { "</\($0.name)>" }.joined()
    }

    /// `>` is escaped too, so that no cue text has an arrow in it.
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: String(scalar)
        }
    }
}
