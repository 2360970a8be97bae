import CourseModel
import Foundation
import Testing

@testable import MediaPackaging

@Suite struct EncodingPicturesTests {
    /// The first picture of a file as ffmpeg shows it: turned, and scaled to a size.
    private static func reference(_ path: String, _ width: Int, _ height: Int, filters: String = "") throws -> [UInt8] {
        let folder = try TemporaryFolder()
        try Program.check(
            ["ffmpeg", "-v", "error", "-i", path, "-frames:v", "1"]
                + ["-vf", "\(filters)scale=\(width):\(height):out_range=limited,format=yuv420p,extractplanes=y"]
                + ["-f", "rawvideo", "-pix_fmt", "gray", "\(folder.path)/picture"]
        )
        return try RawPictures.read("\(folder.path)/picture", sizeBytes: width * height)[0]
    }

    private static func first(
        _ path: String,
        _ width: Int,
        _ height: Int,
        isDeinterlaced: Bool = true
    ) throws -> [UInt8] {
        let encoding = EncodingTimesTests.encoding(width, height, isDeinterlaced: isDeinterlaced)
        let stream = try TranscodedStream(path, stream: 0, outputs: [.video(encoding)])
        return try stream.outputs[0].decodedPictures(widthPixels: width, heightPixels: height)[0]
    }

    @Test(
        "Turned and mirrored pictures are stored upright",
        arguments: ["rotate=90", "rotate=180", "rotate=270"]
    )
    func turned(rotation: String) throws {
        let source = try MadeMedia.path(MadeMedia.picture + MadeMedia.x264)
        let path = try MadeMedia.path(["-i", source, "-c", "copy", "-metadata:s:v:0", rotation])
        let size = rotation == "rotate=180" ? (320, 180) : (180, 320)
        let difference = RawPictures.difference(
            try Self.first(path, size.0, size.1),
            try Self.reference(path, size.0, size.1)
        )
        #expect(difference <= 3, "\(rotation)")
    }

    @Test(
        "Odd sizes, 10 bits, full colour and full range become plain pictures that look the same",
        arguments: [
            ["-vf", "scale=321:181", "-pix_fmt", "yuv444p"], ["-pix_fmt", "yuv420p10le"], ["-pix_fmt", "yuv422p"],
            ["-vf", "scale=out_range=full", "-pix_fmt", "yuvj420p"], ["-vf", "scale=240:180,setsar=4/3"],
        ]
    )
    func otherFormats(options: [String]) throws {
        let path = try MadeMedia.path(MadeMedia.picture + MadeMedia.x264 + options)
        let isOdd = options.contains("scale=321:181")
        let reference = try Self.reference(path, 320, 180, filters: isOdd ? "crop=320:180:0:0:exact=1," : "")
        #expect(RawPictures.difference(try Self.first(path, 320, 180), reference) <= 2, "\(options)")
    }

    @Test("Interlaced pictures lose their combs, and progressive ones nothing")
    func interlaced() throws {
        let moving = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=50:duration=2", "-vf"]
        let path = try MadeMedia.path(
            moving + ["scroll=horizontal=0.02,tinterlace=interleave_top"] + MadeMedia.x264 + ["-flags", "+ildct+ilme"]
        )
        let kept = Self.combs(try Self.first(path, 320, 180, isDeinterlaced: false))
        let removed = Self.combs(try Self.first(path, 320, 180))
        #expect(removed * 2 < kept, "\(removed) of \(kept)")
        let times = try TranscodedStream(path, stream: 0, outputs: [.video(EncodingTimesTests.encoding())])
        #expect(try times.outputs[0].shownTicks == ProbedTimes(path, stream: 0).lessonTicks(90_000))
    }

    /// How much rows differ from those beside them but not from the next but one.
    private static func combs(_ picture: [UInt8]) -> Int {
        var sum = 0
        for row in 1..<178 {
            for column in 0..<320 {
                let (above, here, below) = (row - 1, row, row + 1)
                let pixels = [above, here, below].map { Int(picture[$0 * 320 + column]) }
                let comb = abs(2 * pixels[1] - pixels[0] - pixels[2]) - 3 * abs(pixels[0] - pixels[2])
                sum += max(0, comb)
            }
        }
        return sum
    }

    @Test("Pictures of another shape in the middle get black bars, and the size stays")
    func sizeChange() throws {
        // A decoder drops what it has not shown yet when the size changes (ITU-T H.264 §7.4.3.3).
        let inOrder = MadeMedia.x264 + ["-tune", "zerolatency"]
        let wide = try MadeMedia.path(MadeMedia.picture + inOrder, "ts")
        let square = try MadeMedia.path(
            ["-f", "lavfi", "-i", "color=white:size=128x128:rate=25:duration=2"] + inOrder
                + ["-output_ts_offset", "4"],
            "ts"
        )
        let path = try MadeMedia.joined([wide, square])
        let output = try TranscodedStream(path, stream: 0, outputs: [.video(EncodingTimesTests.encoding())]).outputs[0]
        #expect(output.shownTicks == (0..<150).map { $0 * 3600 })
        let pictures = try output.decodedPictures(widthPixels: 320, heightPixels: 180)
        #expect(pictures.count == 150)
        let last = try #require(pictures.last)
        #expect(last[90 * 320 + 160] > 200)
        #expect(last[90 * 320 + 20] < 30 && last[90 * 320 + 300] < 30)
        #expect(RawPictures.difference(pictures[0], try Self.reference(wide, 320, 180)) <= 2)
    }

    @Test("A picture too large for level 4.2, or for any screen, is refused before it takes memory")
    func tooLarge() throws {
        let path = try MadeMedia.path(MadeMedia.picture + MadeMedia.x264)
        let refusal = #expect(throws: PackagingError.self) {
            try TranscodedStream(path, stream: 0, outputs: [.video(EncodingTimesTests.encoding(4096, 2160))])
        }
        #expect(refusal?.reason == .unfitOutput)
        let wide = ["-f", "lavfi", "-i", "color=size=16384x8192:rate=1:duration=1", "-c:v", "png"]
        let large = try MadeMedia.path(wide, "mkv")
        let absurd = #expect(throws: PackagingError.self) {
            try TranscodedStream(large, stream: 0, outputs: [.video(EncodingTimesTests.encoding())])
        }
        #expect(absurd?.reason == .unsupportedCodec)
    }

    @Test("No second of a capped track takes more than its rate and buffer allow")
    func capped() throws {
        let noise = ["-f", "lavfi", "-i", "nullsrc=size=320x180:rate=25:duration=12", "-vf"]
        let path = try MadeMedia.path(noise + ["geq=random(1)*255:128:128"] + MadeMedia.x264 + ["-crf", "30"])
        let settings = VideoSettings.p270
        let rate: Int64 = 220_000
        let encoding = EncodingTimesTests.encoding(settings: settings, maxBitsPerSecond: rate)
        let output = try TranscodedStream(path, stream: 0, outputs: [.video(encoding)]).outputs[0]
        let bits = output.samples.reduce(0) { $0 + Int64($1.bytes.count * 8) }
        #expect(bits <= rate * Int64(12 + settings.bufferSeconds) * 11 / 10, "\(bits / 12) bit/s")
    }
}
