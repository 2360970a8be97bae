import CourseModel
import Foundation
import MediaPackaging
import Testing

@Suite struct ProgressiveFileWriterTests {
    @Test("The plain MP4 file holds the source's samples and decodes to its frames", arguments: SampleMedia.good)
    func sameFrames(sample: SampleMedia) async throws {
        let packaged = try await PackagedFolder(sample)
        let path = try Self.write(packaged)
        let source = try await sample.path
        for stream in try Self.streams(packaged) {
            // TS has other framing around the same samples.
            if sample.fileExtension != "ts" {
                let copied = try Self.hashes(of: path, stream, ["-c", "copy"])
                #expect(!copied.isEmpty)
                #expect(try copied == Self.hashes(of: source, stream, ["-c", "copy"]), "\(sample) \(stream)")
            }
            // Sound far before an edit is not read, nor packaged; without the edit list it would be decoded.
            guard sample != .earlyPreroll || stream == "v" else { continue }
            let frames = try Self.hashes(of: path, stream)
            #expect(!frames.isEmpty)
            #expect(try frames == Self.hashes(of: source, stream), "\(sample) \(stream)")
        }
        withExtendedLifetime(packaged) {}
    }

    @Test("Every sample is shown when the source shows it, counted from the first", arguments: SampleMedia.good)
    func sameTimes(sample: SampleMedia) async throws {
        let packaged = try await PackagedFolder(sample)
        let path = try Self.write(packaged)
        let source = try await sample.path
        let streams = try Self.streams(packaged)
        let times = try streams.map { try Self.times(of: path, $0) }
        let expected = try streams.map { try Self.times(of: source, $0) }
        let origin = try #require(expected.compactMap(\.first).min())
        // MKV and FLV round to milliseconds, TS to 11 µs; the time scales of two tracks differ by a tick.
        let tolerance = sample.fileExtension == "mp4" ? 0.000_1 : 0.002_1
        for (ours, theirs) in zip(times, expected) {
            #expect(ours.count == theirs.count && !ours.isEmpty)
            let worst = zip(ours, theirs).map { abs($0 - ($1 - origin)) }.max() ?? .infinity
            #expect(worst <= tolerance, "\(sample): \(worst) s")
        }
        withExtendedLifetime(packaged) {}
    }

    @Test("It plays from its first bytes on, is as long as the lesson, and only a late track has an edit list")
    func form() async throws {
        for (sample, edits) in [(SampleMedia.lateAudio, 1), (.bFrames, 1), (.noAudio, 0), (.soundOnly, 0)] {
            let packaged = try await PackagedFolder(sample)
            let bytes = try Data(contentsOf: URL(filePath: try Self.write(packaged)))
            let movie = try #require(bytes.firstRange(of: Data("moov".utf8)))
            let media = try #require(bytes.firstRange(of: Data("mdat".utf8)))
            #expect(movie.lowerBound == 32 && movie.upperBound < media.lowerBound)
            let header = bytes[..<media.lowerBound]
            #expect(header.ranges(of: Data("elst".utf8)).count == edits, "\(sample)")
            #expect(header.ranges(of: Data("moof".utf8)).isEmpty)
        }
    }

    @Test("Turned pictures, shapes of pixels and languages are as in the source")
    func display() async throws {
        for sample in [SampleMedia.rotated, .wideSamples, .chineseSound] {
            let packaged = try await PackagedFolder(sample)
            let path = try Self.write(packaged)
            let asked = "stream=width,height,sample_aspect_ratio:stream_side_data=rotation:stream_tags=language"
            let question = ["ffprobe", "-v", "error", "-show_entries", asked, "-of", "csv"]
            #expect(try Program.check(question + [path]) == Program.check(question + [try await sample.path]))
            withExtendedLifetime(packaged) {}
        }
    }

    @Test("What cannot be written leaves nothing behind")
    func failure() async throws {
        let packaged = try await PackagedFolder(.plain)
        let names = try packaged.folder.names
        let elsewhere = "\(packaged.folder.path)/nowhere/lesson.mp4"
        #expect(throws: PackagingError.self) {
            try ProgressiveFileWriter.write(packaged.lesson.tracks, to: elsewhere)
        }
        let missing = packaged.lesson.tracks.map { (track: $0.track, path: $0.path + ".gone") }
        #expect(throws: PackagingError.self) {
            try ProgressiveFileWriter.write(missing, to: "\(packaged.folder.path)/lesson.mp4")
        }
        #expect(try packaged.folder.names == names)
    }

    /// The best rendition as one file.
    private static func write(_ packaged: PackagedFolder) throws -> String {
        let best = try #require(packaged.lesson.renditions.first)
        let tracks = packaged.lesson.tracks.filter { best.tracks.contains($0.track.track) }
        let path = "\(packaged.folder.path)/lesson.mp4"
        try ProgressiveFileWriter.write(tracks, to: path)
        return path
    }

    private static func streams(_ packaged: PackagedFolder) throws -> [String] {
        let best = try #require(packaged.lesson.renditions.first)
        let kinds = packaged.manifest.tracks.filter { best.tracks.contains($0.track) }.map { $0.video != nil }
        return kinds.map { $0 ? "v" : "a" }
    }

    /// The hash of each frame, or of each sample where it is copied. What edit lists or priming hide of a source is there.
    private static func hashes(of path: String, _ stream: String, _ options: [String] = []) throws -> [Substring] {
        let isDecoded = options.isEmpty
        let isSource = !path.hasSuffix("lesson.mp4")
        let input = isDecoded && isSource && path.hasSuffix(".mp4") ? ["-ignore_editlist", "1"] : []
        let decoder = isDecoded ? ["-flags2", "+skip_manual"] : []
        let output = try Program.check(
            ["ffmpeg", "-v", "error", "-xerror", "-noautorotate"] + decoder + input + ["-i", path]
                + ["-map", Self.specifier(stream, of: path)] + ["-fps_mode", "passthrough"] + options
                + ["-f", "framemd5", "-"]
        )
        return output.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: ",")[5] }
    }

    /// When each sample is shown, in seconds, ascending.
    private static func times(of path: String, _ stream: String) throws -> [Double] {
        let specifier = Self.specifier(stream, of: path).dropFirst(2)
        let output = try Program.check(
            ["ffprobe", "-v", "error", "-select_streams", String(specifier)]
                + ["-show_entries", "packet=pts_time", "-of", "csv=p=0", path]
        )
        return output.split(separator: "\n").compactMap { Double($0.prefix { $0 != "," }) }.sorted()
    }

    /// The default one of several, which is packaged.
    private static func specifier(_ stream: String, of path: String) -> String {
        path.contains("twoLanguages") && stream == "a" ? "0:a:1" : "0:\(stream):0"
    }
}
