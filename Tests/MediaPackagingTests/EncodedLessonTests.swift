import CourseModel
import Foundation
import MediaPackaging
import Testing

@Suite struct EncodedLessonTests {
    @Test("What is encoded passes the checker and decodes without an error", arguments: SampleMedia.encoded)
    func passesChecker(sample: SampleMedia) async throws {
        let packaged = try await PackagedFolder(sample)
        let checker = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Tools/check-cmaf").standardized.path
        let result = try Program.run(
            ["python3", checker, try packaged.export()] + packaged.mediaPaths
        )
        #expect(result.status == 0, "\(sample): \(result.output)")
        for track in packaged.manifest.tracks where track.isMedia {
            let errors = try Program.check(
                ["ffmpeg", "-v", "error", "-xerror", "-i", try packaged.concatenated(track)]
                    + ["-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "null", "-"]
            )
            #expect(errors.isEmpty, "\(sample), \(track.track): \(errors)")
        }
    }

    @Test(
        "A track is encoded only where it has to be, and the report says why",
        arguments: [
            (SampleMedia.sparseKeyFrames, [["keyframes-too-far-apart"]]),
            (.mpeg4, [["codec"], []]), (.mp3, [[], ["codec"]]), (.opus, [[], ["codec"]]),
            (.tenBit, [["profile"], []]), (.fullColour, [["profile"], []]), (.hevc, [["codec"], []]),
            (.windowsMedia, [["codec"], ["codec"]]), (.aviDivx, [["codec"], ["codec"]]),
            (.programStream, [["codec"], ["codec"]]), (.oneFrame, [["codec"]]),
            (.waves, [["codec"], ["rendition", "codec"]]),
        ]
    )
    func reasons(sample: SampleMedia, reasons: [[String]]) async throws {
        let lesson = try await PackagedFolder(sample).lesson
        #expect(lesson.report.tracks.map { $0.reasons.map(\.code.rawValue) } == reasons)
        #expect(lesson.report.tracks.map(\.isCopied) == reasons.map(\.isEmpty))
    }

    @Test(
        "An encoded lesson is as long as its source, and starts as soon",
        arguments: [
            (SampleMedia.mpeg4, Int64(20_000)), (.hevc, 20_000), (.windowsMedia, 20_000), (.aviDivx, 20_000),
            (.programStream, 20_000), (.sorenson, 20_000), (.vp9, 6000), (.interlaced, 8000), (.waves, 20_000),
            (.sparseKeyFrames, 70_000),
        ]
    )
    func duration(sample: SampleMedia, milliseconds: Int64) async throws {
        let packaged = try await PackagedFolder(sample)
        #expect(abs(packaged.lesson.durationMs.milliseconds - milliseconds) < 250, "\(packaged.lesson.durationMs)")
        for track in packaged.manifest.tracks where track.isMedia {
            #expect(try #require(track.segmentTimes.first).lowerBound.milliseconds < 100)
        }
    }

    @Test("Every rendition of a large picture starts its segments where the copied one does")
    func aligned() async throws {
        let packaged = try await PackagedFolder(.large)
        let videos = packaged.manifest.tracks.filter { $0.video != nil }
        #expect(videos.map(\.track.rawValue) == ["video-540p", "video-480p", "video-270p"])
        #expect(packaged.lesson.report.tracks.map(\.isCopied) == [true, false, false, true, false])
        for video in videos.dropFirst() {
            #expect(video.segmentTimes == videos[0].segmentTimes)
        }
        #expect(videos.map { $0.video?.heightPixels } == [540, 480, 270])
        #expect(videos.map { $0.video?.frameRateMillihertz } == [25_000, 25_000, 25_000])
        let rates = videos.map(\.averageBitsPerSecond)
        #expect(rates == rates.sorted(by: >))
    }

    @Test("A picture that stands for minutes is shown again at the start of each segment")
    func still() async throws {
        let video = try await PackagedFolder(.still).video
        #expect(video.chunks.count > 20)
        let durations = video.segmentTimes.map { $0.upperBound.milliseconds - $0.lowerBound.milliseconds }
        #expect(durations.allSatisfy { $0 <= 10_000 }, "\(durations)")
    }

    @Test("Interlaced pictures become progressive, and odd sizes even")
    func shapes() async throws {
        let interlaced = try await PackagedFolder(.interlaced)
        #expect(interlaced.lesson.renditions.map(\.rendition.rawValue).first == "540p")
        let output = try Program.check(
            ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=interlaced_frame"]
                + ["-of", "csv=p=0", try interlaced.concatenated(try interlaced.video)]
        )
        #expect(Set(output.split(separator: "\n").map { $0.prefix(1) }) == ["0"])
        let odd = try await PackagedFolder(.oddSize)
        #expect(try odd.video.video?.widthPixels == 322)
        #expect(try odd.video.video?.heightPixels == 180)
    }
}
