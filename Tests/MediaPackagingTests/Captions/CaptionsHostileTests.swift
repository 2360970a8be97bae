import MediaPackaging
import TestNumbers
import Testing

/// Captions files come from anywhere; what is written from them is read by every player of the province.
@Suite struct CaptionsHostileTests {
    private static let samples = [
        "1\n00:00:01,000 --> 00:00:02,000\n<i>各位</i> & {\\an8}x\n\n2\n00:00:03,000 --> 00:00:04,500\n<b>y</b> --> z\n",
        "WEBVTT\n\nNOTE n\n\nid\n00:01.000 --> 00:02.000 line:0\n<v 王>x &amp; <c.a>y</c>\n\n00:03.000 --> 00:04.000\n-->\n",
        "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Text\nDialogue: 0,0:00:01.00,0:00:02.00,D,{\\b1}x\\Ny{\\p1}m 0\n",
    ]
    private static let pieces = [
        "<", ">", "-->", "&", "&#0;", "&#x110000;", "&#xD800;", "{", "}", "{\\", "\\N", "\r", "\n", "\n\n", "\0", ":",
        ",", "9999999999999999999",
        "<b>", "</b>", "<i", "\u{2028}", "\u{FEFF}", "WEBVTT", "[Events]", "Format:", "Dialogue:",
        "00:00:00,000 --> 00:00:01,000", "字",
    ]

    @Test(
        "Whatever is put into captions, reading ends with a fault or with cues that are safe to show",
        arguments: 1...40
    )
    func mutated(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        for _ in 0..<50 {
            var scalars = Array((Self.samples.randomElement(using: &random) ?? "").unicodeScalars)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0...scalars.count, using: &random)
                let end = min(scalars.count, place + Int.random(in: 0...6, using: &random))
                let piece = Self.pieces.randomElement(using: &random) ?? ""
                scalars.replaceSubrange(place..<end, with: piece.unicodeScalars)
            }
            let text = String(String.UnicodeScalarView(scalars))
            guard let read = try? CaptionsReader.cues(of: text) else { continue }
            for cue in read.cues { Self.check(cue, of: text) }
            let cues = read.cues.sorted { $0.startMs < $1.startMs }
            #expect(try CaptionsReader.cues(of: WebVTTText.whole(cues)).cues == cues, "\(text.debugDescription)")
        }
    }

    private static func check(_ cue: Cue, of source: String) {
        #expect(0 <= cue.startMs && cue.startMs < cue.endMs)
        #expect(!cue.text.isEmpty && cue.text.utf8.count <= ReadCues.cueBytesMax)
        #expect(!cue.text.split(separator: "\n", omittingEmptySubsequences: false).contains(""))
        #expect(!cue.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(source.debugDescription)")
        var bare = cue.text
        for tag in ["<b>", "</b>", "<i>", "</i>", "<u>", "</u>", "&amp;", "&lt;", "&gt;"] {
            bare = bare.replacing(tag, with: "")
        }
        #expect(!bare.contains("<") && !bare.contains(">") && !bare.contains("&"), "\(source.debugDescription)")
    }
}
