package import CourseModel

/// Whom a school reports to, and the key that it signs with.
package struct ReportRecipient: Sendable {
    let key: SigningKey
    /// Sends a report and gives the receipt for it, its signature verified.
    let send: @Sendable (SignedDocument<Report>) async throws -> SignedDocument<Receipt>

    /// - Parameter send: throws what the line or the origin threw; the report is sent again then.
    package init(
        key: SigningKey,
        send: @escaping @Sendable (SignedDocument<Report>) async throws -> SignedDocument<Receipt>
    ) {
        self.key = key
        self.send = send
    }

    /// The origin, over HTTP.
    package init(_ client: OriginClient) {
        self.init(key: client.identity.key, send: client.report)
    }
}
