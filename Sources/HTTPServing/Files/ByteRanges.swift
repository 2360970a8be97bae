/// The `Range` header (RFC 9110 §14.1.2, §14.2): which bytes of a representation are asked for.
package enum ByteRanges {
    package enum Wanted: Hashable, Sendable {
        /// The whole: there is no range, or one that is answered as if there were none.
        case whole
        /// A part, as offsets into the whole; not empty.
        case part(Range<Int64>)
        /// Two or more parts that lie apart, in the order in which they were asked for.
        case parts([Range<Int64>])
        /// Well-formed ranges of which none begins before the end: 416.
        case unsatisfiable
    }

    /// No player asks for more; a header with more is not read (RFC 9110 §17.15).
    package static let partsMax = 16
    /// Parts with less between them are sent as one: the lines before a part are longer (RFC 9110 §15.3.7.2).
    private static let gapMin: Int64 = 80

    /// Reads `bytes=a-b`, `bytes=a-`, `bytes=-n` (the last n) and lists of these.
    ///
    /// Another unit, too many ranges and text that is no range are answered with the whole, as §14.2 allows. Ranges
    /// that overlap become one.
    package static func wanted(by header: String?, of size: Int64) -> Wanted {
        guard let header, header.prefix(6).lowercased() == "bytes=" else { return .whole }
        let items = header.dropFirst(6).split(separator: ",", maxSplits: 2 * Self.partsMax).map(\.trimmed)
            .filter { !$0.isEmpty }
        guard (1...Self.partsMax).contains(items.count) else { return .whole }
        var parts: [Range<Int64>] = []
        for item in items {
            switch Self.one(item, of: size) {
            case .part(let part): parts.append(part)
            case .unsatisfiable: continue
            case .whole, .parts: return .whole
            }
        }
        let apart = Self.merged(parts)
        guard let first = apart.first else { return .unsatisfiable }
        return apart.count == 1 ? .part(first) : .parts(apart)
    }

    private static func one(_ range: Substring, of size: Int64) -> Wanted {
        guard let dash = range.firstIndex(of: "-") else { return .whole }
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

    /// Joins what overlaps or nearly touches; each stands where the first of what it is made of stood.
    private static func merged(_ parts: [Range<Int64>]) -> [Range<Int64>] {
        var joined: [(order: Int, range: Range<Int64>)] = []
        for (order, range) in parts.enumerated().sorted(by: { $0.element.lowerBound < $1.element.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.range.upperBound + Self.gapMin {
                let end = max(last.range.upperBound, range.upperBound)
                joined[joined.count - 1] = (min(last.order, order), last.range.lowerBound..<end)
            } else {
                joined.append((order, range))
            }
        }
        return joined.sorted { $0.order < $1.order }.map(\.range)
    }

    /// Digits only; a number too large for 64 bits is as good as the largest.
    private static func number(_ text: some StringProtocol) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int64(text) ?? .max
    }
}

extension Substring {
    /// Without spaces and tabs around it (RFC 9110 §5.6.3).
    var trimmed: Substring {
        var text = self.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
