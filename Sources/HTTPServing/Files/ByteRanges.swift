/// The `Range` header (RFC 9110 §14.2), as far as it is answered here: one range of bytes.
package enum ByteRanges {
    package enum Wanted: Hashable, Sendable {
        /// The whole: there is no range, or one that is answered as if there were none.
        case whole
        /// A part, as offsets into the whole; not empty.
        case part(Range<Int64>)
        /// A well-formed range beyond the end: 416.
        case unsatisfiable
    }

    /// Reads `bytes=a-b`, `bytes=a-` and `bytes=-n` (the last n).
    ///
    /// Another unit, several ranges and text that is no range are answered with the whole, as §14.2 allows.
    package static func wanted(by header: String?, of size: Int64) -> Wanted {
        guard let header, header.prefix(6).lowercased() == "bytes=" else { return .whole }
        let range = header.dropFirst(6).filter { $0 != " " && $0 != "\t" }
        guard let dash = range.firstIndex(of: "-"), !range.contains(",") else { return .whole }
        let (first, last) = (range[..<dash], range[range.index(after: dash)...])
        if first.isEmpty {
            guard let count = Self.number(last) else { return .whole }
            return count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
        }
        guard let start = Self.number(first) else { return .whole }
        if last.isEmpty { return start < size ? .part(start..<size) : .unsatisfiable }
        guard let end = Self.number(last), start <= end else { return .whole }
        return start < size ? .part(start..<(min(end, size - 1) + 1)) : .unsatisfiable
    }

    /// Digits only; a number too large for 64 bits is as good as the largest.
    private static func number(_ text: some StringProtocol) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int64(text) ?? .max
    }
}
