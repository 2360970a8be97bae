import Blobs
import CourseModel
import Foundation
import Hummingbird

/// The style sheet, scripts and pictures of the pages: read once, answered from memory by exact name.
package struct Assets: Sendable {
    /// A file as it is, or compressed: two representations, each with its own tag (RFC 9110 §8.8.3.3).
    private struct Form: Sendable {
        let bytes: ByteBuffer
        let representation: Representation
    }

    private struct Asset: Sendable {
        let plain: Form
        /// Nil for what does not become smaller.
        let compressed: Form?
    }

    /// hls.js is half a megabyte; nothing larger is needed to show a page.
    private static let sizeMax = 4 << 20
    private static let contentTypes = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon", "woff2": "font/woff2",
        "json": "application/json", "txt": "text/plain; charset=utf-8",
    ]

    /// What compression makes smaller.
    private static let texts: Set<String> = ["css", "js", "mjs", "svg", "json", "txt"]

    private let assets: [String: Asset]

    /// Reads our own assets, then every file of these folders (not of folders in them), then these files.
    ///
    /// - Parameter files: Paths by the name that they have on the web, e.g. `["hls.js": ".tools/hls.js"]`.
    /// - Throws: `FileError`, also for a folder or file that is not there.
    package init(folders: [String] = [], files: [String: String] = [:]) throws {
        var assets: [String: Asset] = [:]
        for folder in [WebResources.folder + "/assets"] + folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) where !name.hasPrefix(".") {
                assets[name] = try Self.asset(name, path: "\(folder)/\(name)")
            }
        }
        for (name, path) in files {
            assets[name] = try Self.asset(name, path: path)
        }
        self.assets = assets
    }

    func response(to request: Request, name: String) throws -> Response {
        guard let asset = self.assets[name] else { throw Problem.notFound }
        let isCompressed = asset.compressed != nil && Gzip.isAccepted(request.headers[.acceptEncoding])
        let form = isCompressed ? asset.compressed ?? asset.plain : asset.plain
        let answer = form.representation.answer(to: ContentRequest(request))
        var headers = answer.fields
        if asset.compressed != nil { headers[.vary] = "Accept-Encoding" }
        if isCompressed, !answer.pieces.isEmpty { headers[.contentEncoding] = "gzip" }
        if answer.pieces.isEmpty { return Response(status: answer.status, headers: headers) }
        var body = ByteBuffer()
        for piece in answer.pieces {
            switch piece {
            case .text(let text): body.writeBytes(text)
            case .content(let range):
                if var part = form.bytes.getSlice(at: Int(range.lowerBound), length: range.count) {
                    body.writeBuffer(&part)
                }
            }
        }
        return Response(status: answer.status, headers: headers, body: .init(byteBuffer: body))
    }

    private static func asset(_ name: String, path: String) throws -> Asset {
        guard let bytes = try DurableFile.read(path, sizeMax: Self.sizeMax) else {
            throw FileError("open", path, code: ENOENT)
        }
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        let digest = Digest(of: bytes).hexadecimal.prefix(32)
        func form(_ bytes: [UInt8], tag: String) -> Form {
            Form(
                bytes: ByteBuffer(bytes: bytes),
                representation: Representation(
                    sizeBytes: Int64(bytes.count),
                    entityTag: tag,
                    contentType: Self.contentTypes[ending] ?? "application/octet-stream",
                    cacheControl: "no-cache"
                )
            )
        }
        let isText = Self.texts.contains(ending)
        return Asset(
            plain: form(bytes, tag: "\"\(digest)\""),
            compressed: isText ? Gzip.compressed(bytes).map { form($0, tag: "\"\(digest)-gzip\"") } : nil
        )
    }
}
