import CourseModel
package import Hummingbird

/// What is wrong with a request, as `application/problem+json` (RFC 9457) or, on pages, as an error page.
package struct Problem: Error, HTTPResponseError {
    package let status: HTTPResponse.Status
    /// The last part of `urn:lectern:problem:…`: what a program decides by.
    package let type: String
    /// One sentence for whoever reads a log; nothing of the server's insides.
    package let detail: String
    package let extra: [String: Int64]
    package let headers: HTTPFields

    package init(
        _ status: HTTPResponse.Status,
        _ type: String,
        _ detail: String,
        extra: [String: Int64] = [:],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.type = type
        self.detail = detail
        self.extra = extra
        self.headers = headers
    }

    package func response(from request: Request, context: some RequestContext) throws -> Response {
        let (fields, bytes) = self.content
        return Response(status: self.status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The answer's fields and its body.
    var content: (fields: HTTPFields, bytes: [UInt8]) {
        var headers = self.headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        let content = Content(
            type: "urn:lectern:problem:\(self.type)",
            title: self.status.reasonPhrase,
            status: self.status.code,
            detail: self.detail,
            extra: self.extra
        )
        // Five texts and numbers can always be written.
        return (headers, (try? CanonicalJSON.encode(content)) ?? [])
    }

    private struct Content: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let extra: [String: Int64]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in self.extra {
                try container.encode(value, forKey: Key(stringValue: name))
            }
            try container.encode(self.type, forKey: Key(stringValue: "type"))
            try container.encode(self.title, forKey: Key(stringValue: "title"))
            try container.encode(self.status, forKey: Key(stringValue: "status"))
            try container.encode(self.detail, forKey: Key(stringValue: "detail"))
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension Problem {
    static let notFound = Problem(.notFound, "not-found", "there is nothing at this address")
    static let tooLarge = Problem(.contentTooLarge, "too-large", "the body is larger than this address takes")
    static let diskFull = Problem(
        .insufficientStorage,
        "disk-full",
        "the server's disk is full, and nothing of this was kept: send it again when there is room"
    )
    static let internalError = Problem(.internalServerError, "internal", "the server failed; its log says why")
}

extension HTTPResponse.Status {
    /// RFC 4918 §11.5.
    package static let insufficientStorage = Self(code: 507, reasonPhrase: "Insufficient Storage")
}
