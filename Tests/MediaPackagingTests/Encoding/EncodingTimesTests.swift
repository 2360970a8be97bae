import CourseModel
import ISOMedia
import Testing

@testable import MediaPackaging

@Suite struct EncodingTimesTests {
    private static let quick = VideoSettings(
        preset: "veryfast",
        crf: 28,
        bufferSeconds: 2,
        references: 3,
        lookahead: 20
    )

    static func encoding(
        _ widthPixels: Int = 320,
        _ heightPixels: Int = 180,
        timescale: Int64 = 90_000,
        keyTicks: [Int64] = [],
        settings: VideoSettings = Self.quick,
        maxBitsPerSecond: Int64 = 6_000_000,
        picturesPerSecondMax: Int? = nil,
        isDeinterlaced: Bool = true
    ) -> VideoEncoding {
        VideoEncoding(
            widthPixels: widthPixels,
            heightPixels: heightPixels,
            timescale: timescale,
            keyTicks: keyTicks,
            settings: settings,
            maxBitsPerSecond: Bitrate(bitsPerSecond: maxBitsPerSecond),
            picturesPerSecondMax: picturesPerSecondMax,
            isDeinterlaced: isDeinterlaced
        )
    }

    @Test(
        "Encoded pictures have the source's times, each is shown until the next, and none is lost",
        arguments: [
            SampleMedia.bFrames, .variableRate, .earlyPreroll, .matroska, .transport, .flash, .tenBit, .mpeg4,
        ]
    )
    func sourceTimes(sample: SampleMedia) async throws {
        let path = try await sample.path
        let outputs: [TrackEncoding] = [
            .video(Self.encoding()), .video(Self.encoding(160, 90, timescale: 12_800)),
        ]
        let stream = try TranscodedStream(path, stream: 0, outputs: outputs)
        let probed = try ProbedTimes(path, stream: 0)
        for (output, timescale) in zip(stream.outputs, [Int64(90_000), 12_800]) {
            let shown = output.shownTicks
            #expect(shown == probed.lessonTicks(timescale))
            let durations = Dictionary(uniqueKeysWithValues: output.samples.map { ($0.ticks, $0.durationTicks) })
            for (ticks, next) in zip(shown, shown.dropFirst()) { #expect(durations[ticks] == next - ticks) }
            let last = try #require(shown.last.flatMap { durations[$0] })
            #expect((timescale / 60...timescale / 5).contains(last), "\(last)")
        }
        #expect(stream.pictureTimes.count == probed.ticks.count)
        #expect(stream.gaps.isEmpty)
    }

    @Test("The first picture at or after each key time is an IDR picture, and no other is")
    func keyTimes() async throws {
        // The second falls between two pictures, the third and fourth before the same one.
        let keys: [Int64] = [0, 90_000 * 2 + 17, 90_000 * 5 + 1, 90_000 * 5 + 2, 90_000 * 11]
        let stream = try TranscodedStream(
            try await SampleMedia.variableRate.path,
            stream: 0,
            outputs: [.video(Self.encoding(keyTicks: keys))]
        )
        let output = stream.outputs[0]
        let configuration = try #require(H264Configuration(extradata: output.extradata))
        let idr = output.samples.filter { sample in
            sample.bytes.withUnsafeBytes { AccessUnit($0, of: .h264(configuration)).isIDR }
        }
        let expected = Set(keys.compactMap { key in output.shownTicks.first { $0 >= key } })
        #expect(expected.count == 4)
        #expect(idr.map(\.ticks) == expected.sorted())
        #expect(output.samples.filter(\.isSync).map(\.ticks) == idr.map(\.ticks))
    }

    @Test("Scene changes and long stretches make no IDR pictures of their own")
    func noOtherKeys() throws {
        let changes =
            ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=25:duration=1", "-f", "lavfi", "-i"]
            + ["mandelbrot=size=160x90:rate=25", "-filter_complex", "[0][1]concat=n=2:v=1,trim=duration=14"]
        let path = try MadeMedia.path(changes + MadeMedia.x264)
        let stream = try TranscodedStream(path, stream: 0, outputs: [.video(Self.encoding(160, 90))])
        #expect(stream.outputs[0].samples.count == 350)
        #expect(stream.outputs[0].samples.filter(\.isSync).map(\.ticks) == [0])
    }

    @Test("Where fewer pictures are asked for, every other is left out, but never a key picture")
    func pictureRateMax() throws {
        let source = ["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=50:duration=4"]
        let path = try MadeMedia.path(source + MadeMedia.x264)
        let odd: Int64 = 51 * 1800
        let encoding = Self.encoding(160, 90, keyTicks: [odd], picturesPerSecondMax: 25)
        let shown = try TranscodedStream(path, stream: 0, outputs: [.video(encoding)]).outputs[0].shownTicks
        let even = stride(from: Int64(0), through: 50 * 1800, by: 3600)
        let expected = Array(even) + Array(stride(from: odd, to: 200 * 1800, by: 3600))
        #expect(shown == expected)
    }

    @Test("The same source gives the same bytes, whatever else is made of it")
    func sameOutputs() async throws {
        let path = try await SampleMedia.bFrames.path
        let one = try TranscodedStream(path, stream: 0, outputs: [.video(Self.encoding(160, 90))])
        let two = try TranscodedStream(
            path,
            stream: 0,
            outputs: [.video(Self.encoding()), .video(Self.encoding(160, 90))]
        )
        let isSame = one.outputs[0].samples.map(\.bytes) == two.outputs[1].samples.map(\.bytes)
        #expect(isSame)
    }
}
