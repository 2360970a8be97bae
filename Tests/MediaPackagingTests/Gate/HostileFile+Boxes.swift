import Foundation
import Testing

/// MP4 and WAV files whose numbers are absurd (ISO/IEC 14496-12).
extension HostileFile {
    static let absurd = [
        Self("years.mp4", ["too-long"], of: "no-sound") { bytes in
            try bytes.dropEditLists()
            try bytes.setSampleDuration(0x7fff_ffff)
        },
        Self(
            "a-thousand-million-pictures-a-second.mp4",
            ["not-monotonic"],
            of: "no-sound"
        ) { bytes in
            try bytes.dropEditLists()
            for table in bytes.ranges(of: "mdhd") { bytes.set(1_000_000_000, at: table.upperBound + 12) }
            try bytes.setSampleDuration(1)
        },
        Self("no-time-scale.mp4", ["damaged"], of: "b-pictures") { bytes in
            for table in bytes.ranges(of: "mdhd") { bytes.set(0, at: table.upperBound + 12) }
        },
        Self("no-time-passes.mp4", ["not-monotonic"], of: "no-sound") { bytes in
            try bytes.dropEditLists()
            try bytes.setSampleDuration(0)
        },
        Self("four-thousand-million-samples.mp4", ["damaged"], of: "no-sound") { bytes in
            for name in ["stsz", "stts"] {
                let table = try #require(bytes.ranges(of: name).first)
                bytes.set(0xffff_ffff, at: table.upperBound + (name == "stsz" ? 8 : 4))
            }
        },
        Self("four-thousand-million-small-samples.mp4", ["damaged"], of: "no-sound") { bytes in
            let table = try #require(bytes.ranges(of: "stsz").first)
            bytes.set(1, at: table.upperBound + 4)
            bytes.set(0xffff_ffff, at: table.upperBound + 8)
        },
        Self("four-thousand-million-samples-in-a-fragment.mp4", ["damaged"], of: "fragmented") { bytes in
            let run = try #require(bytes.ranges(of: "trun").first)
            // No numbers of each sample's own.
            bytes.set(1, at: run.upperBound)
            bytes.set(0xffff_ffff, at: run.upperBound + 4)
        },
        Self("a-sample-of-two-thousand-megabytes.mp4", ["damaged"], of: "fragmented") { bytes in
            let run = try #require(bytes.ranges(of: "trun").first).upperBound
            let flags = bytes.number32(at: run)
            try #require(flags & 0x200 != 0, "no sizes")
            let fields = [UInt32(0x1), 0x4, 0x100].filter { flags & $0 != 0 }.count
            bytes.set(0x7fff_ffff, at: run + 8 + 4 * fields)
        },
        Self("samples-outside.mp4", ["truncated", "damaged", "no-video-file"], of: "no-sound") { bytes in
            let table = try #require(bytes.ranges(of: "stco").first)
            for index in 0..<bytes.number32(at: table.upperBound + 4) {
                bytes.set(0x7fff_0000, at: table.upperBound + 8 + 4 * Int(index))
            }
        },
        Self("huge.mov", ["unsupported-codec", "too-large"], of: "huge") { _ in },
        Self("one-sample-a-second.wav", ["unsupported-codec"], of: "wav-alone") { bytes in
            bytes.replaceSubrange(24..<32, with: [1, 0, 0, 0, 4, 0, 0, 0])
        },
        Self("768-kilohertz.wav", ["unsupported-codec", "no-video-file", "damaged"], of: "wav-alone") { bytes in
            bytes.replaceSubrange(24..<28, with: [0, 0xb8, 0x0b, 0])
        },
        Self("64-channels.wav", ["unsupported-codec", "no-video-file", "damaged"], of: "wav-alone") { bytes in
            bytes.replaceSubrange(22..<24, with: [64, 0])
            bytes.replaceSubrange(32..<34, with: [128, 0])
        },
    ]

