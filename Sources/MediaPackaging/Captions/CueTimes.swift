/// When a cue is shown, as SubRip and WebVTT write it: `00:00:01,000 --> 00:00:04,000`, in milliseconds.
///
/// Hours may be absent, the fraction may follow a point or a comma and have any number of digits, and blanks may stand
/// anywhere, as they do in files that a translation program has had its hands on.
enum CueTimes {
    /// Nothing that is shown lasts a thousand hours.
    private static let timeMsMax: Int64 = 3_600_000_000
    /// More digits say nothing.
    private static let digitsMax = 9

    /// - Returns: nil for a line that is not two times; what follows the second one is left alone.
    static func read(_ line: String) -> (startMs: Int64, endMs: Int64)? {
        guard let arrow = line.firstRange(of: "-->") else { return nil }
        let second = line[arrow.upperBound...].unicodeScalars.prefix { "0123456789:., \t".unicodeScalars.contains($0) }
        guard let start = Self.time(line[..<arrow.lowerBound]), let end = Self.time(Substring(second)) else {
            return nil
        }
        return (start, end)
    }

    /// `[[h:]m:]s[.fraction]`
    static func time(_ text: Substring) -> Int64? {
        let parts = text.filter { !$0.isWhitespace }.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let last = parts.last else { return nil }
        let seconds = last.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard seconds.count <= 2 else { return nil }
        var time: Int64 = 0
        for part in parts.dropLast() + [seconds[0]] {
            guard let number = Self.number(part) else { return nil }
            time = time * 60 + number
        }
        guard time <= Self.timeMsMax / 1000 else { return nil }
        guard seconds.count == 2 else { return time * 1000 }
        guard Self.number(seconds[1]) != nil else { return nil }
        return time * 1000 + (Int64((seconds[1] + "00").prefix(3)) ?? 0)
    }

    private static func number(_ digits: Substring) -> Int64? {
        guard (1...Self.digitsMax).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(digits)
    }
}
