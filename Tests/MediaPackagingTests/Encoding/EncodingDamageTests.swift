import CourseModel
import Testing

@testable import MediaPackaging

@Suite struct EncodingDamageTests {
    private static let both =
        MadeMedia.picture
        + ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=4"]

    /// 12 s of pictures with a key picture each second, whose middle is damaged.
    private static func damagedPictures(_ fileExtension: String) throws -> String {
        let source =
            ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=12"] + MadeMedia.x264 + ["-g", "25"]
        return try MadeMedia.damaged(try MadeMedia.path(source, fileExtension), thousandths: 500..<540)
    }

    @Test("A damaged picture stops strict transcoding, and the error tells the time", arguments: ["mkv", "mp4"])
    func strict(container: String) throws {
        let path = try Self.damagedPictures(container)
        let error = #expect(throws: PackagingError.self) {
            try TranscodedStream(path, stream: 0, outputs: [.video(EncodingTimesTests.encoding())])
        }
        #expect(error?.reason == .damaged)
        let time = error?.detail.split(separator: " ").compactMap { Int($0) }.first
        #expect((4000...8000).contains(try #require(time)), "\(error?.detail ?? "")")
    }

    @Test("Tolerant transcoding holds the last good picture to the next, and lists the gap", arguments: ["mkv", "mp4"])
    func tolerant(container: String) throws {
        let path = try Self.damagedPictures(container)
        let stream = try TranscodedStream(
            path,
            stream: 0,
            outputs: [.video(EncodingTimesTests.encoding())],
            isTolerant: true
        )
        let gap = try #require(stream.gaps.first)
        #expect(stream.gaps.count == 1, "\(stream.gaps)")
        #expect((5000...7500).contains(gap.lowerBound.milliseconds), "\(gap)")
        #expect((100...3000).contains(gap.upperBound.milliseconds - gap.lowerBound.milliseconds), "\(gap)")
        let output = stream.outputs[0]
        let held = try #require(output.samples.max { $0.durationTicks < $1.durationTicks })
        #expect(held.ticks + held.durationTicks == gap.upperBound.milliseconds * 90)
        #expect(held.ticks + 3600 == gap.lowerBound.milliseconds * 90)
        let last = try #require(output.samples.max { $0.ticks < $1.ticks })
        #expect(last.ticks + last.durationTicks == 12 * 90_000)
    }

    @Test("Damaged sound is silence in between, as long as it was")
    func sound() throws {
        let tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=20", "-c:a", "ac3"]
        let path = try MadeMedia.damaged(try MadeMedia.path(tone, "mkv"), thousandths: 500..<550)
        #expect(throws: PackagingError.self) { try TranscodedStream(path, stream: 0, outputs: [.audio(Self.mono)]) }
        let stream = try TranscodedStream(path, stream: 0, outputs: [.audio(Self.mono)], isTolerant: true)
        let sound = try stream.outputs[0].decodedSound()
        #expect(abs(sound.count - 20 * 48_000) <= 3000, "\(sound.count)")
        let gap = try #require(stream.gaps.first)
        #expect((9000...11_500).contains(gap.lowerBound.milliseconds), "\(stream.gaps)")
        let middle = Int(gap.lowerBound.milliseconds + gap.upperBound.milliseconds) / 2 * 48
        #expect(sound[(middle - 480)..<(middle + 480)].allSatisfy { $0.magnitude < 20 })
        let later = Int(stream.gaps[stream.gaps.count - 1].upperBound.milliseconds) * 48 + 4800
        #expect(sound[later..<(later + 480)].contains { $0.magnitude > 1000 })
    }

    private static let mono = AudioEncoding(
        sampleRateHertz: 48_000,
        channels: 1,
        bitsPerSecond: Bitrate(bitsPerSecond: 48_000)
    )

    @Test("A recording that begins in the middle of a group starts at its first key picture")
    func startsInTheMiddle() throws {
        let source = try MadeMedia.path(Self.both + MadeMedia.x264 + ["-c:a", "mp2"], "ts")
        let whole = try TranscodedStream(source, stream: 0, outputs: [.video(EncodingTimesTests.encoding())])
        let cut = try MadeMedia.path(["-ss", "0.5", "-i", source, "-c", "copy", "-copyinkf"], "ts")
        let origin = try ProbedTimes(cut, stream: 0).origin
        let stream = try TranscodedStream(
            cut,
            stream: 0,
            origin: origin,
            outputs: [.video(EncodingTimesTests.encoding())]
        )
        let shown = stream.outputs[0].shownTicks
        #expect(shown.count < whole.outputs[0].samples.count)
        #expect(try #require(shown.first) > 0)
        #expect(stream.outputs[0].samples[0].isSync)
    }

    @Test("A stream in which nothing can be decoded is refused, also when damage is tolerated")
    func nothing() throws {
        let tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=4", "-c:a", "ac3"]
        let sound = try MadeMedia.path(tone, "mkv")
        let path = try MadeMedia.path(["-i", sound, "-c", "copy", "-bsf:a", "noise=amount=1"], "mkv")
        let error = #expect(throws: PackagingError.self) {
            try TranscodedStream(path, stream: 0, outputs: [.audio(Self.mono)], isTolerant: true)
        }
        #expect(error?.reason == .damaged)
    }
}
