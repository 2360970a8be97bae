import CommandInterface
import Foundation
import Logging
import Synchronization
import Testing

@Suite struct LogRecordTests {
    @Test("A message with newlines and an escape sequence stays one line")
    func oneLine() {
        let lines = self.written(.text) { $0.warning("first\nsecond\r\t\u{1B}[31m") }
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix("\n"))
        #expect(lines[0].dropLast().allSatisfy { !$0.isNewline })
        #expect(lines[0].contains("warning edge: first\\nsecond\\r\\t\\u{1b}[31m"))
    }

    @Test("A field that could be mistaken for more fields is quoted")
    func quotedField() {
        let lines = self.written(.text) { $0.info("asked", metadata: ["path": "/a b", "n": "7", "x": "say \"k=v\""]) }
        #expect(lines[0].hasSuffix("asked n=7 path=\"/a b\" x=\"say \\\"k=v\\\"\"\n"))
    }

    @Test("What somebody else made endless is cut")
    func bounded() {
        let lines = self.written(.text) {
            $0.error("failed", metadata: ["reason": "\(String(repeating: "a", count: 100_000))"])
        }
        #expect(lines[0].utf8.count < 2_200)
        #expect(lines[0].hasSuffix("aaa… (100000 bytes)\"\n"))
    }

    @Test("As JSON a record is one object with its fields, whatever is in them")
    func json() throws {
        let lines = self.written(.json) { $0.error("坏\n", metadata: ["digest": "ab\"c"]) }
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
        )
        #expect(lines[0].filter { $0 == "\n" }.count == 1)
        #expect(object["message"] as? String == "坏\n")
        #expect(object["level"] as? String == "error")
        #expect((object["fields"] as? [String: String])?["digest"] == "ab\"c")
    }

    @Test("Records below the level are not written")
    func level() {
        #expect(self.written(.text) { $0.debug("quiet") }.isEmpty)
    }

    private func written(_ format: LogFormat, _ log: (Logger) -> Void) -> [String] {
        let lines = Lines()
        let handler = LineLogHandler(label: "edge", level: .info, format: format) { lines.append($0) }
        log(Logger(label: "edge") { _ in handler })
        return lines.all
    }
}

private final class Lines: Sendable {
    private let held = Mutex<[String]>([])

    var all: [String] { self.held.withLock { $0 } }

    func append(_ line: String) {
        self.held.withLock { $0.append(line) }
    }
}
