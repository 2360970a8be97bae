package import Hummingbird

/// The fields of a request that choose what is sent of a representation (RFC 9110 §13.1, §14.2).
package struct ContentRequest: Hashable, Sendable {
    package var isHead = false
    package var ifMatch: String?
    package var ifNoneMatch: String?
    package var ifRange: String?
    package var range: String?

    package init() {}

    package init(_ request: Request) {
        self.isHead = request.method == .head
        self.ifMatch = request.headers[.ifMatch]
        self.ifNoneMatch = request.headers[.ifNoneMatch]
        self.ifRange = request.headers[.ifRange]
        self.range = request.headers[.range]
    }

    /// Whether nothing is asked but the whole.
    package var isPlain: Bool {
        self.ifMatch == nil && self.ifNoneMatch == nil && self.range == nil
    }
}

/// Bytes that can be asked for by name: how many, of what type, under which strong tag, and how long they may be kept.
///
/// Says what a request gets of them; where the bytes come from is whoever sends them to know.
package struct Representation: Hashable, Sendable {
    package let sizeBytes: Int64
    /// Strong, with its quotation marks: `"…"`.
    package let entityTag: String
    package let contentType: String
    package let cacheControl: String

    package init(sizeBytes: Int64, entityTag: String, contentType: String, cacheControl: String) {
        self.sizeBytes = sizeBytes
        self.entityTag = entityTag
        self.contentType = contentType
        self.cacheControl = cacheControl
    }

    /// What a request gets, in the order of RFC 9110 §13.2.2. There are no modification times, so nothing depends on a
    /// date; `Range` means something with GET only (§14.2).
    package func selection(for request: ContentRequest) -> ByteSelection {
        if EntityTags.matchFails(request.ifMatch, tag: self.entityTag) { return .preconditionFailed }
        if EntityTags.noneMatchFails(request.ifNoneMatch, tag: self.entityTag) { return .notModified }
        guard !request.isHead, EntityTags.rangeAllowed(request.ifRange, tag: self.entityTag) else { return .whole }
        return switch ByteRanges.wanted(by: request.range, of: self.sizeBytes) {
        case .whole: .whole
        case .part(let part): .part(part)
        case .parts(let parts): .parts(parts)
        case .unsatisfiable: .unsatisfiable
        }
    }

    /// The answer to a request: its head, and what comes after it.
    package func answer(to request: ContentRequest) -> ContentAnswer {
        self.answer(self.selection(for: request))
    }

    package func answer(_ selection: ByteSelection) -> ContentAnswer {
        var fields: HTTPFields = [
            .eTag: self.entityTag, .cacheControl: self.cacheControl, .acceptRanges: "bytes",
        ]
        switch selection {
        case .notModified:
            return ContentAnswer(status: .notModified, fields: fields, pieces: [])
        case .preconditionFailed:
            return ContentAnswer(status: .preconditionFailed, fields: [.cacheControl: "no-store"], pieces: [])
        case .unsatisfiable:
            fields[.eTag] = nil
            fields[.cacheControl] = "no-store"
            fields[.contentRange] = "bytes */\(self.sizeBytes)"
            return ContentAnswer(status: .rangeNotSatisfiable, fields: fields, pieces: [])
        case .whole:
            fields[.contentType] = self.contentType
            return ContentAnswer(status: .ok, fields: fields, pieces: [.content(0..<self.sizeBytes)])
        case .part(let part):
            fields[.contentType] = self.contentType
            fields[.contentRange] = self.contentRange(part)
            return ContentAnswer(status: .partialContent, fields: fields, pieces: [.content(part)])
        case .parts(let parts):
            let boundary = self.boundary
            fields[.contentType] = "multipart/byteranges; boundary=\(boundary)"
            let pieces = parts.flatMap { part -> [ContentPiece] in
                let head =
                    "\r\n--\(boundary)\r\nContent-Type: \(self.contentType)\r\n"
                    + "Content-Range: \(self.contentRange(part))\r\n\r\n"
                return [.text(Array(head.utf8)), .content(part)]
            }
            return ContentAnswer(
                status: .partialContent,
                fields: fields,
                pieces: pieces + [.text(Array("\r\n--\(boundary)--\r\n".utf8))]
            )
        }
    }

    private func contentRange(_ part: Range<Int64>) -> String {
        "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(self.sizeBytes)"
    }

    /// A text of the tag's, which no bytes have by chance (RFC 2046 §5.1.1): the same each time.
    private var boundary: String {
        let word = self.entityTag.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return "lectern-\(word.suffix(40))"
    }
}

/// What of a representation a request gets.
package enum ByteSelection: Hashable, Sendable {
    case whole
    case part(Range<Int64>)
    /// `multipart/byteranges` (RFC 9110 §14.6).
    case parts([Range<Int64>])
    /// 304
    case notModified
    /// 412
    case preconditionFailed
    /// 416
    case unsatisfiable

    /// The bytes that are sent, of a representation of so many.
    package func ranges(of size: Int64) -> [Range<Int64>] {
        switch self {
        case .whole: size > 0 ? [0..<size] : []
        case .part(let part): [part]
        case .parts(let parts): parts
        case .notModified, .preconditionFailed, .unsatisfiable: []
        }
    }
}

/// An answer of which everything is decided but where the content's bytes are read.
package struct ContentAnswer: Hashable, Sendable {
    package let status: HTTPResponse.Status
    package let fields: HTTPFields
    package let pieces: [ContentPiece]

    /// Of the body of GET.
    package var contentLength: Int64 {
        self.pieces.reduce(0) { sum, piece in
            switch piece {
            case .text(let text): sum + Int64(text.count)
            case .content(let range): sum + range.upperBound - range.lowerBound
            }
        }
    }
}

package enum ContentPiece: Hashable, Sendable {
    /// Lines between parts.
    case text([UInt8])
    /// Bytes of the representation.
    case content(Range<Int64>)
}
