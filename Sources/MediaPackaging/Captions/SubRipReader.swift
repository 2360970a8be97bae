/// Reads SubRip (`.srt`), which has no standard: a number, two times, text, an empty line.
///
/// What really separates cues is the line with the times: numbers may be missing, empty lines be missing or stand in the
/// text.
enum SubRipReader {
    static func read(_ lines: [CaptionsLine]) throws(CaptionsFault) -> ReadCues {
        var result = ReadCues()
        var open: (line: Int, startMs: Int64, endMs: Int64, text: [CaptionsLine])?
        func close() throws(CaptionsFault) {
            guard let cue = open else { return }
            let text = cue.text.map(\.text).joined(separator: "\n")
            try result.append(
                startMs: cue.startMs,
                endMs: cue.endMs,
                MarkedUpText.read(text, .subRip).cueText,
                line: cue.line
            )
        }
        for line in lines {
            if line.hasArrow, let times = CueTimes.read(line.text) {
                if open?.text.last?.isNumber == true { open?.text.removeLast() }
                try close()
                open = (line.number, times.startMs, times.endMs, [])
            } else if line.hasArrow, open == nil || line.text.utf8.first.map({ (0x30...0x39).contains($0) }) == true {
                throw CaptionsFault(line: line.number, "two times were expected", found: line.text)
            } else if open != nil {
                open?.text.append(line)
            } else if !line.isBlank, !line.isNumber {
                throw CaptionsFault(line: line.number, "a cue's number or times were expected", found: line.text)
            }
        }
        try close()
        guard open != nil else { throw CaptionsFault(line: lines.count, "the file ends without a cue") }
        return result
    }
}
