import CourseModel
import ISOMedia
import Testing

@testable import MediaPackaging

@Suite struct EncodingSoundTests {
    /// Silence, then a tone from 1 s to 1.5 s of each of four seconds' pattern; the picture turns white with it.
    private static let flash =
        "color=black:size=160x90:rate=50:duration=4,"
        + "drawbox=color=white:t=fill:enable='between(t,1,1.49)'"
    private static let beep = "aevalsrc='if(between(t,1,1.5),0.5*sin(2*PI*1000*t),0)':s=48000:d=4"

    private static let stereo = AudioEncoding(
        sampleRateHertz: 48_000,
        channels: 2,
        bitsPerSecond: Bitrate(bitsPerSecond: 128_000)
    )
    private static let mono = AudioEncoding(
        sampleRateHertz: 48_000,
        channels: 1,
        bitsPerSecond: Bitrate(bitsPerSecond: 48_000)
    )

    @Test(
        "The tone comes with the flash, within one sample of the encoder, from every sound codec",
        arguments: [
            ["mp4", "aac"], ["mp4", "libmp3lame"], ["mkv", "libopus"], ["mkv", "ac3"], ["mkv", "pcm_s16le"],
            ["ts", "mp2"],
            ["mkv", "wmav2"], ["mkv", "libvorbis"], ["flv", "aac"],
        ]
    )
    func tonesAndFlashes(container: [String]) throws {
        let inputs = ["-f", "lavfi", "-i", Self.flash, "-f", "lavfi", "-i", Self.beep]
        let path = try MadeMedia.path(inputs + MadeMedia.x264 + ["-c:a", container[1]], container[0])
        let origin = try ProbedTimes(path, stream: 0).origin
        let video = EncodingTimesTests.encoding(160, 90)
        let seen = try TranscodedStream(path, stream: 0, origin: origin, outputs: [.video(video)]).outputs[0]
        let pictures = try seen.decodedPictures(widthPixels: 160, heightPixels: 90)
        let white = try #require(pictures.firstIndex { $0[45 * 160 + 80] > 128 })
        #expect(seen.shownTicks[white] == 90_000)
        let heard = try TranscodedStream(
            path,
            stream: 1,
            origin: origin,
            outputs: [.audio(Self.stereo), .audio(Self.mono)]
        )
        for output in heard.outputs {
            let first = try #require(output.samples.first).ticks
            let onset = try #require(RawSound.onset(try output.decodedSound()))
            #expect(abs(first + Int64(onset) - 48_000) <= 1024, "\(container): \(first) + \(onset)")
            Self.expectContiguous(output)
            let end = try #require(output.samples.last.map { $0.ticks + $0.durationTicks })
            #expect((190_000...196_000).contains(end), "\(container): \(end)")
        }
    }

    private static func expectContiguous(_ output: TranscodedStream.Output) {
        for (sample, next) in zip(output.samples, output.samples.dropFirst()) {
            #expect(sample.ticks + 1024 == next.ticks)
        }
        #expect(output.samples.allSatisfy { $0.durationTicks == 1024 && $0.isSync })
    }

    @Test("Sound that starts late starts late, and the encoder's own first sample is not written")
    func lateStart() async throws {
        let path = try await SampleMedia.lateAudio.path
        let origin = try ProbedTimes(path, stream: 0).origin
        let output = try TranscodedStream(path, stream: 1, origin: origin, outputs: [.audio(Self.mono)]).outputs[0]
        let first = try #require(output.samples.first).ticks
        #expect(try first == ProbedTimes(path, stream: 1).origin.ticks(48_000) - origin.ticks(48_000))
        // The source's own encoder put its priming before 0.7 s, and its container does not say so.
        let onset = try #require(RawSound.onset(try output.decodedSound()))
        #expect(abs(first + Int64(onset) - 33_600) <= 128, "\(first) + \(onset)")
    }

    @Test("Where the recorder paused, silence takes the place of what is missing")
    func pause() async throws {
        let path = try await SampleMedia.pausingSound.path
        let output = try TranscodedStream(path, stream: 1, outputs: [.audio(Self.stereo)]).outputs[0]
        Self.expectContiguous(output)
        let sound = try output.decodedSound()
        #expect(abs(sound.count - 20 * 48_000) <= 3000)
        #expect(sound[(5 * 48_000 + 3000)..<(15 * 48_000 - 3000)].allSatisfy { $0.magnitude < 20 })
        let after = try #require(RawSound.onset(sound[(5 * 48_000 + 3000)...]))
        #expect(abs(after + 3000 - 10 * 48_000) <= 2048)
        #expect(sound[(16 * 48_000)..<(16 * 48_000 + 480)].contains { $0.magnitude > 1000 })
    }

    @Test("Another number of channels in the middle goes on in the same track")
    func formatChange() throws {
        let tone = "sine=frequency=440:sample_rate=48000:duration=2"
        let stereo = try MadeMedia.path(["-f", "lavfi", "-i", tone, "-ac", "2", "-c:a", "aac"], "ts")
        let mono = try MadeMedia.path(
            ["-f", "lavfi", "-i", tone, "-ac", "1", "-c:a", "aac", "-output_ts_offset", "2"],
            "ts"
        )
        let path = try MadeMedia.joined([stereo, mono])
        let output = try TranscodedStream(path, stream: 0, outputs: [.audio(Self.stereo)]).outputs[0]
        Self.expectContiguous(output)
        let sound = try output.decodedSound()
        #expect(abs(sound.count - 4 * 48_000) <= 6000, "\(sound.count)")
        for second in [0.5, 1.5, 2.5, 3.5] {
            let start = Int(second * 48_000)
            #expect(sound[start..<(start + 480)].contains { $0.magnitude > 1000 }, "\(second)")
        }
    }

    @Test("44.1 kHz stays 44.1 kHz, and a narrow rate holds")
    func rate() throws {
        let speech = [
            "-f", "lavfi", "-i", "anoisesrc=color=pink:sample_rate=44100:duration=10:seed=1", "-c:a", "pcm_s16le",
        ]
        let path = try MadeMedia.path(speech, "mkv")
        let encoding = AudioEncoding(
            sampleRateHertz: 44_100,
            channels: 1,
            bitsPerSecond: Bitrate(bitsPerSecond: 48_000)
        )
        let output = try TranscodedStream(path, stream: 0, outputs: [.audio(encoding)]).outputs[0]
        let bits = output.samples.reduce(0) { $0 + $1.bytes.count * 8 }
        #expect((40_000...52_000).contains(bits / 10))
        #expect(output.samples.count == (44_100 * 10 + 1023) / 1024)
        #expect(AACConfiguration(bytes: output.extradata)?.sampleRateHertz == 44_100)
    }
}
