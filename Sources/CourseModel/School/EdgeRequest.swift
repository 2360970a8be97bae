/// What an edge signs to be let in: one request, at one time. Sent base64url-coded as
/// `Authorization: Lectern-Edge <document>`.
package struct EdgeRequest: DocumentPayload {
    package static let documentType = "request"
    package static let sizeMax = 4 << 10
    /// The `Authorization` scheme.
    package static let scheme = "Lectern-Edge"

    package let edge: Edge.ID
    package let method: String
    /// Path and query as sent.
    package let path: String
    /// The edge's idea of UTC, corrected by what the origin last told it; more than ten minutes off is refused.
    package let atMs: UTCTime

    package init(edge: Edge.ID, method: String, path: String, atMs: UTCTime) {
        self.edge = edge
        self.method = method
        self.path = path
        self.atMs = atMs
    }
}
