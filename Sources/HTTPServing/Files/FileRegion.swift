package import Blobs
import Dispatch
package import Hummingbird

/// A run of bytes of a file as an answer of the router: whole or by ranges, conditional, streamed in pieces.
package struct FileRegion: Sendable {
    /// Small enough that fifty players do not fill the memory, large enough that a piece costs one disk read.
    private static let pieceBytes: Int64 = 256 << 10

    private let prepare: (@Sendable (Range<Int64>) async throws -> Void)?
    private let read: @Sendable (Range<Int64>) throws -> [UInt8]
    private let start: Int64
    private let representation: Representation

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
        self.start = region.lowerBound
        self.representation = Representation(
            sizeBytes: region.upperBound - region.lowerBound,
            entityTag: entityTag,
            contentType: contentType,
            cacheControl: cacheControl
        )
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

    /// 200, 206, 304, 412 or 416 (RFC 9110 §13–§15); the first piece is read before the status is decided, so that a
    /// file that cannot be read is an error and not a broken answer.
    package func response(to request: Request) async throws -> Response {
        let answer = self.representation.answer(to: ContentRequest(request))
        var headers = answer.fields
        if answer.pieces.isEmpty { return Response(status: answer.status, headers: headers) }
        if request.method == .head {
            headers[.contentLength] = "\(answer.contentLength)"
            return Response(status: answer.status, headers: headers)
        }
        let pieces = answer.pieces.flatMap { Self.divided($0) }
        guard let first = pieces.first else { return Response(status: answer.status, headers: headers) }
        let opening = try await self.bytes(of: first)
        if pieces.count == 1 {
            return Response(status: answer.status, headers: headers, body: .init(byteBuffer: opening))
        }
        let body = ResponseBody(contentLength: Int(answer.contentLength)) { writer in
            try await writer.write(opening)
            for piece in pieces.dropFirst() { try await writer.write(try await self.bytes(of: piece)) }
            try await writer.finish(nil)
        }
        return Response(status: answer.status, headers: headers, body: body)
    }

    private static func divided(_ piece: ContentPiece) -> [ContentPiece] {
        guard case .content(let range) = piece else { return [piece] }
        return stride(from: range.lowerBound, to: range.upperBound, by: Int64.Stride(Self.pieceBytes)).map {
            .content($0..<min($0 + Self.pieceBytes, range.upperBound))
        }
    }

    private func bytes(of piece: ContentPiece) async throws -> ByteBuffer {
        switch piece {
        case .text(let text): ByteBuffer(bytes: text)
        case .content(let range):
            try await self.bytes((self.start + range.lowerBound)..<(self.start + range.upperBound))
        }
    }

    /// Reads on a thread of its own: a slow disk must not stop the event loops.
    private func bytes(_ range: Range<Int64>) async throws -> ByteBuffer {
        try await self.prepare?(range)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { ByteBuffer(bytes: try self.read(range)) })
            }
        }
    }
}
