import ISOMedia
import TestNumbers
import Testing

/// A track file made up byte by byte, with the boxes that ours have.
struct MadeUpTrack {
    struct Sample {
        var duration: UInt32
        var size: UInt32
        var shift: Int32 = 0
        var isSync = true
    }

    let isVideo: Bool
    let timescale: UInt32
    var segments: [[Sample]]
    var startTicks: Int64 = 0
    var language: UInt16 = 0x55c4

    /// The sizes of samples that are shown out of order, as x264 makes them: one IDR picture and three others a group.
    static func reordered(_ groups: Int) -> [[Sample]] {
        (0..<groups).map { group in
            [(UInt32(90), Int32(0)), (40, 512), (20, -512), (10, 0)].enumerated().map { index, sample in
                Sample(duration: 512, size: sample.0 + UInt32(group), shift: sample.1, isSync: index == 0)
            }
        }
    }

    static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        Self.number(UInt32(8 + payload.count)) + Array(type.utf8) + payload
    }

    static func number(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    var initBytes: [UInt8] {
        let parameters: [UInt8] = [1, 0x64, 0, 0x0c, 0xff, 0xe1, 0, 4, 0x67, 0x64, 0, 0x0c, 1, 0, 2, 0x68, 0xeb]
        let stream: [UInt8] = [3, 25, 0, 0, 0, 4, 17, 0x40, 0x15] + Self.zeros(11) + [5, 2, 0x11, 0x90, 6, 1, 2]
        let entry =
            self.isVideo
            ? Self.box("avc1", Self.zeros(78) + Self.box("avcC", parameters))
            : Self.box("mp4a", Self.zeros(28) + Self.box("esds", Self.zeros(4) + stream))
        let table = Self.box("stbl", Self.box("stsd", Self.zeros(4) + Self.number(UInt32(1)) + entry))
        let header = Self.box(self.isVideo ? "vmhd" : "smhd", Self.zeros(self.isVideo ? 12 : 8))
        let information = Self.box("minf", header + Self.box("dinf", [1, 2, 3]) + table)
        let handler = Self.box("hdlr", Self.zeros(8) + Array((self.isVideo ? "vide" : "soun").utf8) + Self.zeros(13))
        let times = Self.zeros(12) + Self.number(self.timescale) + Self.zeros(4)
        let media = Self.box("mdhd", times + Self.number(self.language) + Self.zeros(2)) + handler + information
        let track = Self.box("tkhd", Self.zeros(32) + (0..<52).map { UInt8($0) }) + Self.box("mdia", media)
        let movie = Self.box("mvhd", Self.zeros(100)) + Self.box("trak", track) + Self.box("mvex", [])
        return Self.box("ftyp", Array("iso6".utf8) + Self.zeros(4)) + Self.box("moov", movie)
    }

    /// `styp` and `moof` of each segment.
    var heads: [[UInt8]] {
        var start = self.startTicks
        return self.segments.map { samples in
            defer { start += samples.reduce(0) { $0 + Int64($1.duration) } }
            return Self.box("styp", Array("msdh".utf8) + Self.zeros(4)) + Self.fragment(samples, at: start)
        }
    }

    static func fragment(_ samples: [Sample], at start: Int64) -> [UInt8] {
        let entries = samples.flatMap { sample in
            Self.number(sample.duration) + Self.number(sample.size)
                + Self.number(UInt32(sample.isSync ? 0x200_0000 : 0x101_0000)) + Self.number(sample.shift)
        }
        let count = Self.number(UInt32(samples.count))
        let size = Self.number(UInt32(8 + 8 + 16 + 20 + 20 + entries.count + 8))
        let run = Self.box("trun", Self.number(UInt32(0x100_0f01)) + count + size + entries)
        let header = Self.box("tfhd", Self.number(UInt32(0x2_0000)) + Self.number(UInt32(1)))
        let time = Self.box("tfdt", Self.number(UInt32(1) << 24) + Self.number(start))
        return Self.box("moof", Self.box("traf", header + time + run))
    }

    /// The track as a progressive file wants it, and its bytes, in which the samples are random.
    func made(seed: UInt64 = 1) throws -> (track: ProgressiveTrack, bytes: [UInt8]) {
        var random = SeededNumbers(seed: seed)
        var bytes = self.initBytes
        var track = try ProgressiveTrack(try InitSegment(bytes))
        for (head, samples) in zip(self.heads, self.segments) {
            try Self.append(head, at: Int64(bytes.count), to: &track)
            let count = samples.reduce(0) { $0 + Int($1.size) }
            bytes += head + Self.number(UInt32(8 + count)) + Array("mdat".utf8)
            bytes += (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        return (track, bytes)
    }

    /// The track without bytes; its segments lie one after the other.
    func placed() throws -> ProgressiveTrack {
        var track = try ProgressiveTrack(try InitSegment(self.initBytes))
        var offset = Int64(self.initBytes.count)
        for (head, samples) in zip(self.heads, self.segments) {
            try Self.append(head, at: offset, to: &track)
            offset += Int64(head.count) + 8 + samples.reduce(0) { $0 + Int64($1.size) }
        }
        return track
    }

    private static func append(_ head: [UInt8], at offset: Int64, to track: inout ProgressiveTrack) throws {
        let box = try #require(Fragment.range(inSegment: head))
        let fragment = try #require(Fragment(Array(head[box])))
        try track.append(fragment, at: offset + Int64(box.lowerBound))
    }
}
