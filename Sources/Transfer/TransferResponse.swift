import CLibCurl

/// What a server answered.
package struct TransferResponse: Hashable, Sendable {
    package let status: Int
    /// Empty where the body was handed on as it arrived.
    package let body: [UInt8]
    private let headers: [String: String]

    /// - Parameter headers: by name, in whatever case; of two that differ only in case, the first.
    package init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }) { first, _ in first }
        self.body = body
    }

    /// The value of a header field, its name in any case; values of a field sent more than once are joined by commas.
    package func header(_ name: String) -> String? {
        self.headers[name.lowercased()]
    }

    /// How long the server asks to be left alone (RFC 9110 §10.2.3), from 0 to a day; nil where it does not say.
    ///
    /// Where it names a date, it is counted from the answer's own `Date`, since this computer's clock may be wrong.
    package var retryAfter: Duration? {
        guard let text = self.header("Retry-After") else { return nil }
        if let seconds = Int64(text) { return seconds < 0 ? nil : .seconds(min(seconds, 86_400)) }
        let (then, now) = (curl_getdate(text, nil), curl_getdate(self.header("Date") ?? "", nil))
        guard then >= 0, now >= 0 else { return nil }
        return .seconds(min(max(0, then - now), 86_400))
    }

    /// The first byte that a 206 brings (RFC 9110 §14.4).
    package var rangeStart: Int64? {
        guard let text = self.header("Content-Range"), text.hasPrefix("bytes ") else { return nil }
        return text.dropFirst(6).split(separator: "-").first.flatMap { Int64($0) }
    }
}
