/// Writes WebVTT (W3C).
package enum WebVTTText {
    /// All captions in one file.
    package static func whole(_ cues: [Cue]) -> String {
        "WEBVTT\n\n" + cues.map(self.block).joined()
    }

    /// One segment for HLS (RFC 8216 §3.5). Times of cues count from the lesson's 0, as `tfdt` of the picture and the sound
    /// does, which players take for MPEG-2 time.
    package static func segment(_ cues: [Cue]) -> String {
        "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n" + cues.map(self.block).joined()
    }

    private static func block(_ cue: Cue) -> String {
        "\(self.time(cue.startMs)) --> \(self.time(cue.endMs))\n\(cue.text)\n\n"
    }

    /// `hh:mm:ss.ttt`, with more digits of hours where they are needed.
    static func time(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1000
        let parts = [(seconds / 3600, 2), (seconds / 60 % 60, 2), (seconds % 60, 2)].map { Self.padded($0.0, $0.1) }
        return parts.joined(separator: ":") + "." + Self.padded(milliseconds % 1000, 3)
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
