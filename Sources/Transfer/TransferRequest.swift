/// One HTTP request.
package struct TransferRequest: Hashable, Sendable {
    package enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package let method: Method
    /// `http` or `https`; nothing else is sent.
    package let url: String
    package let headers: [String: String]
    /// Only with `post`.
    package let body: [UInt8]?
    /// The bytes asked for (RFC 9110 §14.2), or nil for all; the server may answer with all of them anyway.
    package let range: Range<Int64>?

    package init(
        method: Method = .get,
        url: String,
        headers: [String: String] = [:],
        body: [UInt8]? = nil,
        range: Range<Int64>? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.range = range
    }
}
