import CourseModel
import Foundation
import MediaPackaging
import Testing

/// A packaged lesson as a DASH player sees it: ffmpeg's, which finds picture, sound and captions by `manifest.mpd`.
@Suite struct DASHPlaybackTests {
    /// ffmpeg opens only files that it knows the names of, and `.vtt` is not among them.
    private static let anyName = ["-allowed_extensions", "ALL"]

    @Test("ffmpeg plays the manifest: every picture, all sound, and the captions")
    func plays() async throws {
        let work = try TemporaryFolder()
        let captions = "\(work.path)/lesson.zh.srt"
        try "1\n00:00:05,500 --> 00:00:06,500\n各位老师\n".write(toFile: captions, atomically: false, encoding: .utf8)
        var options = PackagingOptions()
        options.renditions = [.source]
        options.captions = [CaptionsFile(path: captions)]
        let packaged = try await PackagedFolder(.bFrames, options)
        let manifest = try self.export(packaged)

        let entries = ["-show_entries", "stream=codec_name", "-of", "csv=p=0", manifest]
        let streams = try Program.check(["ffprobe", "-v", "error"] + Self.anyName + entries)
        #expect(Set(streams.split(whereSeparator: \.isNewline)) == ["h264", "aac", "webvtt"])
        for (kind, track) in [("v", try packaged.video), ("a", try packaged.audio)] {
            let played = try Self.hashes(of: Self.anyName + ["-i", manifest], kind)
            #expect(!played.isEmpty)
            #expect(played == (try Self.hashes(of: ["-i", try packaged.path(track)], kind)))
        }
        let text = try Program.check(
            ["ffmpeg", "-v", "error"] + Self.anyName + ["-i", manifest, "-map", "0:s", "-f", "srt", "-"]
        )
        #expect(text.contains("00:00:05,521 --> 00:00:06,521\n各位老师"), "\(text)")
    }

    @Test("The index that the manifest names is exactly the track's sidx")
    func index() async throws {
        for sample in [SampleMedia.plain, .pausingSound, .lateAudio] {
            let packaged = try await PackagedFolder(sample)
            let text = DASHManifest.text(of: packaged.manifest)
            for track in packaged.manifest.tracks where track.isMedia {
                let bytes = [UInt8](try Data(contentsOf: URL(filePath: try packaged.path(track))))
                let part = try #require(text.split(separator: "<BaseURL>\(track.track).mp4<").last)
                let index = try #require(part.firstMatch(of: #/indexRange="(\d+)-(\d+)"/#))
                let (first, last) = (try #require(Int(index.1)), try #require(Int(index.2)))
                let box = bytes[first...last]
                #expect(box.prefix(4).reduce(0) { $0 << 8 | Int($1) } == box.count)
                #expect(Array(box.dropFirst(4).prefix(4)) == Array("sidx".utf8))
                #expect(Array(bytes[(last + 5)...].prefix(4)) == Array("styp".utf8))
            }
        }
    }

    /// Writes `manifest.mpd` and what it names.
    private func export(_ packaged: PackagedFolder) throws -> String {
        let folder = "\(packaged.folder.path)/dash"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for track in packaged.manifest.tracks {
            let data = try Data(contentsOf: URL(filePath: try packaged.path(track)))
            let resource: ReleaseResource = track.isMedia ? .trackFile(track.track) : .text(track.track)
            guard let range = resource.byteRange(in: track) else { continue }
            try data[Int(range.lowerBound)..<Int(range.upperBound)].write(
                to: URL(filePath: "\(folder)/\(resource.path)")
            )
        }
        let path = "\(folder)/\(ReleaseResource.dash.path)"
        try DASHManifest.text(of: packaged.manifest).write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    /// Of every decoded picture or stretch of sound, without its time.
    private static func hashes(of input: [String], _ kind: String) throws -> [String] {
        try Program.check(["ffmpeg", "-v", "error"] + input + ["-map", "0:\(kind):0", "-f", "framemd5", "-"])
            .split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap { $0.split(separator: ",").last.map { $0.filter { $0 != " " } } }
    }
}
