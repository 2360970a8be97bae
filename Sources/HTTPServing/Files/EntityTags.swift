/// Conditional requests by strong entity tags (RFC 9110 §8.8.3, §13.1).
package enum EntityTags {
    /// Whether `If-None-Match` names the tag (weak comparison, as the RFC has it there).
    package static func noneMatchFails(_ header: String?, tag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { item in
            let item = item.trimmed
            return item == "*" || (item.hasPrefix("W/") ? item.dropFirst(2) == tag[...] : item == tag[...])
        }
    }

    /// Whether `If-Range` allows a part: absent, or exactly this strong tag. A date never does, since nothing here has
    /// a modification time.
    package static func rangeAllowed(_ header: String?, tag: String) -> Bool {
        guard let header else { return true }
        return header[...].trimmed == tag[...]
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
