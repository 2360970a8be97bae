import Foundation
import Glibc
import Testing

/// A file that somebody made wrong on purpose, or that no camera makes.
struct HostileFile: Sendable, CustomTestStringConvertible {
    let name: String
    /// The reasons it may be refused with.
    let outcomes: Set<String>
    /// Writes it to a path that ends in its name.
    private let write: @Sendable (_ path: String) async throws -> Void

    var testDescription: String { self.name }

    static let all = Self.noFiles + Self.disguised + Self.absurd + Self.boxes + Self.elements

    init(_ name: String, _ outcomes: Set<String>, write: @escaping @Sendable (_ path: String) async throws -> Void) {
        self.name = name
        self.outcomes = outcomes
        self.write = write
    }

    init(_ name: String, _ outcomes: Set<String>, bytes: @escaping @Sendable () async throws -> [UInt8]) {
        self.init(name, outcomes) { path in
            try Data(try await bytes()).write(to: URL(filePath: path))
        }
    }

    /// Another odd input, made by ffmpeg, with some bytes changed.
    init(
        _ name: String,
        _ outcomes: Set<String>,
        of input: String,
        change: @escaping @Sendable (inout [UInt8]) throws -> Void
    ) {
        self.init(name, outcomes) {
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: try await OddInput.named(input).path)))
            try change(&bytes)
            return bytes
        }
    }

    func make(in folder: String) async throws -> String {
        let path = "\(folder)/\(self.name)"
        try await self.write(path)
        return path
    }
}

extension HostileFile {
    fileprivate static let noFiles = [
        Self("empty.mp4", ["empty"]) { [] },
        Self("one-byte.mp4", ["no-video-file"]) { [0] },
        Self("zeros.mp4", ["no-video-file"]) { [UInt8](repeating: 0, count: 100_000) },
        Self("brand-only.mp4", ["truncated"]) { [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 2, 0] },
        Self("absent.mp4", ["unreadable"]) { (_: String) in },
        Self("folder.mp4", ["unreadable"]) { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        },
        Self("pipe.mp4", ["unreadable"]) { path in try #require(mkfifo(path, 0o600) == 0) },
        Self("endless.mp4", ["unreadable"]) { path in
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
        },
        Self("circle.mp4", ["unreadable"]) { path in
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        },
        Self("sparse.mp4", ["no-video-file"]) { path in
            try Data().write(to: URL(filePath: path))
            try #require(truncate(path, 1 << 40) == 0)
        },
    ]

    /// Formats that make a reader open other files or addresses.
    fileprivate static let disguised = [
        Self.naming("playlist.mp4") { "#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\n\($0)\n#EXT-X-ENDLIST\n" },
        Self.naming("playlist.m3u8") { "#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\n\($0)\n#EXT-X-ENDLIST\n" },
        Self.naming("address.mp4") { _ in "#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\nhttp://127.0.0.1:9/a.ts\n" },
        Self.naming("list.mp4") { "ffconcat version 1.0\nfile '\($0)'\n" },
        Self.naming("list.ffconcat") { "ffconcat version 1.0\nfile '\($0)'\n" },
        Self.naming("session.sdp") { _ in
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
        },
        Self.naming("presentation.mpd") {
            """
            <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet \
            mimeType="video/mp4"><Representation id="1"><BaseURL>file://\($0)</BaseURL></Representation>\
            </AdaptationSet></Period></MPD>
            """
        },
        Self.naming("images.mp4") { "\($0)\n" },
        Self("page.mp4", ["no-video-file"]) { Array("<html><script src=http://127.0.0.1:9/></html>".utf8) },
    ]

    private static func naming(_ name: String, _ text: @escaping @Sendable (String) -> String) -> Self {
        Self(name, ["no-video-file"]) { Array(text(try await OddInput.named("transport").path).utf8) }
    }
}
