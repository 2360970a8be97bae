import Foundation

/// Matroska files that no muxer makes (RFC 8794, RFC 9559).
extension HostileFile {
    static let elements = [
        Self("bomb.mkv", ["no-video-file", "damaged", "truncated", "unsupported-codec", "not-monotonic"]) { path in
            let packed = "\(path).zlib"
            // 64 MB of zeros in 64 kB, as every sample's content.
            let program = "import zlib,sys; open(sys.argv[1],'wb').write(zlib.compress(bytes(64 << 20), 9))"
            try Program.check(["python3", "-c", program, packed])
            let sample = [UInt8](try Data(contentsOf: URL(filePath: packed)))
            try FileManager.default.removeItem(atPath: packed)
            try Data(Self.matroska(sample, count: 200)).write(to: URL(filePath: path))
        },
        Self("a-thousand-tracks.mkv", ["too-many-tracks"]) { Self.matroska(tracks: 1000) },
        Self("twenty-thousand-tracks.mkv", ["damaged"]) { Self.matroska(tracks: 20_000) },
        Self("nested.mkv", ["no-video-file", "damaged", "truncated"]) {
            var element: [UInt8] = []
            // SimpleTag may hold SimpleTags.
            for _ in 0..<2000 { element = Self.element([0x67, 0xc8], element) }
            let tags = Self.element([0x12, 0x54, 0xc3, 0x67], Self.element([0x73, 0x73], element))
            return Self.header + Self.element([0x18, 0x53, 0x80, 0x67], tags)
        },
        Self("long-header.mkv", ["no-video-file", "truncated"]) {
            [0x1a, 0x45, 0xdf, 0xa3, 0x01, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
                + [UInt8](repeating: 0, count: 4096)
        },
    ]

    private static let header = Self.element(
        [0x1a, 0x45, 0xdf, 0xa3],
        Self.element([0x42, 0x82], Array("matroska".utf8))
    )

    private static func element(_ id: [UInt8], _ content: [UInt8]) -> [UInt8] {
        var size: [UInt8] = [0x08]
        for shift in stride(from: 24, through: 0, by: -8) {
            size.append(UInt8(truncatingIfNeeded: content.count >> shift))
        }
        return id + size + content
    }

    /// A video track (RFC 9559 §5.1.4.1).
    private static func entry(_ number: Int, _ encodings: [UInt8]) -> [UInt8] {
        let name = [UInt8(number >> 16), UInt8(number >> 8 & 0xff), UInt8(number & 0xff)]
        let size = Self.element([0xb0], [0x01, 0x40]) + Self.element([0xba], [0xf0])
        return Self.element(
            [0xae],
            Self.element([0xd7], name) + Self.element([0x73, 0xc5], name) + Self.element([0x83], [1])
                + Self.element([0x86], Array("V_VP8".utf8)) + Self.element([0xe0], size) + encodings
        )
    }

    /// So many video tracks without a picture.
    private static func matroska(tracks count: Int) -> [UInt8] {
        let tracks = Self.element([0x16, 0x54, 0xae, 0x6b], (1...count).flatMap { Self.entry($0, []) })
        let cluster = Self.element([0x1f, 0x43, 0xb6, 0x75], Self.element([0xe7], [0]))
        return Self.header + Self.element([0x18, 0x53, 0x80, 0x67], tracks + cluster)
    }

    /// A video track whose samples are compressed with zlib (RFC 9559 §5.1.4.1.31).
    private static func matroska(_ sample: [UInt8], count: Int) -> [UInt8] {
        let compression = Self.element([0x50, 0x34], Self.element([0x42, 0x54], [0]))
        let encodings = Self.element([0x6d, 0x80], Self.element([0x62, 0x40], compression))
        let tracks = Self.element([0x16, 0x54, 0xae, 0x6b], Self.entry(1, encodings))
        var blocks = Self.element([0xe7], [0])
        for index in 0..<count {
            let time = [UInt8(index * 40 >> 8 & 0xff), UInt8(index * 40 & 0xff)]
            blocks += Self.element([0xa3], [0x81] + time + [0x80] + sample)
        }
        let cluster = Self.element([0x1f, 0x43, 0xb6, 0x75], blocks)
        return Self.header + Self.element([0x18, 0x53, 0x80, 0x67], tracks + cluster)
    }
}
