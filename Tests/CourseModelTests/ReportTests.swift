import CourseModel
import Testing

@Suite struct ReportTests {
    private let key = SigningKey()

    @Test("Rows come out of a signed report byte for byte as they went in")
    func roundTrip() throws {
        let report = try Self.report(rows: 3, first: 5)
        let document = try SignedDocument(signing: report, with: self.key)
        let read = try SignedDocument<Report>(verifying: document.bytes, with: self.key.verifyingKey).payload
        #expect(read == report)
        #expect(read.header.first == 5 && read.header.last == 7)
        #expect(try read.journalRows().map(\.sequence) == [5, 6, 7])
    }

    @Test("A row left out, exchanged or renumbered breaks the chain or the numbering")
    func alteredRows() throws {
        let report = try Self.report(rows: 3, first: 1)
        var lines = String(decoding: try report.encodedPayload(), as: UTF8.self).split(separator: "\n")
        lines.swapAt(1, 2)
        let swapped = try Report.decodePayload(Array(lines.joined(separator: "\n").utf8))
        #expect(throws: ReportError.wrongNumbering) { try swapped.journalRows() }
        lines.removeLast()
        let shortened = try Report.decodePayload(Array(lines.joined(separator: "\n").utf8))
        #expect(throws: ReportError.wrongNumbering) { try shortened.journalRows() }
        let text = String(decoding: try report.encodedPayload(), as: UTF8.self)
        let edited = try Report.decodePayload(Array(text.replacing("\"n\":1", with: "\"n\":9").utf8))
        #expect(throws: ReportError.brokenChain) { try edited.journalRows() }
    }

    @Test("A row of an unknown kind is named by its number")
    func unknownRow() throws {
        let edge = try #require(Edge.ID("e1"))
        let report = Report(
            edge: edge,
            epoch: 1,
            first: 1,
            previousDigest: ChainDigest.beforeFirst,
            rows: [#"{"sequence":1,"danced":{}}"#]
        )
        #expect(throws: ReportError.unreadableRow(1)) { try report.journalRows() }
    }

    private static func report(rows: Int, first: Int64) throws -> Report {
        let edge = try #require(Edge.ID("e1"))
        let play = try #require(ViewingSession.ID("p1"))
        let texts = try (0..<Int64(rows)).map { index in
            let played = PlayedInterval(
                play: play,
                n: index,
                mediaMs: MediaTime(milliseconds: index * 10_000)..<MediaTime(milliseconds: (index + 1) * 10_000),
                wallMs: AgentTime(milliseconds: index * 10_000)..<AgentTime(milliseconds: (index + 1) * 10_000)
            )
            let row = JournalRow(sequence: first + index, event: .played(played))
            return String(decoding: try CanonicalJSON.encode(row), as: UTF8.self)
        }
        return Report(edge: edge, epoch: 1, first: first, previousDigest: ChainDigest.beforeFirst, rows: texts)
    }
}

/// Rows of kinds that came later, and rows that were written before.
@Suite struct JournalRowTests {
    @Test(
        "Every kind of row is written as it stands here, and read again",
        arguments: [
            #"{"played":{"mediaMs":[0,10],"n":0,"play":"p1","wallMs":[5,15]},"sequence":1}"#,
            #"{"played":{"evidence":"A","mediaMs":[0,10],"n":0,"play":"p1","unservedMs":[[2,4]],"wallMs":[5,15]},"sequence":1}"#,
            #"{"played":{"evidence":"B","heardMs":99,"mediaMs":[0,10],"n":0,"play":"p1","wallMs":[5,15]},"sequence":1}"#,
            #"{"room":{"atMs":7,"opened":{"leader":"u1","lesson":"l1","programme":"g","studyGroup":"s"},"room":"r1"},"sequence":2}"#,
            #"{"room":{"atMs":7,"attendance":{"by":"password","people":["u1"],"sign":"in"},"room":"r1"},"sequence":2}"#,
            #"{"room":{"atMs":7,"attendance":{"by":"leader","people":["u1","u2"],"sign":"here"},"room":"r1"},"sequence":2}"#,
            #"{"room":{"atMs":7,"rollCall":{"number":1,"untilMs":187},"room":"r1"},"sequence":2}"#,
            #"{"room":{"atMs":7,"closed":{"person":"u1"},"room":"r1"},"sequence":2}"#,
            #"{"room":{"atMs":7,"room":"r1","signed":{"capacity":"school","person":"k1"}},"sequence":2}"#,
        ]
    )
    func kinds(text: String) throws {
        let row = try CanonicalJSON.decode(JournalRow.self, from: Array(text.utf8))
        #expect(String(decoding: try CanonicalJSON.encode(row), as: UTF8.self) == text)
    }

    @Test("A room's event that this version does not know is no row")
    func unknownEvent() {
        let text = #"{"room":{"atMs":7,"room":"r1","sang":{}},"sequence":2}"#
        #expect(throws: DecodingError.self) { try CanonicalJSON.decode(JournalRow.self, from: Array(text.utf8)) }
    }
}
