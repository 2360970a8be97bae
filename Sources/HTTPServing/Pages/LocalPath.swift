/// Where a redirect may lead: to a page of ours, never to another site.
package enum LocalPath {
    private static let lengthMax = 1000

    /// - Returns: the path, or `/` for anything else: no path, `//host`, a backslash, a control character.
    package static func checked(_ text: String?) -> String {
        guard let text, text.utf8.count <= Self.lengthMax, text.hasPrefix("/"), !text.hasPrefix("//"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return text
    }
}
