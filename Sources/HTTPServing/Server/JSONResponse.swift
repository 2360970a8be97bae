import CourseModel
package import Hummingbird

/// Answers of the programs' own APIs.
package enum JSONResponse {
    /// `application/json` in canonical form (keys sorted), never stored by a cache.
    package static func of(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        if headers[.cacheControl] == nil {
            headers[.cacheControl] = "no-store"
        }
        let bytes = try CanonicalJSON.encode(value)
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
