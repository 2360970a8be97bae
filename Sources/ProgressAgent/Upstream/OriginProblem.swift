import CourseModel
package import Transfer

/// What the origin answered instead of what was asked for (RFC 9457, where it says so).
package struct OriginProblem: Error, Hashable, Sendable, CustomStringConvertible {
    private struct Body: Decodable {
        let type: String?
        let title: String?
        let detail: String?
        let serverTimeMs: Int64?
    }

    package let status: Int
    /// The last part of the problem's type, e.g. `clock-skew`.
    package let type: String?
    package let detail: String?
    package let serverTimeMs: Int64?
    /// How long the origin wants to be left alone; nil where it does not say.
    package let retryAfter: Duration?

    package init(_ response: TransferResponse) {
        self.init(status: response.status, body: response.body, retryAfter: response.retryAfter)
    }

    package init(status: Int, body: [UInt8], retryAfter: Duration? = nil) {
        let read = try? CanonicalJSON.decode(Body.self, from: body)
        self.status = status
        self.type = read?.type.flatMap { $0.split { "/:".contains($0) }.last.map(String.init) }
        self.retryAfter = retryAfter
        self.detail = read?.detail ?? read?.title
        self.serverTimeMs = read?.serverTimeMs
    }

    package var description: String {
        "HTTP \(self.status)\(self.detail.map { ", \($0.prefix(300))" } ?? "")"
    }
}
