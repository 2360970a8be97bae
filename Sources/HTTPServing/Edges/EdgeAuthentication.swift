package import CourseModel
package import Hummingbird

/// An edge that may ask here, and the key that it signs with.
package protocol KnownEdge: Sendable {
    var edge: Edge.ID { get }
    var key: VerifyingKey { get }
}

/// Lets in the edges that are known here: `Authorization: Lectern-Edge <signed EdgeRequest, base64url>`.
///
/// The signature is over method, path, time and whom it is for, so that a header seen on the line opens nothing else,
/// nothing elsewhere, and nothing after ten minutes. What is posted carries a signature of its own.
package struct EdgeAuthentication<Asker: KnownEdge>: Sendable {
    private let here: Edge.ID?
    private let asker: @Sendable (Edge.ID) throws -> Asker?
    private let now: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - here: whom requests are for: this edge; nil for the origin.
    ///   - asker: who may ask; nil for who may not.
    package init(
        here: Edge.ID? = nil,
        asker: @escaping @Sendable (Edge.ID) throws -> Asker?,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.here = here
        self.asker = asker
        self.now = now
    }

    /// - Returns: the edge that signed the request.
    /// - Throws: `Problem` 401: `edge-refused`, or `clock-skew` with the time here.
    package func asker(of request: Request) throws -> Asker {
        guard let bytes = EdgeCredentials.bytes(of: request),
            let claim = try? SignedDocument<EdgeRequest>.unverifiedPayload(in: bytes),
            let asker = try self.asker(claim.edge),
            let signed = try? SignedDocument<EdgeRequest>(verifying: bytes, with: asker.key).payload,
            signed.edge == asker.edge, signed.to == self.here, signed.method == request.method.rawValue,
            signed.path == request.uri.string
        else { throw EdgeCredentials.refusal }
        let now = self.now()
        let skew = signed.atMs.milliseconds.subtractingReportingOverflow(now.milliseconds)
        guard !skew.overflow, skew.partialValue.magnitude <= UInt64(EdgeRequest.skewMaxMs) else {
            throw Problem(
                .unauthorized,
                "clock-skew",
                "this computer's clock is more than ten minutes off: the time here is in serverTimeMs",
                extra: ["serverTimeMs": now.milliseconds],
                headers: [.wwwAuthenticate: EdgeRequest.scheme]
            )
        }
        return asker
    }
}

private enum EdgeCredentials {
    static func bytes(of request: Request) -> [UInt8]? {
        let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == EdgeRequest.scheme.lowercased(),
            parts[1].utf8.count <= EdgeRequest.sizeMax * 2
        else { return nil }
        return Base64URL.bytes(of: parts[1])
    }

    /// One for all: whether an edge exists is nobody's business.
    static let refusal = Problem(
        .unauthorized,
        "edge-refused",
        """
        this is no request of an edge that is known here; if it worked before, ask the province whether its data was \
        restored from a backup, and enrol this computer again
        """,
        headers: [.wwwAuthenticate: EdgeRequest.scheme]
    )
}

/// Routes that only an edge reaches: a handler cannot be called without one.
package struct EdgeRoutes<Asker: KnownEdge> {
    package typealias Handler = @Sendable (Request, WebContext, Asker) async throws -> Response

    private let router: Router<WebContext>
    private let authentication: EdgeAuthentication<Asker>

    package init(router: Router<WebContext>, authentication: EdgeAuthentication<Asker>) {
        self.router = router
        self.authentication = authentication
    }

    package func get(_ path: RouterPath, use handler: @escaping Handler) {
        self.router.get(path) { [authentication] request, context in
            try await handler(request, context, try authentication.asker(of: request))
        }
    }

    package func post(_ path: RouterPath, use handler: @escaping Handler) {
        self.router.post(path) { [authentication] request, context in
            try await handler(request, context, try authentication.asker(of: request))
        }
    }
}
