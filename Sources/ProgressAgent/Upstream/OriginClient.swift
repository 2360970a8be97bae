package import CourseModel
import Synchronization
package import Transfer

/// Speaks to the origin, or to another edge in its place, as this edge: every request is signed, every answer that is a
/// document is verified with the origin's key.
package final class OriginClient: Sendable {
    /// What a conditional request for a document brought.
    package enum Answer<Payload: DocumentPayload>: Sendable {
        case unchanged
        case document(SignedDocument<Payload>, entityTag: String?)
    }

    package let identity: EdgeIdentity
    private let connection: TransferConnection
    /// Nil for the origin.
    private let neighbour: Neighbourhood.Neighbour?
    private let now: @Sendable () -> UTCTime
    /// What to add to this computer's clock so that a request's time is accepted.
    private let clockCorrectionMs = Mutex<Int64>(0)

    /// - Parameters:
    ///   - connection: carries small documents, beside the bulk connection.
    ///   - neighbour: the edge that is asked; nil for the origin.
    package init(
        identity: EdgeIdentity,
        connection: TransferConnection,
        neighbour: Neighbourhood.Neighbour? = nil,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.identity = identity
        self.connection = connection
        self.neighbour = neighbour
        self.now = now
    }

    /// Fetches a document if it is not the one with this entity tag.
    ///
    /// - Throws: `DocumentError` for one that is not signed by the origin, `OriginProblem`, `TransferError`.
    package func document<Payload: DocumentPayload>(
        _ type: Payload.Type,
        at path: String,
        unless entityTag: String?
    ) async throws -> Answer<Payload> {
        let response = try await self.send(
            .get,
            path,
            headers: entityTag.map { ["If-None-Match": $0] } ?? [:],
            sizeMax: Payload.sizeMax
        )
        switch response.status {
        case 304: return .unchanged
        case 200:
            let document = try SignedDocument<Payload>(verifying: response.body, with: self.identity.originKey)
            return .document(document, entityTag: response.header("ETag"))
        default: throw OriginProblem(response)
        }
    }

    /// Fetches a small blob whole.
    ///
    /// - Throws: `OriginClientError.wrongDigest` where the bytes are not the ones that were asked for.
    package func blob(_ digest: Digest, sizeMax: Int) async throws -> [UInt8] {
        let response = try await self.send(.get, "/v1/blobs/\(digest)", sizeMax: sizeMax)
        guard response.status == 200 else { throw OriginProblem(response) }
        guard Digest(of: response.body) == digest else { throw OriginClientError.wrongDigest(digest) }
        return response.body
    }

    /// Reports journal rows.
    ///
    /// - Returns: the origin's receipt, whatever its outcome.
    package func report(_ document: SignedDocument<Report>) async throws -> SignedDocument<Receipt> {
        let response = try await self.send(
            .post,
            "/v1/reports",
            headers: ["Content-Type": "application/octet-stream"],
            body: document.bytes,
            sizeMax: Receipt.sizeMax
        )
        guard response.status == 200 || response.status == 409,
            let receipt = try? SignedDocument<Receipt>(verifying: response.body, with: self.identity.originKey)
        else { throw OriginProblem(response) }
        return receipt
    }

    package func send(_ document: SignedDocument<Holdings>) async throws {
        let response = try await self.send(
            .post,
            "/v1/holdings",
            headers: ["Content-Type": "application/octet-stream"],
            body: document.bytes,
            sizeMax: 4_096
        )
        guard response.status == 204 else { throw OriginProblem(response) }
    }

    /// Hands over a sealed document: at an edge to be carried to the origin, at the origin itself as its carrier.
    package func relay<Payload: DocumentPayload>(
        _ sealed: [UInt8],
        as type: Payload.Type
    ) async throws -> TransferResponse {
        try await self.send(
            .post,
            "/v1/relay/\(Payload.documentType)",
            headers: ["Content-Type": "application/octet-stream"],
            body: sealed,
            sizeMax: Receipt.sizeMax
        )
    }

    /// What an edge says of the reports that it carries for this one.
    func relayState() async throws -> RelayState {
        let response = try await self.send(.get, "/v1/relay", sizeMax: Receipt.sizeMax * 2)
        guard response.status == 200 else { throw OriginProblem(response) }
        return try CanonicalJSON.decode(RelayState.self, from: response.body)
    }

    /// The request for a run of a blob's bytes, signed now, for a connection of the caller's.
    ///
    /// It asks proxies to leave the bytes as they are (RFC 9111 §5.2.1.6).
    package func request(
        forBytes range: Range<Int64>,
        of blob: Digest,
        totalTimeout: Duration? = nil
    ) throws -> TransferRequest {
        try self.request(
            .get,
            "/v1/blobs/\(blob)",
            headers: ["Cache-Control": "no-transform"],
            body: nil,
            range: range,
            totalTimeout: totalTimeout
        )
    }

    /// Learns from a refused request what time the origin has.
    ///
    /// - Returns: whether asking again makes sense.
    package func learnTime(from problem: OriginProblem) -> Bool {
        guard problem.status == 401, problem.type == "clock-skew", let server = problem.serverTimeMs else {
            return false
        }
        let correction = server - self.now().milliseconds
        return self.clockCorrectionMs.withLock { current in
            defer { current = correction }
            return abs(current - correction) > 60_000
        }
    }

    private func send(
        _ method: TransferRequest.Method,
        _ path: String,
        headers: [String: String] = [:],
        body: [UInt8]? = nil,
        sizeMax: Int
    ) async throws -> TransferResponse {
        for _ in 0..<2 {
            let request = try self.request(method, path, headers: headers, body: body, range: nil)
            let response = try await self.connection.data(for: request, sizeMax: max(sizeMax, 16 << 10))
            if let interception = Interception(response) { throw interception }
            guard response.status == 401,
                self.learnTime(from: OriginProblem(response))
            else { return response }
        }
        throw OriginClientError.clockNotAccepted
    }

    private func request(
        _ method: TransferRequest.Method,
        _ path: String,
        headers: [String: String],
        body: [UInt8]?,
        range: Range<Int64>?,
        totalTimeout: Duration? = nil
    ) throws -> TransferRequest {
        let signed = EdgeRequest(
            edge: self.identity.edge,
            method: method.rawValue,
            path: path,
            atMs: UTCTime(milliseconds: self.now().milliseconds + self.clockCorrectionMs.withLock { $0 }),
            to: self.neighbour?.edge
        )
        let document = try SignedDocument(signing: signed, with: self.identity.key)
        var headers = headers
        headers["Authorization"] = "\(EdgeRequest.scheme) \(Base64URL.text(of: document.bytes))"
        return TransferRequest(
            method: method,
            url: (self.neighbour?.url ?? self.identity.originURL) + path,
            headers: headers,
            body: body,
            range: range,
            totalTimeout: totalTimeout
        )
    }
}

/// Why the origin's answer is of no use.
package enum OriginClientError: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongDigest(Digest)
    case clockNotAccepted

    package var description: String {
        switch self {
        case .wrongDigest(let digest): "the bytes of \(digest) were altered on the way"
        case .clockNotAccepted: "the origin does not accept this computer's time: set its clock"
        }
    }
}
