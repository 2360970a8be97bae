import CourseModel
import HTTPServing
import Hummingbird

/// A signed document as an HTTP answer, byte for byte; its entity tag is its digest.
enum DocumentResponse {
    /// Lines of JSON, but not one JSON value.
    private static let contentType = "application/octet-stream"

    static func of(_ document: SignedDocument<some DocumentPayload>, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: Self.contentType, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: document.bytes))
        )
    }

    /// The document, or 304 where the request has it already (RFC 9110 §13.1.2).
    static func of(
        _ document: SignedDocument<some DocumentPayload>,
        unlessHeldBy request: Request
    ) async throws -> Response {
        let bytes = document.bytes
        return try await FileRegion(
            region: 0..<Int64(bytes.count),
            entityTag: "\"\(document.digest)\"",
            contentType: Self.contentType,
            cacheControl: "private, no-cache",
            read: { range in Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]) }
        ).response(to: request)
    }
}
