import CourseModel
import Foundation
import MediaPackaging
import Testing

/// Captions from files and from inside course videos, packaged with them.
@Suite struct CaptionsPackagingTests {
    private static let subRip = """
        1
        00:00:00,000 --> 00:00:02,000
        各位老师，<i>大家好</i>。

        2
        00:00:05,500 --> 00:00:06,500
        over a border

        3
        00:00:19,000 --> 00:00:21,000
        to the end & on

        4
        00:00:20,500 --> 00:00:21,500
        never shown

        """

    private let work: TemporaryFolder

    init() throws {
        self.work = try TemporaryFolder()
    }

    private func file(_ name: String, _ text: String, _ encoding: String.Encoding = .utf8) throws -> CaptionsFile {
        let path = "\(self.work.path)/\(name)"
        try #require(text.data(using: encoding)).write(to: URL(filePath: path))
        return CaptionsFile(path: path)
    }

    private func package(_ path: String, _ captions: [CaptionsFile] = []) throws -> Packaged {
        let folder = "\(self.work.path)/packaged"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var options = PackagingOptions()
        options.captions = captions
        options.renditions = [.source]
        return Packaged(lesson: try Packager(options).package(file: path, into: folder) { _, _ in })
    }

    /// Muxes subtitles into a sample.
    private func muxed(_ sample: SampleMedia, _ name: String, _ arguments: [String]) async throws -> String {
        let path = "\(self.work.path)/\(name)"
        try Program.check(["ffmpeg", "-v", "error", "-i", try await sample.path] + arguments + [path])
        return path
    }

    private struct Packaged {
        let lesson: PackagedLesson

        var captions: [Track] { self.lesson.tracks.map(\.track).filter { $0.text != nil } }
        var video: Track { get throws { try #require(self.lesson.tracks.first { $0.track.video != nil }?.track) } }

        func chunks(_ track: Track) throws -> [String] {
            let path = try #require(self.lesson.tracks.first { $0.track.track == track.track }).path
            let data = try Data(contentsOf: URL(filePath: path))
            #expect(Digest(of: data) == track.blob)
            #expect(Int64(data.count) == track.sizeBytes.bytes)
            return try zip(track.chunkRanges, track.chunks).map { range, chunk in
                let bytes = data[Int(range.lowerBound)..<Int(range.upperBound)]
                #expect(Digest(of: bytes) == chunk.digest)
                return try #require(String(validating: bytes, as: UTF8.self))
            }
        }

        func cues(_ track: Track) throws -> [Cue] { try CaptionsReader.cues(of: try self.chunks(track)[0]).cues }
    }

    @Test("A SubRip file in GB18030 becomes a track on the picture's segments, which every rendition goes with")
    func subRipFile() async throws {
        let gb18030 = String.Encoding(rawValue: 0x8000_0632)
        let packaged = try self.package(
            try await SampleMedia.noAudio.path,
            [try self.file("lesson.zh-cn.srt", Self.subRip, gb18030)]
        )
        let track = try #require(packaged.captions.first)
        #expect(track.track.rawValue == "captions-zh-CN")
        #expect(track.language == "zh-CN")
        #expect(track.codec == "text/vtt")
        #expect(track.text == Track.Text(cues: 3))
        #expect(track.timescale == (try packaged.video.timescale))
        #expect(track.chunks.map(\.durationTicks) == (try packaged.video.chunks.map(\.durationTicks)))
        let end = packaged.lesson.durationMs.milliseconds
        #expect(
            try packaged.cues(track) == [
                Cue(startMs: 0, endMs: 2_000, text: "各位老师，<i>大家好</i>。"),
                Cue(startMs: 5_500, endMs: 6_500, text: "over a border"),
                Cue(startMs: 19_000, endMs: end, text: "to the end &amp; on"),
            ]
        )
        #expect(!packaged.lesson.renditions.flatMap(\.tracks).contains(track.track))
        #expect(
            packaged.lesson.report.captions == [
                CaptionsReport(
                    track: track.track,
                    source: "lesson.zh-cn.srt",
                    encoding: .gb18030,
                    cues: 3,
                    cuesLeftOut: 1
                )
            ]
        )
        let counts = try packaged.chunks(track).dropFirst().map { try CaptionsReader.cues(of: $0).cues.count }
        #expect(counts == [2, 1, 0, 1])
    }

