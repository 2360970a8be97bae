/// What an edge signs to be let in: one request, at one time. Sent base64url-coded as
/// `Authorization: Lectern-Edge <document>`.
package struct EdgeRequest: DocumentPayload {
    package static let documentType = "request"
    package static let sizeMax = 4 << 10
    /// The `Authorization` scheme.
    package static let scheme = "Lectern-Edge"
    /// How far its time may be from the clock of whoever is asked.
    package static let skewMaxMs: Int64 = 600_000

    package let edge: Edge.ID
    package let method: String
    /// Path and query as sent.
    package let path: String
    /// The edge's idea of UTC, corrected by what whoever is asked last told it; more than ten minutes off is refused.
    package let atMs: UTCTime
    /// The edge that is asked; nil for the origin. Who gets a request can do nothing with it elsewhere.
    package let to: Edge.ID?

    package init(edge: Edge.ID, method: String, path: String, atMs: UTCTime, to: Edge.ID? = nil) {
        self.edge = edge
        self.method = method
        self.path = path
        self.atMs = atMs
        self.to = to
    }
}
