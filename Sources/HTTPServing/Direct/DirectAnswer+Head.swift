package import Hummingbird

/// Answers as bytes of HTTP/1.1 (RFC 9112 §4, §5).
extension DirectAnswer {
    /// - Parameters:
    ///   - contentLength: nil where the status has no body (RFC 9110 §15.4.5).
    package static func head(
        _ status: HTTPResponse.Status,
        _ fields: HTTPFields,
        contentLength: Int64?
    ) -> [UInt8] {
        var text = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n"
        for field in fields { text += "\(field.name.rawName): \(field.value)\r\n" }
        if let contentLength { text += "Content-Length: \(contentLength)\r\n" }
        return Array("\(text)X-Content-Type-Options: nosniff\r\n".utf8)
    }

    /// The answer that was decided for a representation.
    ///
    /// - Parameters:
    ///   - isHead: without the body.
    ///   - extra: fields that go with every answer; a `Content-Encoding` only with one that has content.
    ///   - content: the pieces that a range of the representation consists of.
    package init(
        _ answer: ContentAnswer,
        isHead: Bool,
        fields extra: HTTPFields = [:],
        sent: (@Sendable (_ mark: Int, Range<Int64>) -> Void)? = nil,
        content: (Range<Int64>) -> [BodyPiece]
    ) {
        var fields = answer.fields
        for field in extra where field.name != .contentEncoding || !answer.pieces.isEmpty { fields.append(field) }
        let body = answer.pieces.flatMap { piece -> [BodyPiece] in
            switch piece {
            case .text(let text): [.bytes(text)]
            case .content(let range): content(range)
            }
        }
        self.init(
            status: answer.status.code,
            head: Self.head(
                answer.status,
                fields,
                contentLength: answer.status == .notModified ? nil : answer.contentLength
            ),
            body: isHead ? [] : body,
            sent: sent
        )
    }

    /// What is wrong with a request.
    package init(_ problem: Problem, isHead: Bool = false) {
        let (fields, bytes) = problem.content
        self.init(
            status: problem.status.code,
            head: Self.head(problem.status, fields, contentLength: Int64(bytes.count)),
            body: isHead ? [] : [.bytes(bytes)]
        )
    }
}
