/// The text of a SubRip or WebVTT cue: tags in angle brackets, character references, and the `{\…}` of SubStation Alpha,
/// which SubRip files have too.
enum MarkedUpText {
    enum Dialect {
        /// An angle bracket that begins no tag stands for itself.
        case subRip
        /// Every pair of angle brackets is a tag, a class, a voice or a time.
        case webVTT
    }

    /// Nobody writes a longer tag; what is longer is text.
    private static let tagLengthMax = 300

    static func read(_ text: String, _ dialect: Dialect) -> StyledText {
        var result = StyledText()
        var depths: [String: Int] = [:]
        var style: StyledText.Style {
            StyledText.Style(StyledText.Style.tags.filter { depths[$0.name, default: 0] > 0 }.map(\.style))
        }
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if let (tag, after) = Self.tag(rest, dialect) {
                rest = after
                switch tag.name {
                case "br": result.append("\n", style)
                case "b", "i", "u": depths[tag.name] = max(0, depths[tag.name, default: 0] + (tag.isEnd ? -1 : 1))
                default: break
                }
            } else if dialect == .subRip, let (overrides, after) = SubStationText.overrides(rest) {
                rest = after
                for (name, isOn) in SubStationText.switches(overrides) { depths[name] = isOn ? 1 : 0 }
            } else if let (referred, after) = Self.reference(rest) {
                result.append(referred, style)
                rest = after
            } else {
                result.append(scalar, style)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    private static func tag(
        _ text: Substring.UnicodeScalarView,
        _ dialect: Dialect
    ) -> (tag: (name: String, isEnd: Bool), after: Substring.UnicodeScalarView)? {
        guard text.first == "<", let end = text.prefix(Self.tagLengthMax).firstIndex(of: ">") else { return nil }
        var inside = text[text.index(after: text.startIndex)..<end]
        let isEnd = inside.first == "/"
        if isEnd { inside = inside.dropFirst() }
        let name = String(inside.prefix { $0.properties.isAlphabetic && $0.isASCII }).lowercased()
        if dialect == .subRip {
            let next = inside.dropFirst(name.unicodeScalars.count).first
            guard !name.isEmpty, next.map({ " =/.".unicodeScalars.contains($0) }) ?? true else { return nil }
        }
        return ((name, isEnd), text[text.index(after: end)...])
    }

    /// A character reference of HTML, as far as captions have them.
    private static func reference(
        _ text: Substring.UnicodeScalarView
    ) -> (scalar: Unicode.Scalar, after: Substring.UnicodeScalarView)? {
        guard text.first == "&", let end = text.prefix(10).firstIndex(of: ";") else { return nil }
        let name = String(text[text.index(after: text.startIndex)..<end])
        guard let scalar = Self.named[name] ?? Self.numbered(name) else { return nil }
        return (scalar, text[text.index(after: end)...])
    }

    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "lrm": "\u{200E}",
        "rlm": "\u{200F}",
    ]

    private static func numbered(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        return (isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)).flatMap(Unicode.Scalar.init)
    }
}
