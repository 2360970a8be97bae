import CourseModel
import Foundation
import ISOMedia
import MediaPackaging
import Testing

/// HEVC that is kept beside the renditions for every browser.
@Suite struct HEVCTests {
    private static let seconds = 14

    /// - Parameter parameters: of x265.
    private static func make(_ path: String, pixels: String = "yuv420p", _ parameters: String = "open-gop=0") throws {
        let x265 = "keyint=50:min-keyint=50:scenecut=0:log-level=error:\(parameters)"
        try Program.check(
            ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=\(Self.seconds)"]
                + ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=\(Self.seconds)"]
                + ["-c:v", "libx265", "-preset", "veryfast", "-pix_fmt", pixels, "-x265-params", x265]
                + ["-c:a", "aac", "-b:a", "48k", path]
        )
    }

    private static func package(_ source: String) throws -> PackagedFolder {
        var options = PackagingOptions()
        options.keepsHEVC = true
        options.renditions = [.source]
        return try PackagedFolder(file: source, options)
    }

    private static func check(_ packaged: PackagedFolder) throws -> Program.Result {
        try Program.run(["python3", PackagedFolder.checker, try packaged.export()] + packaged.mediaPaths)
    }

    @Test(
        "Kept HEVC is copied picture by picture out of any container, beside an encoded track, and passes the checker",
        arguments: [
            ("mp4", []), ("mp4", ["-tag:v", "hvc1"]), ("mkv", []), ("ts", []),
            ("mp4", ["-bsf:v", "hevc_mp4toannexb"]),
        ] as [(String, [String])],
        ["yuv420p", "yuv420p10le"]
    )
    func kept(container: (name: String, options: [String]), pixels: String) throws {
        let folder = try TemporaryFolder()
        let (made, source) = ("\(folder.path)/made.mp4", "\(folder.path)/source.\(container.name)")
        try Self.make(made, pixels: pixels)
        try Program.check(["ffmpeg", "-v", "error", "-i", made, "-c", "copy"] + container.options + [source])
        let packaged = try Self.package(source)
        let video = try packaged.video
        #expect(video.codec.hasPrefix(pixels == "yuv420p" ? "hvc1.1.6.L" : "hvc1.2.4.L"), "\(video.codec)")
        #expect(packaged.lesson.renditions.map(\.rendition.rawValue) == ["180p-hevc", "180p"])
        #expect(packaged.lesson.report.tracks.map(\.isCopied) == [true, false, true])
        #expect(packaged.lesson.report.tracks[1].reasons.map(\.code) == [.codec])
        let encoded = try #require(packaged.manifest.tracks.first { $0.track.rawValue == "video-180p" })
        #expect(video.segmentTimes.count == 3 && encoded.segmentTimes == video.segmentTimes)

        let found = try Self.check(packaged)
        #expect(found.status == 0, "\(found.output)")
        let frames = try Self.frames(of: packaged.concatenated(video))
        #expect(try frames == Self.frames(of: source) && frames.count == Self.seconds * 25)
        let progressive = "\(packaged.folder.path)/lesson.mp4"
        let best = packaged.lesson.tracks.filter { packaged.lesson.renditions[0].tracks.contains($0.track.track) }
        try ProgressiveFileWriter.write(best, to: progressive)
        #expect(try Self.frames(of: progressive) == frames)
    }

    @Test("Without being asked for, HEVC is only encoded")
    func notAskedFor() throws {
        let folder = try TemporaryFolder()
        let source = "\(folder.path)/plain.mp4"
        try Self.make(source)
        let packaged = try PackagedFolder(file: source, PackagingOptions())
        #expect(packaged.manifest.tracks.allSatisfy { !$0.codec.hasPrefix("hvc1") })
        #expect(packaged.lesson.renditions.map(\.rendition.rawValue) == ["180p", "audio"])
    }

    @Test("Open groups have segments at IDR pictures only, not at the CRA pictures that containers flag")
    func openGroups() throws {
        let folder = try TemporaryFolder()
        let source = "\(folder.path)/open.mp4"
        try Self.make(source, "open-gop=1")
        let packaged = try Self.package(source)
        let video = try packaged.video
        #expect(video.codec.hasPrefix("hvc1") && video.segmentTimes.count == 1)
        let found = try Self.check(packaged)
        #expect(found.status == 0, "\(found.output)")
        #expect(try Self.frames(of: packaged.concatenated(video)) == Self.frames(of: source))
    }

    @Test("A file that begins with a CRA picture, as one cut off a recording, is only encoded")
    func noIDR() throws {
        let folder = try TemporaryFolder()
        let (open, source) = ("\(folder.path)/open.ts", "\(folder.path)/cut.ts")
        try Self.make(open, "open-gop=1")
        try Program.check(["ffmpeg", "-v", "error", "-ss", "4", "-i", open, "-c", "copy", source])
        let packaged = try Self.package(source)
        #expect(packaged.lesson.renditions.map(\.rendition.rawValue) == ["180p"])
        #expect(packaged.lesson.report.tracks[0].reasons.map(\.code) == [.codec, .keyframesTooFarApart])
        let found = try Self.check(packaged)
        #expect(found.status == 0, "\(found.output)")
    }

    @Test("The checker finds segments that start with another picture, and parameter sets in samples")
    func found() throws {
        let folder = try TemporaryFolder()
        let source = "\(folder.path)/plain.mp4"
        try Self.make(source)
        let packaged = try Self.package(source)
        let master = try packaged.export()
        let video = try packaged.video
        let segment = URL(filePath: master).deletingLastPathComponent().appending(path: "\(video.track)/1.m4s")
        let whole = try Data(contentsOf: segment)
        let media = try #require(whole.firstRange(of: Data("mdat".utf8))).upperBound
        // The header of the first unit, after its length: an IDR picture becomes a CRA picture, then a parameter set.
        for (type, finding) in [(UInt8(21), "does not start with an IDR picture"), (32, "units of types [32]")] {
            var data = whole
            #expect([19, 20].contains(data[media + 4] >> 1))
            data[media + 4] = type << 1
            try data.write(to: segment)
            let result = try Program.run(["python3", PackagedFolder.checker, master])
            #expect(result.status == 1 && result.output.contains(finding), "\(result.output)")
        }
    }

    private static func frames(of path: String) throws -> [Substring] {
        let output = try Program.check(
            ["ffmpeg", "-v", "error", "-xerror", "-i", path, "-map", "0:v", "-fps_mode", "passthrough"]
                + ["-f", "framemd5", "-"]
        )
        return output.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: ",").last ?? "" }
    }
}
