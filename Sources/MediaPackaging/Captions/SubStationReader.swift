/// Reads the script of SubStation Alpha (`.ssa`, `.ass`): the events of its section `[Events]`.
enum SubStationReader {
    private static let columns = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
    /// Formats have ten.
    private static let columnsMax = 100

    static func read(_ lines: [CaptionsLine]) throws(CaptionsFault) -> ReadCues {
        var result = ReadCues()
        var isEvents = false
        var columns = Self.names(Self.columns)
        var hasEvents = false
        for line in lines {
            if line.text.hasPrefix("[") {
                isEvents = line.text.lowercased() == "[events]"
            } else if isEvents, let format = Self.value(of: line, "format:") {
                columns = Self.names(format)
            } else if isEvents, let event = Self.value(of: line, "dialogue:") {
                hasEvents = true
                let values = event.split(
                    separator: ",",
                    maxSplits: max(0, columns.count - 1),
                    omittingEmptySubsequences: false
                )
                let fields = Dictionary(zip(columns, values)) { first, _ in first }
                guard let start = fields["start"].flatMap(CueTimes.time),
                    let end = fields["end"].flatMap(CueTimes.time),
                    let text = fields["text"]
                else { throw CaptionsFault(line: line.number, "an event was expected", found: line.text) }
                try result.append(
                    startMs: start,
                    endMs: end,
                    SubStationText.read(String(text)).cueText,
                    line: line.number
                )
            }
        }
        guard hasEvents else { throw CaptionsFault(line: lines.count, "the file ends without an event") }
        return result
    }

    private static func value(of line: CaptionsLine, _ key: String) -> Substring? {
        line.text.lowercased().hasPrefix(key) ? line.text.dropFirst(key.count) : nil
    }

    private static func names(_ format: some StringProtocol) -> [String] {
        format.split(separator: ",").prefix(Self.columnsMax).map { String($0.filter { !$0.isWhitespace }).lowercased() }
    }
}
