import CourseModel
import Foundation
import MediaPackaging
import Testing

@Suite struct PackagerTests {
    @Test("What is written of every kind of source passes the checker", arguments: SampleMedia.good)
    func passesChecker(sample: SampleMedia) async throws {
        let packaged = try await PackagedFolder(sample)
        let result = try Program.run(
            ["python3", PackagedFolder.checker, try packaged.export()] + packaged.mediaPaths
        )
        #expect(result.status == 0, "\(sample): \(result.output)")
    }

    @Test(
        "Chunks cover a track file without gaps, and their digests are those of its bytes",
        arguments: SampleMedia.good
    )
    func chunksCoverFile(sample: SampleMedia) async throws {
        let packaged = try await PackagedFolder(sample)
        for (track, path) in packaged.lesson.tracks {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            #expect(track.blob == Digest(of: bytes))
            #expect(track.sizeBytes == ByteCount(bytes: Int64(bytes.count)))
            for (chunk, range) in zip(track.chunks, track.chunkRanges) {
                #expect(chunk.digest == Digest(of: bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
            }
        }
    }

    @Test("Decoding what was written gives every picture of the source", arguments: SampleMedia.good)
    func sameFrames(sample: SampleMedia) async throws {
        let packaged = try await PackagedFolder(sample)
        for track in packaged.manifest.tracks where track.isMedia {
            let decoded = try Self.frames(of: try packaged.concatenated(track), track.video == nil ? "a" : "v")
            #expect(!decoded.isEmpty)
            guard track.video != nil else { continue }
            #expect(try decoded == Self.frames(of: try await sample.path, "v"))
        }
    }

    @Test("The same source gives the same bytes, and nothing but track files is written")
    func deterministic() async throws {
        let first = try await PackagedFolder(.bFrames)
        let second = try await PackagedFolder(.bFrames)
        #expect(first.manifest.tracks == second.manifest.tracks)
        #expect(try first.folder.names == ["audio.mp4", "poster.track", "storyboard.track", "video-180p.mp4"])
    }

    @Test("Sound that starts 0.7 s late starts late in the track file, without an edit list")
    func lateAudio() async throws {
        let packaged = try await PackagedFolder(.lateAudio)
        let audio = try packaged.audio
        #expect(try packaged.video.startTicks == 0)
        // ffmpeg puts 1024 samples of priming before 0.7 s of 48 kHz.
        #expect(audio.startTicks == 33_600 - 1024 - 32)
        #expect(audio.segmentTimes.first == MediaTime(milliseconds: 678)..<MediaTime(milliseconds: 6011))
    }

    @Test(
        "Other containers give the same pictures at the same times as MP4",
        arguments: [
            SampleMedia.matroska, .transport, .flash,
        ]
    )
    func otherContainers(sample: SampleMedia) async throws {
        let packaged = try await PackagedFolder(sample)
        let reference = try await PackagedFolder(.bFrames)
        #expect(try packaged.video.segmentTimes == reference.video.segmentTimes)
        #expect(try packaged.video.codec == reference.video.codec)
        #expect(try packaged.audio.segmentTimes == reference.audio.segmentTimes)
        #expect(try packaged.audio.codec == "mp4a.40.2")
    }

    @Test("With open groups of pictures, segments start at the IDR pictures only")
    func openGroup() async throws {
        let times = try await PackagedFolder(.openGroup).video.segmentTimes
        #expect(times.map(\.lowerBound.milliseconds) == [21, 8021, 16_021])
    }

    @Test("A video filmed on its side has the size it is shown with, and its rotation")
    func rotated() async throws {
        let packaged = try await PackagedFolder(.rotated)
        let video = try packaged.video
        #expect(video.video == Track.Video(widthPixels: 180, heightPixels: 320, frameRateMillihertz: 25_000))
        #expect(try Self.rotation(of: packaged.path(video)) == Self.rotation(of: try await SampleMedia.rotated.path))
        #expect(try Self.rotation(of: packaged.path(video)).contains("90"))
    }

    @Test("A source has itself and its sound as renditions, best first")
    func renditions() async throws {
        let both = try await PackagedFolder(.plain).lesson.renditions.map { "\($0.rendition): \($0.tracks)" }
        #expect(both == ["180p: [video-180p, audio]", "audio: [audio]"])
        let silent = try await PackagedFolder(.noAudio).lesson.renditions.map { "\($0.rendition): \($0.tracks)" }
        #expect(silent == ["180p: [video-180p]"])
        let sound = try await PackagedFolder(.soundOnly).lesson.renditions.map { "\($0.rendition): \($0.tracks)" }
        #expect(sound == ["audio: [audio]"])
    }

    @Test("A track says its language, as the file or the caller has it")
    func languages() async throws {
        #expect(try await PackagedFolder(.chineseSound).audio.language == "zh")
        var options = PackagingOptions()
        options.language = "zh-CN"
        #expect(try await PackagedFolder(.chineseSound, options).audio.language == "zh-CN")
        #expect(try await PackagedFolder(.plain).audio.language == "und")
        #expect(try await PackagedFolder(.twoLanguages).audio.language == "zh")
    }

    @Test("The report tells what was copied, from which stream, and which streams were left")
    func report() async throws {
        let lesson = try await PackagedFolder(.twoLanguages).lesson
        let report = lesson.report
        #expect(report.source.container == "mov,mp4,m4a,3gp,3g2,mj2")
        #expect(report.source.streams.map(\.codec) == ["h264 (Constrained Baseline)", "aac (LC)", "aac (LC)"])
        #expect(report.source.streams.map(\.language) == ["und", "en", "zh"])
        #expect(report.source.streams.map(\.isUsed) == [true, false, true])
        #expect(report.tracks.map(\.track) == lesson.tracks.map(\.track).filter(\.isMedia).map(\.track))
        #expect(report.tracks.map(\.stream) == [0, 2] && report.tracks.allSatisfy(\.isCopied))
        #expect(report.tracks.map(\.segments) == [4, 4])
        let copy = try JSONDecoder().decode(PackagingReport.self, from: JSONEncoder().encode(report))
        #expect(copy == report)
    }

    @Test("The manifest's source is the file that was given")
    func source() async throws {
        let path = try await SampleMedia.plain.path
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let source = try await PackagedFolder(.plain).lesson.source
        #expect(source.digest == Digest(of: bytes) && source.sizeBytes.bytes == Int64(bytes.count))
        #expect(source.fileName == URL(filePath: path).lastPathComponent)
    }

    @Test("Progress never goes back and ends at the whole")
    func progress() async throws {
        let folder = try TemporaryFolder()
        let seen = ProgressSeen()
        let lesson = try Packager().package(file: try await SampleMedia.plain.path, into: folder.path) {
            seen.append($0, $1)
        }
        let steps = seen.steps
        #expect(steps.count > 20)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.done <= $1.done })
        #expect(steps.last?.done == lesson.durationMs && steps.last?.total == lesson.durationMs)
    }

    private static func rotation(of path: String) throws -> String {
        try Program.check(
            ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream_side_data=rotation"]
                + ["-of", "csv", path]
        )
    }

    /// The hash of each decoded frame; nothing may go wrong while decoding.
    private static func frames(of path: String, _ stream: String) throws -> [Substring] {
        let input = path.hasSuffix(".mp4") ? ["-ignore_editlist", "1"] : []
        let output = try Program.check(
            ["ffmpeg", "-v", "error", "-xerror", "-noautorotate"] + input + ["-i", path, "-map", "0:\(stream)"]
                + ["-fps_mode", "passthrough", "-f", "framemd5", "-"]
        )
        return output.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: ",").last ?? "" }
    }
}
