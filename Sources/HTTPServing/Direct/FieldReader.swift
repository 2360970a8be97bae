import Hummingbird

/// Reads a head's fields one after the other, keeps those that this server acts on, and finds what contradicts itself.
struct FieldReader {
    private var count = 0
    private var hosts = 0
    private var length: Int64?
    private var isChunked = false

    /// - Parameter line: without its end; not empty.
    /// - Returns: why the request is refused.
    mutating func read(_ line: Slice<UnsafeRawBufferPointer>, into head: inout RequestHead) -> HTTPResponse.Status? {
        self.count += 1
        guard self.count <= RequestHead.fieldsMax, line.count <= RequestHead.fieldBytesMax else {
            return .requestHeaderFieldsTooLarge
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return .badRequest }
        let name = line[..<colon]
        let value = HeadBytes.trimmed(line[(colon + 1)...])
        // A name with spaces, or a line that goes on with the one before it, is read differently by different programs.
        guard name.allSatisfy(HeadBytes.isToken), value.allSatisfy(HeadBytes.isFieldValue) else { return .badRequest }
        switch name.count {
        case 4 where HeadBytes.is(name, "host"): return self.readHost(value)
        case 5 where HeadBytes.is(name, "range"): Self.add(value, to: &head.content.range)
        case 6 where HeadBytes.is(name, "expect"):
            guard HeadBytes.is(value, "100-continue") else { return .expectationFailed }
            head.expectsContinue = true
        case 7 where HeadBytes.is(name, "upgrade"): head.asksUpgrade = true
        case 8 where HeadBytes.is(name, "if-range"): Self.add(value, to: &head.content.ifRange)
        case 8 where HeadBytes.is(name, "if-match"): Self.add(value, to: &head.content.ifMatch)
        case 10 where HeadBytes.is(name, "connection"): Self.readConnection(value, into: &head)
        case 13 where HeadBytes.is(name, "if-none-match"): Self.add(value, to: &head.content.ifNoneMatch)
        case 14 where HeadBytes.is(name, "content-length"): return self.readLength(value)
        case 15 where HeadBytes.is(name, "accept-encoding"): Self.add(value, to: &head.acceptEncoding)
        case 17 where HeadBytes.is(name, "transfer-encoding"):
            guard !self.isChunked else { return .badRequest }
            guard HeadBytes.is(value, "chunked") else { return .notImplemented }
            self.isChunked = true
        default: break
        }
        return nil
    }

    /// - Returns: why the request is refused, now that all fields are known.
    func finish(_ head: inout RequestHead) -> HTTPResponse.Status? {
        // RFC 9112 §3.2, and §6.1: whoever sends both lengths may want to smuggle a request past somebody.
        guard self.hosts == 1 || !head.isVersion11 && self.hosts == 0 else { return .badRequest }
        guard !self.isChunked || head.isVersion11 && self.length == nil else { return .badRequest }
        head.body = self.isChunked ? .chunked : .length(self.length ?? 0)
        return nil
    }

    private mutating func readHost(_ value: Slice<UnsafeRawBufferPointer>) -> HTTPResponse.Status? {
        self.hosts += 1
        let isHost = value.allSatisfy { $0 > 32 && $0 < 127 && !"/?#@\\,\"<>".utf8.contains($0) }
        return self.hosts == 1 && isHost ? nil : .badRequest
    }

    private mutating func readLength(_ value: Slice<UnsafeRawBufferPointer>) -> HTTPResponse.Status? {
        guard self.length == nil, (1...18).contains(value.count) else { return .badRequest }
        var length: Int64 = 0
        for byte in value {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return .badRequest }
            length = length * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        self.length = length
        return nil
    }

    private static func readConnection(_ value: Slice<UnsafeRawBufferPointer>, into head: inout RequestHead) {
        for option in value.split(separator: UInt8(ascii: ",")).map(HeadBytes.trimmed) {
            if HeadBytes.is(option, "close") { head.isPersistent = false }
            if HeadBytes.is(option, "keep-alive"), !head.isVersion11 { head.isPersistent = true }
        }
    }

    /// A field that stands twice is one list (RFC 9110 §5.2).
    private static func add(_ value: Slice<UnsafeRawBufferPointer>, to field: inout String?) {
        let text = String(decoding: value, as: UTF8.self)
        field = field.map { "\($0),\(text)" } ?? text
    }
}

/// What bytes of a head are (RFC 9110 §5.5, §5.6).
enum HeadBytes {
    private static let tokens: [Bool] = (0..<256).map { code in
        let byte = UInt8(code)
        return byte > 32 && byte < 127 && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
    }

    static func isToken(_ byte: UInt8) -> Bool { Self.tokens[Int(byte)] }

    static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 32 && byte != 127 || byte == 9 }

    static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var bytes = bytes
        while let first = bytes.first, first == 32 || first == 9 { bytes.removeFirst() }
        while let last = bytes.last, last == 32 || last == 9 { bytes.removeLast() }
        return bytes
    }

    /// Compares without regard to case.
    ///
    /// - Parameter text: in lower case.
    static func `is`(_ bytes: Slice<UnsafeRawBufferPointer>, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        let wanted = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return zip(bytes, wanted).allSatisfy { byte, other in
            byte == other || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte | 0x20 == other
        }
    }
}
