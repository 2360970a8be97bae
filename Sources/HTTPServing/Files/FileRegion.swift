package import Blobs
import Dispatch
package import Hummingbird

/// A run of bytes of a file as an HTTP resource of its own: whole or by a range, conditional, streamed in pieces.
package struct FileRegion: Sendable {
    /// Small enough that fifty players do not fill the memory, large enough that a piece costs one disk read.
    private static let pieceBytes: Int64 = 256 << 10

    private let prepare: (@Sendable (Range<Int64>) async throws -> Void)?
    private let read: @Sendable (Range<Int64>) throws -> [UInt8]
    private let region: Range<Int64>
    private let entityTag: String
    private let contentType: String
    private let cacheControl: String

    /// - Parameters:
    ///   - region: Which bytes of the file the resource is.
    ///   - entityTag: Strong, with its quotation marks: `"…"`.
    ///   - prepare: Called with the bytes that are read next; may wait until they are there.
    ///   - read: Reads bytes of the file, all of those asked for or throws; called on a thread that may block.
    package init(
        region: Range<Int64>,
        entityTag: String,
        contentType: String,
        cacheControl: String,
        prepare: (@Sendable (Range<Int64>) async throws -> Void)? = nil,
        read: @escaping @Sendable (Range<Int64>) throws -> [UInt8]
    ) {
        self.prepare = prepare
        self.read = read
        self.region = region
        self.entityTag = entityTag
        self.contentType = contentType
        self.cacheControl = cacheControl
    }

    /// A part of a blob's file.
    package init(
        file: BlobFile,
        region: Range<Int64>,
        entityTag: String,
        contentType: String,
        cacheControl: String
    ) {
        self.init(
            region: region,
            entityTag: entityTag,
            contentType: contentType,
            cacheControl: cacheControl,
            read: { try file.read($0) }
        )
    }

    /// 200, 206, 304 or 416 (RFC 9110 §13–§15); the first piece is read before the status is decided, so that a file
    /// that cannot be read is an error and not a broken answer.
    package func response(to request: Request) async throws -> Response {
        var headers: HTTPFields = [
            .eTag: self.entityTag, .cacheControl: self.cacheControl, .acceptRanges: "bytes",
        ]
        if EntityTags.noneMatchFails(request.headers[.ifNoneMatch], tag: self.entityTag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = self.contentType
        let size = self.region.upperBound - self.region.lowerBound
        let isRangeAllowed = EntityTags.rangeAllowed(request.headers[.ifRange], tag: self.entityTag)
        switch ByteRanges.wanted(by: isRangeAllowed ? request.headers[.range] : nil, of: size) {
        case .whole:
            return try await self.response(.ok, headers, 0..<size, to: request)
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
            return try await self.response(.partialContent, headers, part, to: request)
        case .unsatisfiable:
            return Response(
                status: .rangeNotSatisfiable,
                headers: [.contentRange: "bytes */\(size)", .acceptRanges: "bytes", .cacheControl: "no-store"]
            )
        }
    }

    private func response(
        _ status: HTTPResponse.Status,
        _ headers: HTTPFields,
        _ part: Range<Int64>,
        to request: Request
    ) async throws -> Response {
        let start = self.region.lowerBound + part.lowerBound
        let end = self.region.lowerBound + part.upperBound
        if request.method == .head {
            var headers = headers
            headers[.contentLength] = "\(end - start)"
            return Response(status: status, headers: headers)
        }
        let first = try await self.piece(start..<min(start + Self.pieceBytes, end))
        if Int64(first.readableBytes) == end - start {
            return Response(status: status, headers: headers, body: .init(byteBuffer: first))
        }
        let body = ResponseBody(contentLength: Int(end - start)) { writer in
            try await writer.write(first)
            var position = start + Int64(first.readableBytes)
            while position < end {
                let piece = try await self.piece(position..<min(position + Self.pieceBytes, end))
                try await writer.write(piece)
                position += Int64(piece.readableBytes)
            }
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: body)
    }

    /// Reads on a thread of its own: a slow disk must not stop the event loops.
    private func piece(_ range: Range<Int64>) async throws -> ByteBuffer {
        try await self.prepare?(range)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { ByteBuffer(bytes: try self.read(range)) })
            }
        }
    }
}
