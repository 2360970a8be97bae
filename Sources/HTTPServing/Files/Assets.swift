import Blobs
import CourseModel
import Foundation
import Hummingbird

/// The style sheet, scripts and pictures of the pages: read once, answered from memory by exact name.
package struct Assets: Sendable {
    private struct Asset: Sendable {
        let bytes: ByteBuffer
        let entityTag: String
        let contentType: String
    }

    /// hls.js is half a megabyte; nothing larger is needed to show a page.
    private static let sizeMax = 4 << 20
    private static let contentTypes = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon", "woff2": "font/woff2",
        "json": "application/json", "txt": "text/plain; charset=utf-8",
    ]

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
        var headers: HTTPFields = [.eTag: asset.entityTag, .cacheControl: "no-cache"]
        if EntityTags.noneMatchFails(request.headers[.ifNoneMatch], tag: asset.entityTag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = asset.contentType
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: asset.bytes))
    }

    private static func asset(_ name: String, path: String) throws -> Asset {
        guard let bytes = try DurableFile.read(path, sizeMax: Self.sizeMax) else {
            throw FileError("open", path, code: ENOENT)
        }
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        return Asset(
            bytes: ByteBuffer(bytes: bytes),
            entityTag: "\"\(Digest(of: bytes).hexadecimal.prefix(32))\"",
            contentType: Self.contentTypes[ending] ?? "application/octet-stream"
        )
    }
}
