/// What a new edge sends to become a school's.
package struct EnrolmentRequest: Hashable, Sendable, Codable {
    /// The one-time code that `lectern-origin edge invite` printed.
    package let code: String
    /// The edge's own key; its private half never leaves the edge.
    package let edgeKey: VerifyingKey

    package init(code: String, edgeKey: VerifyingKey) {
        self.code = code
        self.edgeKey = edgeKey
    }
}
