import MediaPackaging
import Testing

@Suite struct CaptionsReaderTests {
    private static func cues(_ text: String) throws -> [Cue] { try CaptionsReader.cues(of: text).cues }

    private static func cue(_ startMs: Int64, _ endMs: Int64, _ text: String) -> Cue {
        Cue(startMs: startMs, endMs: endMs, text: text)
    }

    @Test("SubRip: cues are read, whatever the line ends")
    func subRip() throws {
        let text = """
            1
            00:00:01,000 --> 00:00:04,500
            各位老师，
            大家好。

            2
            01:02:03,004 --> 01:02:05,006
            <i>Second</i>

            """
        let expected = [
            Self.cue(1_000, 4_500, "各位老师，\n大家好。"), Self.cue(3_723_004, 3_725_006, "<i>Second</i>"),
        ]
        for lineEnd in ["\n", "\r\n", "\r", "\r\r\n"] {
            #expect(try Self.cues(text.replacing("\n", with: lineEnd)) == expected, "\(lineEnd.debugDescription)")
        }
    }

    @Test(
        "SubRip: times are read as real files have them",
        arguments: [
            ("00:00:01,000 --> 00:00:02,000", 1_000, 2_000), ("0:0:1.5-->0:0:2", 1_500, 2_000),
            ("00:01.250 --> 00:02.5", 1_250, 2_500), ("00: 00: 01, 000 --> 00: 00: 02, 000", 1_000, 2_000),
            ("00:00:01,000 --> 00:00:02,000 X1:100 X2:200 Y1:10 Y2:20", 1_000, 2_000),
            ("00:00:01.000 --> 00:00:02.000 align:start position:0%", 1_000, 2_000),
            ("00:00:59,999 --> 00:00:60,000", 59_999, 60_000),
            ("100:00:00,000 --> 100:00:00,0019", 360_000_000, 360_000_001),
        ] as [(String, Int64, Int64)]
    )
    func times(line: String, startMs: Int64, endMs: Int64) throws {
        #expect(try Self.cues("1\n\(line)\nx\n") == [Self.cue(startMs, endMs, "x")])
    }

