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
    /// How long it may take in all; nil for the connection's own limit.
    package let totalTimeout: Duration?

    package init(
        method: Method = .get,
        url: String,
        headers: [String: String] = [:],
        body: [UInt8]? = nil,
        range: Range<Int64>? = nil,
        totalTimeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.range = range
        self.totalTimeout = totalTimeout
    }
}