    static let boxes = [
        Self("ten-thousand-tracks.mp4", ["too-many-tracks"], of: "no-sound") { bytes in
            let track = try bytes.box("trak")
            try bytes.insert(
                Array(repeating: Array(bytes[track]), count: 10_000).flatMap(\.self),
                into: "moov",
                at: track.upperBound
            )
        },
        Self("encrypted.mp4", ["encrypted"]) { path in
            try Program.check(
                ["ffmpeg", "-v", "error", "-i", try await OddInput.named("b-pictures").path, "-c", "copy"]
                    + ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb"]
                    + ["-encryption_kid", "a7e61c373e219033c21091fa607bf3b8", path]
            )
        },
        Self("nested.mp4", ["no-video-file", "truncated"]) {
            var bytes: [UInt8] = []
            for _ in 0..<20_000 { bytes = [0, 0, 0, 0] + Array("moov".utf8) + bytes }
            for depth in 0..<20_000 { bytes.set(UInt32(8 * (20_000 - depth)), at: 8 * depth) }
            return [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 2, 0] + bytes
        },
        Self("a-million-boxes.mp4", ["truncated", "no-video-file"]) {
            let box: [UInt8] = [0, 0, 0, 8] + Array("free".utf8)
            return [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 2, 0]
                + Array(repeating: box, count: 1_000_000).flatMap(\.self)
        },
        Self("samples-of-another-file.mov", ["damaged", "truncated", "no-video-file", "no-usable-track"]) { path in
            let other = URL(filePath: try await OddInput.named("b-pictures").path)
            var bytes = [UInt8](try Data(contentsOf: other))
            // `url ` with flags 0 and a location: the samples are said to be in that file (§8.7.2).
            let location = Array("file://\(other.path)".utf8) + [0]
            for entry in bytes.ranges(of: "url ").map(\.lowerBound).reversed() {
                bytes.set(0, at: entry + 4)
                let grown = UInt32(location.count)
                for name in ["dref", "dinf", "minf", "mdia", "trak", "moov"] {
                    let size = try #require(bytes.ranges(of: name).last { $0.lowerBound < entry }).lowerBound - 4
                    bytes.set(bytes.number32(at: size) + grown, at: size)
                }
                bytes.set(bytes.number32(at: entry - 4) + grown, at: entry - 4)
                bytes.insert(contentsOf: location, at: entry + 8)
            }
            let data = try #require(bytes.ranges(of: "mdat").first)
            let size = Int(bytes.number32(at: data.lowerBound - 4))
            for index in data.upperBound..<(data.lowerBound - 4 + size) { bytes[index] = 0 }
            try Data(bytes).write(to: URL(filePath: path))
        },
    ]
}

extension [UInt8] {
    /// All samples of the first track last so long (`stts`, §8.6.1.2).
    fileprivate mutating func setSampleDuration(_ ticks: UInt32) throws {
        let table = try #require(self.ranges(of: "stts").first)
        for index in 0..<Int(self.number32(at: table.upperBound + 4)) {
            self.set(ticks, at: table.upperBound + 12 + 8 * index)
        }
    }

    /// Every sample counts then.
    fileprivate mutating func dropEditLists() throws {
        let lists = self.ranges(of: "edts")
        try #require(!lists.isEmpty)
        for list in lists { self.replaceSubrange(list, with: Array("free".utf8)) }
    }

    /// The first box of this type, with its header.
    fileprivate func box(_ type: String) throws -> Range<Int> {
        let start = try #require(self.ranges(of: type).first).lowerBound - 4
        return start..<(start + Int(self.number32(at: start)))
    }

    fileprivate mutating func insert(_ more: [UInt8], into type: String, at offset: Int) throws {
        let size = try self.box(type).lowerBound
        self.set(self.number32(at: size) + UInt32(more.count), at: size)
        self.insert(contentsOf: more, at: offset)
    }
}