    @Test("SubRip: numbers and empty lines may be missing, and empty lines and numbers stand in the text")
    func looseSubRip() throws {
        let text = """


            00:00:01,000 --> 00:00:02,000
            one

            and more

            7
            00:00:03,000 --> 00:00:04,000
            42
            00:00:05,000 --> 00:00:06,000
            in the year
            1984

            9
            00:00:07,000 --> 00:00:08,000
            a --> b
            """
        #expect(
            try Self.cues(text) == [
                Self.cue(1_000, 2_000, "one\nand more"), Self.cue(5_000, 6_000, "in the year\n1984"),
                Self.cue(7_000, 8_000, "a --&gt; b"),
            ]
        )
        #expect(try CaptionsReader.cues(of: text).leftOut == 1)
    }

    @Test(
        "Markup: bold, italic and underlined stay, all else goes, and what is no markup is escaped",
        arguments: [
            ("<b>a</b> <i>b</i> <u>c</u>", "<b>a</b> <i>b</i> <u>c</u>"),
            ("<B>a<I>b</I></B>", "<b>a</b><b><i>b</i></b>"), ("<i>never closed", "<i>never closed</i>"),
            ("closed too often</i></b>", "closed too often"),
            ("<font color='#ff0000'>red</font>", "red"), (#"{\an8}top {\i1}x{\i0}y"#, "top <i>x</i>y"),
            ("I <3 you, a < b & c > d", "I &lt;3 you, a &lt; b &amp; c &gt; d"),
            ("R&amp;D &lt;tag&gt; &#20013;&#x6587; &nope; &", "R&amp;D &lt;tag&gt; 中文 &amp;nope; &amp;"),
            ("one<br/>two<br>three", "one\ntwo\nthree"), ("a\u{0}b\u{1b}[31mc\td", "ab[31mc d"),
            ("<script>alert(1)</script>", "alert(1)"), ("-->", "--&gt;"),
        ]
    )
    func markup(source: String, expected: String) throws {
        #expect(try Self.cues("1\n00:00:01,000 --> 00:00:02,000\n\(source)\n").map(\.text) == [expected])
    }

    @Test("WebVTT: header, notes, styles, regions, identifiers, settings, classes, voices and times are read past")
    func webVTT() throws {
        let text = """
            WEBVTT - 第一课
            Kind: captions
            Language: zh

            STYLE
            ::cue { color: lime }

            REGION
            id:fred
            width:40%

            NOTE
            made by hand

            first
            00:01.000 --> 00:04.000 position:10%,line-left align:left
            <v 王老师>各位<c.yellow>老师</c>，<00:00:02.000>好 &amp; <b.loud>早</b>
            \u{20}
            <lang en>hi</lang>

            NOTE one line

            01:00:00.000 --> 01:00:01.000
            a <i>b

            WEBVTT
            X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

            stray text
            """
        let read = try CaptionsReader.cues(of: text)
        #expect(
            read.cues == [
                Self.cue(1_000, 4_000, "各位老师，好 &amp; <b>早</b>\nhi"),
                Self.cue(3_600_000, 3_601_000, "a <i>b</i>"),
            ]
        )
        #expect(read.leftOut == 1)
    }

    @Test("WebVTT: a cue may follow the header at once, and a file may have none")
    func shortWebVTT() throws {
        #expect(try Self.cues("WEBVTT\n00:00.000 --> 00:01.000\nx") == [Self.cue(0, 1_000, "x")])
        #expect(try Self.cues("WEBVTT").isEmpty)
    }

    @Test("SubStation Alpha: events are read in the columns that the script names, drawings and remarks are not")
    func subStation() throws {
        let text = #"""
            [Script Info]
            ; a remark
            ScriptType: v4.00+

            [V4+ Styles]
            Format: Name, Fontname
            Style: Default,Arial

            [Events]
            Format: Marked, Start, End, Style, Text
            Comment: 0,0:00:00.00,0:00:09.00,Default,not shown
            Dialogue: 0,0:00:01.00,0:00:02.50,Default,{\an8\b1}上{\b0}, one\Ntwo\nthree\hfour
            Dialogue: 0,0:00:03.00,0:00:04.00,Default,{\p1}m 0 0 l 10 10{\p0}{\b700\i1}x{\r}y {remark}
            dialogue:0,1:00:00.05,1:00:01.00,Default,{unclosed
            """#
        #expect(
            try Self.cues(text) == [
                Self.cue(1_000, 2_500, "<b>上</b>, one\ntwo three\u{A0}four"),
                Self.cue(3_000, 4_000, "<b><i>x</i></b>y {remark}"), Self.cue(3_600_050, 3_601_000, "{unclosed"),
            ]
        )
    }

    @Test(
        "Garbage is refused with the line in which it stands",
        arguments: [
            ("", 1, "blank"), ("  \n\n", 1, "blank"), ("<!DOCTYPE html>\n<html>", 1, "number or times"),
            ("1\n2\n3\n", 4, "without a cue"), ("1\n00:00:01 -> 00:00:02\nx", 2, "number or times"),
            ("1\n00:00:01,000 --> x\ny", 2, "two times"),
            ("1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:00:0a,000 --> 00:00:04,000\ny", 6, "not '00:00:0a,000"),
            ("WEBVTT\n\nNOTE x\n\n00:00.000 --> end\n", 5, "two times"),
            ("[Script Info]\n\n[Events]\nDialogue: 0,x,0:00:02.00,Default,,0,0,0,,hello", 4, "an event"),
            ("[Script Info]\n", 2, "without an event"), ("1\n99999999999:00:00,000 --> 1:00:00,000\nx", 2, "two times"),
        ]
    )
    func garbage(text: String, line: Int, what: String) throws {
        let fault = try #require(throws: CaptionsFault.self) { try CaptionsReader.cues(of: text) }
        #expect(fault.line == line)
        #expect(fault.what.contains(what), "\(fault.what)")
    }

    @Test("Lines, cues and their number have limits")
    func limits() throws {
        let long = String(repeating: "字", count: 9_000)
        #expect(throws: CaptionsFault(line: 3, "a line of more than 8000 characters")) {
            try CaptionsReader.cues(of: "1\n00:00:01,000 --> 00:00:02,000\n\(long)")
        }
        let many = (0..<100).map { _ in String(repeating: "字", count: 100) }.joined(separator: "\n")
        #expect(throws: CaptionsFault(line: 2, "a cue of more than 4000 bytes")) {
            try CaptionsReader.cues(of: "1\n00:00:01,000 --> 00:00:02,000\n\(many)")
        }
        let cue = "00:00:01,000 --> 00:00:02,000\nx\n"
        #expect(throws: CaptionsFault(line: 100_001, "more than 50000 cues")) {
            try CaptionsReader.cues(of: String(repeating: cue, count: ReadCues.cuesMax + 1))
        }
        #expect(try Self.cues(String(repeating: cue, count: ReadCues.cuesMax)).count == ReadCues.cuesMax)
    }
}