    @Test(
        "A file's captions follow the picture where the lesson begins before the container's 0, or a broadcast's clock late"
    )
    func origins() async throws {
        let captions = [try self.file("lesson.srt", Self.subRip)]
        for (sample, shiftMs) in [(SampleMedia.plain, Int64(21)), (.matroska, 0), (.transport, 0), (.lateAudio, 0)] {
            let packaged = try self.package(try await sample.path, captions)
            let cue = try packaged.cues(try #require(packaged.captions.first))[1]
            #expect(abs(cue.startMs - 5_500 - shiftMs) <= 1, "\(sample): \(cue.startMs)")
            #expect(packaged.captions.first?.language == "und")
        }
    }

    @Test(
        "Text subtitles inside a video are taken, with their language, style and times",
        arguments: ["mp4", "mkv", "ass.mkv", "vtt.mkv"]
    )
    func embedded(form: String) async throws {
        let codec = ["mp4": "mov_text", "mkv": "subrip", "ass.mkv": "ass", "vtt.mkv": "webvtt"][form] ?? ""
        let file = try self.file("embedded.srt", Self.subRip)
        let path = try await self.muxed(
            .noAudio,
            "lesson.\(form)",
            ["-i", file.path, "-c", "copy", "-c:s", codec, "-metadata:s:s:0", "language=chi"]
        )
        let packaged = try self.package(path)
        let track = try #require(packaged.captions.first)
        #expect(track.track.rawValue == "captions-zh")
        let cues = try packaged.cues(track)
        #expect(cues.map(\.text) == ["各位老师，<i>大家好</i>。", "over a border", "to the end &amp; on"])
        #expect(cues.map(\.startMs) == [0, 5_500, 19_000])
        #expect(cues.prefix(2).map(\.endMs) == [2_000, 6_500])
        #expect(packaged.lesson.report.captions.first?.source == "stream 1")
        #expect(packaged.captions.count == 1)
    }

    @Test("A file takes the place of what is inside the video in its language; other languages stay")
    func fileBesideEmbedded() async throws {
        let file = try self.file("embedded.srt", Self.subRip)
        let path = try await self.muxed(
            .noAudio,
            "lesson.mkv",
            ["-i", file.path, "-map", "0", "-map", "1", "-map", "1", "-map", "1", "-c", "copy", "-c:s", "ass"]
                + [
                    "-metadata:s:s:0", "language=chi", "-metadata:s:s:1", "language=eng", "-metadata:s:s:2",
                    "language=eng",
                ]
        )
        let own = try self.file("lesson.zh.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n自己的\n")
        let packaged = try self.package(path, [own])
        #expect(packaged.captions.map(\.track.rawValue) == ["captions-zh", "captions-en", "captions-en-2"])
        #expect(try packaged.cues(packaged.captions[0]).map(\.text) == ["自己的"])
    }

    @Test("The language is what is told, else what the file's name says, else und")
    func languages() throws {
        let names = [
            ("en=lesson.zh.srt", "en"), ("zh_hans=x/a=b.srt", "zh-Hans"), ("lesson.zh.srt", "zh"),
            ("lesson.zh-hant-TW.srt", "zh-Hant-TW"), ("lesson.chs.ass", "zh-Hans"), ("lesson.CHT.srt", "zh-Hant"),
            ("lesson.chi.srt", "zh"), ("lesson.srt", "und"), ("zh.srt", "und"), ("lesson.new.srt", "und"),
            ("lesson.01.srt", "und"), ("lesson.final.srt", "und"), ("e=mc2.zh.srt", "zh"), ("a.b/lesson.srt", "und"),
        ]
        for (argument, language) in names {
            #expect(CaptionsFile(argument: argument).resolvedLanguage == language, "\(argument)")
        }
        #expect(CaptionsFile(argument: "zh_hans=x/a=b.srt").path == "x/a=b.srt")
    }

    @Test("Captions that cannot be read stop packaging, with the file and the line, and nothing is left behind")
    func refusals() async throws {
        let good = try self.file("good.srt", Self.subRip)
        let cases: [(CaptionsFile, PackagingError.Reason, String)] = [
            (try self.file("page.srt", "<html>\n"), .badCaptions, "page.srt, line 1: a cue's number or times"),
            (try self.file("empty.srt", ""), .empty, "empty.srt"),
            (try self.file("binary.srt", "\u{00FF}\u{00FE}\u{0041}", .isoLatin1), .badCaptions, "binary.srt: neither"),
            (try self.file("none.vtt", "WEBVTT\n"), .badCaptions, "none.vtt: no cue"),
            (CaptionsFile(path: "\(self.work.path)/absent.srt"), .unreadable, "absent.srt: No such file"),
            (CaptionsFile(path: self.work.path), .unreadable, "not a plain file"),
        ]
        let video = try await SampleMedia.noAudio.path
        for (file, reason, detail) in cases {
            let error = try #require(throws: PackagingError.self) {
                _ = try self.package(video, [good, file])
            }
            #expect(error.reason == reason)
            #expect(error.detail.contains(detail), "\(error.detail)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(self.work.path)/packaged").isEmpty)
        }
    }
}
