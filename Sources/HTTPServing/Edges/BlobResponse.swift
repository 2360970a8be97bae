package import Blobs
package import CourseModel
package import Hummingbird

/// A blob as an HTTP answer: whole, by a range, or compressed where it is small. It never changes.
package enum BlobResponse {
    package static let contentType = "application/octet-stream"
    package static let unchanging = "private, max-age=31536000, immutable"

    /// Manifests and programmes are asked for whole, track files by ranges.
    ///
    /// - Parameter file: whole.
    package static func of(
        _ digest: Digest,
        _ file: BlobFile,
        to request: Request,
        compressed: CompressedDocuments
    ) async throws -> Response {
        let size = file.sizeBytes.bytes
        if size <= Gzip.sizeMax,
            let response = try DocumentResponse.compressed(
                digest,
                cacheControl: Self.unchanging,
                to: request,
                {
                    try compressed.form(of: digest) { try file.read(0..<size) }
                }
            )
        {
            return response
        }
        return try await FileRegion(
            file: file,
            region: 0..<size,
            entityTag: "\"\(digest)\"",
            contentType: Self.contentType,
            cacheControl: Self.unchanging
        ).response(to: request)
    }
}
