package import Blobs

/// Addresses that are answered ahead of the router, nearest the socket: files that many read at once.
///
/// GET and HEAD of what begins with the prefix come here, whatever comes of it; nothing else does.
package struct DirectRoute: Sendable {
    /// E.g. `/play/`.
    package let prefix: String
    /// As metrics and logs name it: nothing of a path that has a token.
    package let name: String
    /// Called on the connection's event loop: it must not wait. What it needs to wait for it does `later`.
    package let answer: @Sendable (DirectRequest, inout ConnectionMemory) -> DirectOutcome

    package init(
        prefix: String,
        name: String,
        answer: @escaping @Sendable (DirectRequest, inout ConnectionMemory) -> DirectOutcome
    ) {
        self.prefix = prefix
        self.name = name
        self.answer = answer
    }
}

/// What a route keeps about a connection, so that it need not find it anew for the next request.
package struct ConnectionMemory: Sendable {
    package var value: (any AnyObject & Sendable)?

    package init() {}
}

/// A request for a direct route.
package struct DirectRequest: Sendable {
    /// As sent, without a query.
    package let path: Substring
    package let content: ContentRequest
    package let acceptsGzip: Bool

    init(_ head: RequestHead) {
        self.path = head.target.prefix { $0 != "?" }
        self.content = head.content
        self.acceptsGzip = head.acceptEncoding.map { Gzip.isAccepted($0) } ?? false
    }

    /// What follows some bytes of the path, percent-decoded; nil where that is no text.
    package func tail(after count: Int) -> String? {
        let tail = self.path.utf8.dropFirst(count)
        guard tail.contains(UInt8(ascii: "%")) else { return String(Substring(tail)) }
        var bytes: [UInt8] = []
        var rest = tail
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let code = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

package enum DirectOutcome: Sendable {
    case answer(DirectAnswer)
    /// Something has to come first. Cancelled when the client leaves.
    case later(@Sendable () async -> DirectAnswer)
}

/// A whole answer: its head, and where the bytes after it are.
package struct DirectAnswer: Sendable {
    package let status: Int
    /// Status line and fields, each with its line end; without `Date` and `Connection`, which belong to the connection.
    package let head: [UInt8]
    package let body: [BodyPiece]
    /// Told what of a file was handed to the socket: the piece's mark, and the range. Once for each stretch of a file,
    /// when it is over, also where the client has left before its end.
    package let sent: (@Sendable (_ mark: Int, Range<Int64>) -> Void)?

    package init(
        status: Int,
        head: [UInt8],
        body: [BodyPiece],
        sent: (@Sendable (_ mark: Int, Range<Int64>) -> Void)? = nil
    ) {
        self.status = status
        self.head = head
        self.body = body
        self.sent = sent
    }
}

/// Bytes of an answer's body.
package enum BodyPiece: Sendable {
    case bytes([UInt8])
    /// A range of a file; the mark says of which, to whom it is told.
    case file(BlobFile, Range<Int64>, mark: Int)
    /// More pieces, made when their turn has come.
    case composed(@Sendable () -> [BodyPiece])
    /// More pieces that have to be waited for; nil where they do not come, and the connection is closed.
    case awaited(@Sendable () async -> [BodyPiece]?)
}
