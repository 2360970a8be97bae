import Hummingbird
import Testing

@testable import HTTPServing

@Suite struct RequestHeadTests {
    private func read(_ text: String) -> RequestHead.Reading {
        Array(text.utf8).withUnsafeBytes { RequestHead.read($0) }
    }

    private func head(_ text: String) throws -> RequestHead {
        guard case .head(let head) = self.read(text) else { throw NoHead() }
        return head
    }

    private struct NoHead: Error {}

    @Test("A head says what is asked, how the body ends, and whether the connection stays")
    func usual() throws {
        let text =
            "GET /play/t/video/1.m4s?a=b HTTP/1.1\r\nHost: edge:8081\r\nRange: bytes=0-9\r\nIF-RANGE:  \"a\" \r\n\r\n"
        let head = try self.head(text + "GET")
        #expect(head.method == .get)
        #expect(head.target == "/play/t/video/1.m4s?a=b")
        #expect(head.sizeBytes == text.utf8.count)
        #expect(head.isPersistent)
        #expect(head.body == .length(0))
        #expect(head.content.range == "bytes=0-9")
        #expect(head.content.ifRange == "\"a\"")
        #expect(DirectRequest(head).path == "/play/t/video/1.m4s")
    }

    @Test("Empty lines before a head belong to it")
    func emptyLines() throws {
        let head = try self.head("\r\n\r\nHEAD / HTTP/1.1\r\nHost:\r\n\r\n")
        #expect(head.blankBytes == 4)
        #expect(head.content.isHead)
    }

    @Test("A head in pieces is waited for")
    func pieces() {
        let text = Array("GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nTe: trailers, x\r\n\r\n".utf8)
        for count in 1..<text.count {
            guard case .incomplete = text[..<count].withUnsafeBytes({ RequestHead.read($0) }) else {
                Issue.record("\(count) bytes were enough")
                return
            }
        }
    }

    @Test(
        "The connection stays as RFC 9112 §9.3 has it",
        arguments: [
            ("HTTP/1.1\r\nHost: a", true), ("HTTP/1.1\r\nHost: a\r\nConnection: x, Close", false), ("HTTP/1.0", false),
            ("HTTP/1.0\r\nConnection: Keep-Alive", true), ("HTTP/1.0\r\nHost: a\r\nConnection: close", false),
        ]
    )
    func persistence(rest: String, stays: Bool) throws {
        #expect(try self.head("GET / \(rest)\r\n\r\n").isPersistent == stays)
    }

    @Test("An absolute target is taken by its path")
    func absolute() throws {
        #expect(try self.head("GET HTTP://edge/a?b HTTP/1.1\r\nHost: edge\r\n\r\n").target == "/a?b")
        #expect(try self.head("GET http://edge HTTP/1.1\r\nHost: edge\r\n\r\n").target == "/")
    }

    @Test("The body's length is read, and a chunked one has none")
    func bodies() throws {
        let fields = "POST / HTTP/1.1\r\nHost: a\r\n"
        #expect(try self.head(fields + "Content-Length: 12\r\n\r\n").body == .length(12))
        #expect(try self.head(fields + "Transfer-Encoding: Chunked\r\n\r\n").body == .chunked)
    }

    @Test(
        "What could be understood in two ways is refused",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
            "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "GET /\r\nHost: a\r\n\r\n",
            "GET / http/1.1\r\nHost: a\r\n\r\n", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n", " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nA\u{0}: c\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nA: c\u{0}\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nA: b\rc\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
            "GET /\u{7f} HTTP/1.1\r\nHost: a\r\n\r\n", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n",
        ]
    )
    func ambiguous(text: String) {
        guard case .refused(.badRequest) = self.read(text) else {
            Issue.record("\(text.debugDescription): \(self.read(text))")
            return
        }
    }

    @Test("What is not served here is refused with the reason")
    func unsupported() {
        let long = String(repeating: "a", count: 9_000)
        let many = (0..<101).map { "a\($0): b\r\n" }.joined()
        let cases: [(String, HTTPResponse.Status)] = [
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .httpVersionNotSupported),
            ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", .notImplemented),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .notImplemented),
            ("POST / HTTP/1.1\r\nHost: a\r\nExpect: a pony\r\n\r\n", .expectationFailed),
            ("GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n", .uriTooLong), ("GET /\(long)", .uriTooLong),
            ("GET / HTTP/1.1\r\nHost: a\r\nA: \(long)\(long)\r\n\r\n", .requestHeaderFieldsTooLarge),
            ("GET / HTTP/1.1\r\nHost: a\r\nA: \(long)\(long)\(long)\(long)", .requestHeaderFieldsTooLarge),
            ("GET / HTTP/1.1\r\nHost: a\r\n\(many)\r\n", .requestHeaderFieldsTooLarge),
        ]
        for (text, wanted) in cases {
            if case .refused(wanted) = self.read(text) { continue }
            Issue.record("\(text.prefix(60)): \(wanted)")
        }
    }
}
