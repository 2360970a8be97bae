/// Conditional requests by strong entity tags (RFC 9110 §8.8.3, §13.1).
package enum EntityTags {
    /// Whether `If-Match` fails: it names neither the tag (strong comparison) nor any representation.
    package static func matchFails(_ header: String?, tag: String) -> Bool {
        guard let header else { return false }
        return !Self.list(header).contains { $0 == "*" || $0 == tag[...] }
    }

    /// Whether `If-None-Match` names the tag (weak comparison, as the RFC has it there).
    package static func noneMatchFails(_ header: String?, tag: String) -> Bool {
        guard let header else { return false }
        return Self.list(header).contains { item in
            item == "*" || (item.hasPrefix("W/") ? item.dropFirst(2) == tag[...] : item == tag[...])
        }
    }

    /// Whether `If-Range` allows a part: absent, or exactly this strong tag. A date never does, since nothing here has
    /// a modification time.
    package static func rangeAllowed(_ header: String?, tag: String) -> Bool {
        guard let header else { return true }
        return header[...].trimmed == tag[...]
    }

    /// The list's items; a comma between quotation marks divides nothing.
    private static func list(_ header: String) -> [Substring] {
        var isQuoted = false
        return header.split { character in
            if character == "\"" { isQuoted.toggle() }
            return character == "," && !isQuoted
        }.map(\.trimmed)
    }
}
