import Hummingbird

/// Reads a request's head strictly (RFC 9112): what can be understood in two ways is refused, so that whoever reads the
/// same bytes after this finds the same end.
extension RequestHead {
    /// The largest header field is an edge's signed request (4 KiB, base64url).
    static let fieldBytesMax = 16 << 10
    static let sizeBytesMax = 32 << 10
    static let fieldsMax = 100
    /// A playback token has some 200 characters.
    static let targetBytesMax = 8 << 10

    static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        var lines = HeadLines(bytes: bytes)
        while bytes.count > lines.offset + 1, bytes[lines.offset] == 13, bytes[lines.offset + 1] == 10 {
            lines.offset += 2
            // One is usual after the body of a careless client; more are something else.
            guard lines.offset <= 8 else { return .refused(.badRequest) }
        }
        let blank = lines.offset
        var head: RequestHead
        switch lines.next() {
        case .incomplete: return Self.unfinished(bytes.count, isRequestLine: true)
        case .malformed: return .refused(.badRequest)
        case .line(let line):
            switch Self.requestLine(line) {
            case .success(let first): head = first
            case .failure(let refusal): return .refused(refusal.status)
            }
        }
        head.blankBytes = blank
        var fields = FieldReader()
        while true {
            switch lines.next() {
            case .incomplete: return Self.unfinished(bytes.count, isRequestLine: false)
            case .malformed: return .refused(.badRequest)
            case .line(let line) where line.isEmpty:
                head.sizeBytes = lines.offset
                guard lines.offset <= Self.sizeBytesMax else { return .refused(.requestHeaderFieldsTooLarge) }
                if let refusal = fields.finish(&head) { return .refused(refusal) }
                return .head(head)
            case .line(let line):
                if let refusal = fields.read(line, into: &head) { return .refused(refusal) }
            }
        }
    }

    private static func unfinished(_ count: Int, isRequestLine: Bool) -> Reading {
        if isRequestLine, count > Self.targetBytesMax + 64 { return .refused(.uriTooLong) }
        return count > Self.sizeBytesMax ? .refused(.requestHeaderFieldsTooLarge) : .incomplete
    }

    private struct Refusal: Error { let status: HTTPResponse.Status }

    /// Method, target and version, with one space between them (RFC 9112 §3).
    private static func requestLine(_ line: Slice<UnsafeRawBufferPointer>) -> Result<RequestHead, Refusal> {
        guard let first = line.firstIndex(of: 32), let second = line[(first + 1)...].firstIndex(of: 32),
            first > line.startIndex, second > first + 1
        else { return .failure(Refusal(status: .badRequest)) }
        let method = line[..<first]
        let target = line[(first + 1)..<second]
        let version = line[(second + 1)...]
        guard method.allSatisfy(HeadBytes.isToken), version.count == 8, version.starts(with: "HTTP/".utf8),
            target.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return .failure(Refusal(status: .badRequest)) }
        let isVersion11 = version.elementsEqual("HTTP/1.1".utf8)
        guard isVersion11 || version.elementsEqual("HTTP/1.0".utf8) else {
            return .failure(Refusal(status: .httpVersionNotSupported))
        }
        guard target.count <= Self.targetBytesMax else { return .failure(Refusal(status: .uriTooLong)) }
        // A tunnel would have no end.
        guard !method.elementsEqual("CONNECT".utf8) else { return .failure(Refusal(status: .notImplemented)) }
        let known: Method = method.elementsEqual("GET".utf8) ? .get : method.elementsEqual("HEAD".utf8) ? .head : .other
        var head = RequestHead(
            method: known,
            target: Self.origin(String(decoding: target, as: UTF8.self)),
            isPersistent: isVersion11,
            isVersion11: isVersion11
        )
        head.content.isHead = known == .head
        return .success(head)
    }

    /// An absolute target is taken as well (RFC 9112 §3.2.2).
    private static func origin(_ target: String) -> String {
        guard target.utf8.first != UInt8(ascii: "/"), target.lowercased().hasPrefix("http://") else { return target }
        let rest = target.dropFirst(7)
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }
}

/// The lines of a head, each ended by CRLF.
private struct HeadLines {
    enum Next {
        case incomplete
        /// A line that ends otherwise.
        case malformed
        case line(Slice<UnsafeRawBufferPointer>)
    }

    let bytes: UnsafeRawBufferPointer
    var offset = 0

    mutating func next() -> Next {
        guard let end = self.bytes[self.offset...].firstIndex(of: 10) else { return .incomplete }
        guard end > self.offset, self.bytes[end - 1] == 13 else { return .malformed }
        defer { self.offset = end + 1 }
        return .line(self.bytes[self.offset..<(end - 1)])
    }
}
