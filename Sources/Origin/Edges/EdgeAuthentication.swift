package import CourseModel
package import HTTPServing
package import Hummingbird

/// Lets in the edges that are enrolled here: `Authorization: Lectern-Edge <signed EdgeRequest, base64url>`.
///
/// The signature is over method, path and time, so that a header seen on the line opens nothing else, and nothing after
/// ten minutes. What is posted carries a signature of its own.
package struct EdgeAuthentication: Sendable {
    package static let skewMaxMs: Int64 = 600_000

    private let province: ProvinceDatabase
    private let now: @Sendable () -> UTCTime

    package init(province: ProvinceDatabase, now: @escaping @Sendable () -> UTCTime) {
        self.province = province
        self.now = now
    }

    /// - Returns: the edge that signed the request.
    /// - Throws: `Problem` 401: `edge-refused`, or `clock-skew` with the time here.
    package func edge(of request: Request) throws -> EdgeRecord {
        guard let bytes = Self.credentials(of: request),
            let claim = try? SignedDocument<EdgeRequest>.unverifiedPayload(in: bytes),
            let edge = try self.province.edge(claim.edge),
            let signed = try? SignedDocument<EdgeRequest>(verifying: bytes, with: edge.key).payload,
            signed.edge == edge.edge, signed.method == request.method.rawValue, signed.path == request.uri.string
        else { throw Self.refusal }
        let now = self.now()
        let skew = signed.atMs.milliseconds.subtractingReportingOverflow(now.milliseconds)
        guard !skew.overflow, skew.partialValue.magnitude <= UInt64(Self.skewMaxMs) else {
            throw Problem(
                .unauthorized,
                "clock-skew",
                "this computer's clock is more than ten minutes off: the time here is in serverTimeMs",
                extra: ["serverTimeMs": now.milliseconds],
                headers: [.wwwAuthenticate: EdgeRequest.scheme]
            )
        }
        return edge
    }

    private static func credentials(of request: Request) -> [UInt8]? {
        let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == EdgeRequest.scheme.lowercased(),
            parts[1].utf8.count <= EdgeRequest.sizeMax * 2
        else { return nil }
        return Base64URL.bytes(of: parts[1])
    }

    /// One for all: whether an edge exists is nobody's business.
    private static let refusal = Problem(
        .unauthorized,
        "edge-refused",
        """
        this is no request of an edge that is enrolled here; if it worked before, ask the province whether its data was \
        restored from a backup, and enrol this computer again
        """,
        headers: [.wwwAuthenticate: EdgeRequest.scheme]
    )
}

/// Routes that only an edge reaches: a handler cannot be called without one.
package struct EdgeRoutes {
    package typealias Handler = @Sendable (Request, WebContext, EdgeRecord) async throws -> Response

    private let router: Router<WebContext>
    private let authentication: EdgeAuthentication

    package init(router: Router<WebContext>, authentication: EdgeAuthentication) {
        self.router = router
        self.authentication = authentication
    }

    package func get(_ path: RouterPath, use handler: @escaping Handler) {
        self.router.get(path) { [authentication] request, context in
            try await handler(request, context, try authentication.edge(of: request))
        }
    }

    package func post(_ path: RouterPath, use handler: @escaping Handler) {
        self.router.post(path) { [authentication] request, context in
            try await handler(request, context, try authentication.edge(of: request))
        }
    }
}
