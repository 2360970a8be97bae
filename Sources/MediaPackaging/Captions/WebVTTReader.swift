/// Reads WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format"): a header, then blocks between empty lines.
///
/// Notes, styles and regions are left alone, as are identifiers and settings of cues.
enum WebVTTReader {
    /// - Parameter lines: the first of them begins with `WEBVTT`.
    static func read(_ lines: [CaptionsLine]) throws(CaptionsFault) -> ReadCues {
        var result = ReadCues()
        for (index, block) in lines.split(whereSeparator: \.isEmpty).enumerated() {
            // A line with an arrow is a cue's first or second one; a header may run into the first cue.
            let places = index == 0 ? block.indices : block.indices.prefix(2)
            guard let times = places.first(where: { block[$0].hasArrow }) else {
                if index > 0, !Self.isKnown(block) { result.leaveOut() }
                continue
            }
            guard let (startMs, endMs) = CueTimes.read(block[times].text) else {
                throw CaptionsFault(line: block[times].number, "two times were expected", found: block[times].text)
            }
            let text = block[(times + 1)...].map(\.text).joined(separator: "\n")
            try result.append(
                startMs: startMs,
                endMs: endMs,
                MarkedUpText.read(text, .webVTT).cueText,
                line: block[times].number
            )
        }
        return result
    }

    /// A block that is no cue: also a second header, where files were put one behind the other.
    private static func isKnown(_ block: ArraySlice<CaptionsLine>) -> Bool {
        let first = block.first?.text.split(separator: " ").first
        return ["NOTE", "STYLE", "REGION", "WEBVTT"].contains(first)
    }
}
