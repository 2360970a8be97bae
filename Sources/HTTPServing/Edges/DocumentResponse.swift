package import CourseModel
package import Hummingbird

/// A signed document as an HTTP answer, byte for byte; its entity tag is its digest.
package enum DocumentResponse {
    /// Lines of JSON, but not one JSON value.
    private static let contentType = "application/octet-stream"
    private static let revalidated = "private, no-cache"

    package static func of(
        _ document: SignedDocument<some DocumentPayload>,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: Self.contentType, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: document.bytes))
        )
    }

    /// The document, or 304 where the request has it already (RFC 9110 §13.1.2); compressed where the request takes that.
    package static func of(
        _ document: SignedDocument<some DocumentPayload>,
        unlessHeldBy request: Request,
        compressed: CompressedDocuments? = nil
    ) async throws -> Response {
        let bytes = document.bytes
        if let response = Self.compressed(
            document.digest,
            cacheControl: Self.revalidated,
            to: request,
            {
                compressed?.form(of: document.digest) { bytes } ?? Gzip.compressed(bytes)
            }
        ) {
            return response
        }
        return try await FileRegion(
            region: 0..<Int64(bytes.count),
            entityTag: "\"\(document.digest)\"",
            contentType: Self.contentType,
            cacheControl: Self.revalidated,
            read: { range in Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]) }
        ).response(to: request)
    }

    /// An answer with gzip's form of some bytes, or 304. The form has an entity tag of its own (RFC 9110 §8.8.3.3).
    ///
    /// - Parameter form: nil where the bytes do not become smaller.
    /// - Returns: nil where the request wants the bytes themselves, or a part of them, or there is no such form.
    static func compressed(
        _ digest: Digest,
        cacheControl: String,
        to request: Request,
        _ form: () throws -> [UInt8]?
    ) rethrows -> Response? {
        guard request.headers[.range] == nil, Gzip.isAccepted(request.headers[.acceptEncoding]) else { return nil }
        let tag = "\"\(digest)-gzip\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: cacheControl, .vary: "Accept-Encoding"]
        if EntityTags.noneMatchFails(request.headers[.ifNoneMatch], tag: tag) {
            return Response(status: .notModified, headers: headers)
        }
        guard let form = try form() else { return nil }
        headers[.contentType] = Self.contentType
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: form)))
    }
}
