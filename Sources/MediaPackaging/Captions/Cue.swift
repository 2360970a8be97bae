/// A line or two of captions and when they are shown: `[startMs, endMs)`, in milliseconds.
package struct Cue: Hashable {
    package let startMs: Int64
    package let endMs: Int64
    /// WebVTT cue text: escaped, with no markup but `<b>`, `<i>` and `<u>`, and without empty lines.
    package let text: String

    package init(startMs: Int64, endMs: Int64, text: String) {
        self.startMs = startMs
        self.endMs = endMs
        self.text = text
    }
}

/// What reading captions has found.
package struct ReadCues: Hashable {
    /// 12 hours with a cue each second, and room to spare.
    package static let cuesMax = 50_000
    /// A screenful of text is not half of it.
    package static let cueBytesMax = 4_000

    package private(set) var cues: [Cue] = []
    /// Cues that are never shown: their end is not after their start, or they have no text.
    package private(set) var leftOut = 0

    /// - Parameters:
    ///   - text: WebVTT cue text.
    ///   - line: where it stands, for the fault.
    mutating func append(startMs: Int64, endMs: Int64, _ text: String, line: Int) throws(CaptionsFault) {
        guard startMs < endMs, !text.isEmpty else {
            self.leftOut += 1
            return
        }
        guard text.utf8.count <= Self.cueBytesMax else {
            throw CaptionsFault(line: line, "a cue of more than \(Self.cueBytesMax) bytes")
        }
        guard self.cues.count < Self.cuesMax else { throw CaptionsFault(line: line, "more than \(Self.cuesMax) cues") }
        self.cues.append(Cue(startMs: startMs, endMs: endMs, text: text))
    }

    /// Something that is no cue stands where one should.
    mutating func leaveOut() {
        self.leftOut += 1
    }
}

/// Why text is not the captions it should be, and in which line.
package struct CaptionsFault: Error, Hashable {
    private static let quotedMax = 40

    package let line: Int
    package let what: String

    package init(line: Int, _ what: String) {
        self.line = line
        self.what = what
    }

    /// - Parameter text: what was found, of which the beginning is quoted.
    init(line: Int, _ what: String, found text: String) {
        let shown = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(Self.quotedMax))
        )
        self.init(line: line, "\(what), not '\(shown)'")
    }
}
