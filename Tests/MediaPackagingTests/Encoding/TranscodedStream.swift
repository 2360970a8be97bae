import CourseModel
import Foundation
import ISOMedia
import Testing

@testable import MediaPackaging

/// A stream of a file, run through the transcoder, and what came out.
struct TranscodedStream {
    struct Sample {
        let bytes: [UInt8]
        let ticks: Int64
        let durationTicks: Int64
        let isSync: Bool
    }

    struct Output {
        let encoding: TrackEncoding
        let extradata: [UInt8]
        var samples: [Sample] = []

        var shownTicks: [Int64] { self.samples.map(\.ticks).sorted() }
    }

    private(set) var outputs: [Output]
    private(set) var pictureTimes: [MediaTime] = []
    let gaps: [Range<MediaTime>]

    /// - Parameters:
    ///   - stream: its number in the file.
    ///   - origin: nil for the time of the stream's earliest packet.
    init(
        _ path: String,
        stream: Int,
        origin: TimeOrigin? = nil,
        outputs encodings: [TrackEncoding],
        isTolerant: Bool = false
    ) throws {
        let source = try MediaSource(path: path)
        let input = source.streams[stream]
        source.use(only: [Int32(stream)])
        let start = try origin ?? ProbedTimes(path, stream: stream).origin
        let seen = SeenTimes()
        let transcoder = try StreamTranscoder(
            input,
            origin: start,
            outputs: encodings,
            isTolerant: isTolerant
        ) { picture throws(PackagingError) in seen.times.append(picture.time) }
        var outputs: [Output] = []
        for (index, encoding) in encodings.enumerated() {
            outputs.append(Output(encoding: encoding, extradata: try transcoder.parameters(of: index).extradata))
        }
        let keep = { (output: Int, sample: EncodedSample) throws(PackagingError) in
            outputs[output].samples.append(
                Sample(
                    bytes: Array(sample.packet.bytes),
                    ticks: sample.ticks,
                    durationTicks: sample.durationTicks,
                    isSync: sample.isSync
                )
            )
        }
        var packet = try Packet()
        while try source.read(into: packet) {
            // What was read while the file was opened is still to come, of other streams too.
            if packet.streamIndex == Int32(stream) { try transcoder.take(packet, keep) }
            packet = try Packet()
        }
        try transcoder.take(nil, keep)
        self.outputs = outputs
        self.pictureTimes = seen.times
        self.gaps = transcoder.gaps
    }

    private final class SeenTimes {
        var times: [MediaTime] = []
    }
}

extension TranscodedStream.Output {
    /// The pictures as ffmpeg decodes them, one byte of brightness a pixel, in the order in which they are shown.
    func decodedPictures(widthPixels: Int, heightPixels: Int) throws -> [[UInt8]] {
        let folder = try TemporaryFolder()
        let coded = self.samples.reduce(self.extradata) { $0 + $1.bytes }
        try Data(coded).write(to: URL(filePath: "\(folder.path)/coded.h264"))
        try Program.check(
            ["ffmpeg", "-v", "error", "-i", "\(folder.path)/coded.h264", "-fps_mode", "passthrough"]
                + ["-vf", "extractplanes=y", "-f", "rawvideo", "-pix_fmt", "gray", "\(folder.path)/pictures"]
        )
        return try RawPictures.read("\(folder.path)/pictures", sizeBytes: widthPixels * heightPixels)
    }

    /// The sound as ffmpeg decodes it, one channel; the first number is that of the first sample written.
    func decodedSound() throws -> [Int16] {
        guard case .audio(let encoding) = self.encoding else { return [] }
        let configuration = try #require(AACConfiguration(bytes: self.extradata))
        #expect(configuration.objectType == 2 && configuration.channels == encoding.channels)
        #expect(configuration.sampleRateHertz == encoding.sampleRateHertz)
        let folder = try TemporaryFolder()
        let rateIndex = try #require(
            [96_000, 88_200, 64_000, 48_000, 44_100, 32_000].firstIndex(of: encoding.sampleRateHertz)
        )
        var coded: [UInt8] = []
        for sample in self.samples {
            // An ADTS header (ISO/IEC 13818-7 §6.2) for AAC-LC.
            let length = sample.bytes.count + 7
            coded += [0xff, 0xf1, UInt8(0x40 | rateIndex << 2), UInt8(encoding.channels << 6 | length >> 11)]
            coded += [UInt8(length >> 3 & 0xff), UInt8((length & 7) << 5 | 0x1f), 0xfc]
            coded += sample.bytes
        }
        try Data(coded).write(to: URL(filePath: "\(folder.path)/coded.aac"))
        try Program.check(
            [
                "ffmpeg", "-v", "error", "-i", "\(folder.path)/coded.aac", "-f", "s16le", "-ac", "1",
                "\(folder.path)/sound",
            ]
        )
        return try RawSound.read("\(folder.path)/sound")
    }
}

enum RawPictures {
    static func read(_ path: String, sizeBytes: Int) throws -> [[UInt8]] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        #expect(bytes.count % sizeBytes == 0)
        return stride(from: 0, to: bytes.count, by: sizeBytes).map { Array(bytes[$0..<($0 + sizeBytes)]) }
    }

    /// The mean difference of two pictures' pixels.
    static func difference(_ one: [UInt8], _ other: [UInt8]) -> Int {
        zip(one, other).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } / max(1, one.count)
    }
}

enum RawSound {
    static func read(_ path: String) throws -> [Int16] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        return stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }

    /// The first sample that is louder than a thirtieth of the loudest possible.
    static func onset(_ samples: some Sequence<Int16>) -> Int? {
        samples.enumerated().first { $0.element.magnitude > 1000 }?.offset
    }
}
