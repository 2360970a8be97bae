import CourseModel
import HTTPServing
import Hummingbird

/// A playlist or DASH manifest, as it is and compressed, each with its own tag (RFC 9110 §8.8.3.3).
final class LabDocument: Sendable {
    struct Key: Hashable, Sendable {
        let release: Digest
        let resource: ReleaseResource
        let renditions: [Rendition.ID]
    }

    private struct Form: Sendable {
        let bytes: [UInt8]
        let representation: Representation
        let fields: HTTPFields
    }

    private let plain: Form
    private let compressed: Form?

    init(_ text: String, contentType: String) {
        let bytes = Array(text.utf8)
        let digest = Digest(of: bytes)
        func form(_ bytes: [UInt8], tag: String, _ fields: HTTPFields) -> Form {
            let representation = Representation(
                sizeBytes: Int64(bytes.count),
                entityTag: tag,
                contentType: contentType,
                cacheControl: LabCaching.playlist
            )
            return Form(bytes: bytes, representation: representation, fields: fields)
        }
        self.plain = form(bytes, tag: "\"\(digest)\"", [.vary: "Accept-Encoding"])
        self.compressed = Gzip.compressed(bytes).map {
            form($0, tag: "\"\(digest)-gzip\"", [.vary: "Accept-Encoding", .contentEncoding: "gzip"])
        }
    }

    func answer(to request: DirectRequest) -> DirectAnswer {
        let form = request.acceptsGzip ? self.compressed ?? self.plain : self.plain
        return DirectAnswer(
            form.representation.answer(to: request.content),
            isHead: request.content.isHead,
            fields: form.fields
        ) { range in
            [
                .bytes(
                    range.count == form.bytes.count
                        ? form.bytes : Array(form.bytes[Int(range.lowerBound)..<Int(range.upperBound)])
                )
            ]
        }
    }
}
