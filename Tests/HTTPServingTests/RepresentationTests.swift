import HTTPServing
import Hummingbird
import Testing

@Suite struct RepresentationTests {
    private let representation = Representation(
        sizeBytes: 1_000,
        entityTag: "\"a1\"",
        contentType: "video/mp4",
        cacheControl: "no-cache"
    )

    private func selection(
        range: String? = nil,
        ifMatch: String? = nil,
        ifNoneMatch: String? = nil,
        ifRange: String? = nil,
        isHead: Bool = false
    ) -> ByteSelection {
        var request = ContentRequest()
        request.range = range
        request.ifMatch = ifMatch
        request.ifNoneMatch = ifNoneMatch
        request.ifRange = ifRange
        request.isHead = isHead
        return self.representation.selection(for: request)
    }

    @Test("What is asked decides in the order of RFC 9110 §13.2.2")
    func order() {
        #expect(self.selection() == .whole)
        #expect(self.selection(ifMatch: "\"b\"", ifNoneMatch: "\"a1\"") == .preconditionFailed)
        #expect(self.selection(ifMatch: "\"b\", \"a1\"", ifNoneMatch: "W/\"a1\"") == .notModified)
        #expect(self.selection(range: "bytes=0-9", ifMatch: "*") == .part(0..<10))
        #expect(self.selection(ifMatch: "W/\"a1\"") == .preconditionFailed)
        #expect(self.selection(range: "bytes=0-9", ifNoneMatch: "\"a1\"") == .notModified)
        #expect(self.selection(ifNoneMatch: "\"other\"") == .whole)
        #expect(self.selection(range: "bytes=2000-") == .unsatisfiable)
    }

    @Test(
        "If-Range takes this strong tag only, neither a weak one nor a date",
        arguments: [
            ("\"a1\"", true), ("W/\"a1\"", false), ("\"b\"", false), ("Sun, 06 Nov 1994 08:49:37 GMT", false),
            ("*", false),
        ]
    )
    func ifRange(tag: String, isTaken: Bool) {
        #expect(self.selection(range: "bytes=0-9", ifRange: tag) == (isTaken ? .part(0..<10) : .whole))
    }

    @Test("A range means something with GET only")
    func head() {
        #expect(self.selection(range: "bytes=0-9", isHead: true) == .whole)
    }

    @Test("A comma within a tag divides no list")
    func commas() {
        #expect(EntityTags.noneMatchFails("\"x,y\", \"a1\"", tag: "\"a1\""))
        #expect(EntityTags.noneMatchFails("\"x,y\"", tag: "\"x,y\""))
        #expect(!EntityTags.noneMatchFails("\"x,\"a1\"y\"", tag: "\"a1\""))
        #expect(!EntityTags.noneMatchFails("", tag: "\"a1\""))
    }

    @Test("Several parts come between lines that say what each is, and the length counts those lines")
    func parts() {
        let answer = self.representation.answer(.parts([0..<10, 500..<510]))
        #expect(answer.status == .partialContent)
        #expect(answer.fields[.contentType] == "multipart/byteranges; boundary=lectern-a1")
        #expect(answer.fields[.contentRange] == nil)
        let texts = answer.pieces.compactMap { piece -> String? in
            guard case .text(let bytes) = piece else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
        let type = "Content-Type: video/mp4\r\n"
        #expect(texts.count == 3)
        #expect(texts.first == "\r\n--lectern-a1\r\n\(type)Content-Range: bytes 0-9/1000\r\n\r\n")
        #expect(texts.last == "\r\n--lectern-a1--\r\n")
        let length = texts.map(\.utf8.count).reduce(20, +)
        #expect(answer.contentLength == Int64(length))
    }
}
