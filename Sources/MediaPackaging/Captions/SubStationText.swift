/// The text of a SubStation Alpha event: `{\i1}…{\i0}`, `\N` for a line end. It is also what libavcodec turns every kind of
/// subtitle text into.
enum SubStationText {
    /// More is no override block but text with a stray bracket.
    private static let overridesLengthMax = 2_000

    static func read(_ text: String) -> StyledText {
        var result = StyledText()
        var style: StyledText.Style = []
        var isDrawing = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if let (overrides, after) = Self.overrides(rest) {
                rest = after
                if let drawing = Self.drawing(overrides) { isDrawing = drawing }
                for (name, isOn) in Self.switches(overrides) {
                    for (known, tag) in StyledText.Style.tags where tag == name {
                        if isOn { style.insert(known) } else { style.remove(known) }
                    }
                }
                continue
            }
            rest = rest.dropFirst()
            var shown = scalar
            if scalar == "\\", let escaped = rest.first.flatMap({ Self.escapes[$0] }) {
                rest = rest.dropFirst()
                shown = escaped
            }
            // The joiner that libavcodec puts behind a backslash which is one.
            if scalar == "\\", rest.first == "\u{2060}" { rest = rest.dropFirst() }
            if !isDrawing { result.append(shown, style) }
        }
        return result
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "N": "\n", "n": " ", "h": "\u{A0}", "{": "{", "}": "}",
    ]

    /// - Returns: what is between the brackets of a block `{\…}` at the beginning, and what comes after it; a block without
    ///   a backslash is a remark.
    static func overrides(
        _ text: Substring.UnicodeScalarView
    ) -> (overrides: [String], after: Substring.UnicodeScalarView)? {
        guard text.first == "{", let end = text.prefix(Self.overridesLengthMax).firstIndex(of: "}") else { return nil }
        let inside = text[text.index(after: text.startIndex)..<end]
        guard inside.contains("\\") else { return nil }
        return (inside.split(separator: "\\").map { String($0) }, text[text.index(after: end)...])
    }

    /// What is switched on or off, by the name of its WebVTT tag. A weight of bold type is 100 to 900, heavy from 600.
    static func switches(_ overrides: [String]) -> [(name: String, isOn: Bool)] {
        overrides.flatMap { override -> [(String, Bool)] in
            let value = Int(override.dropFirst())
            switch override.first {
            case "r": return StyledText.Style.tags.map { ($0.name, false) }
            case "b": return value.map { [("b", $0 == 1 || $0 >= 600)] } ?? []
            case "i": return value.map { [("i", $0 != 0)] } ?? []
            case "u": return value.map { [("u", $0 != 0)] } ?? []
            default: return []
            }
        }
    }

    /// Whether what follows is a drawing, which is no text; nil where nothing is said of it.
    private static func drawing(_ overrides: [String]) -> Bool? {
        overrides.compactMap { $0.first == "p" ? Int($0.dropFirst()) : nil }.last.map { $0 > 0 }
    }
}
