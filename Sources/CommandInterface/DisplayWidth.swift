/// How many columns of a terminal text takes: East Asian wide characters take two (Unicode Standard Annex #11).
package enum DisplayWidth {
    package static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + self.of($1) }
    }

    /// As much of the text as fits; where it does not fit whole, the last column is an ellipsis.
    package static func prefix(of text: String, columns: Int) -> String {
        guard self.of(text) > columns else { return text }
        var result = ""
        var width = 1
        for character in text {
            width += self.of(character)
            guard width <= columns else { break }
            result.append(character)
        }
        return columns > 0 ? result + "…" : ""
    }

    /// The text, followed or preceded by as many spaces as it is short of the columns.
    package static func padded(_ text: String, columns: Int, toRight: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, columns - self.of(text)))
        return toRight ? spaces + text : text + spaces
    }

    private static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return 0
        default: return self.isWide(scalar.value) ? 2 : 1
        }
    }

    /// The blocks that Annex #11 gives as wide or fullwidth, without the scattered symbols.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
