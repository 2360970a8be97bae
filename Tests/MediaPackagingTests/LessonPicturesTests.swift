import CourseModel
import Foundation
import MediaPackaging
import Testing

@Suite struct LessonPicturesTests {
    /// A minute whose brightness is one step higher every 10 s after a black beginning; a test card is there from 32 s to
    /// 38 s, so that no tile has it.
    private static let steps = [
        "-f", "lavfi", "-i", "color=black:size=640x360:rate=10:duration=60,geq=lum='16+40*floor(T/10)':cb=128:cr=128",
        "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=10:duration=60",
        "-filter_complex", "[0][1]overlay=enable='between(t,32,38)',format=yuv420p", "-t", "60",
    ]
    private static let h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-keyint_min", "20", "-bf", "2"]

    @Test(
        "The tile of a time shows what is seen then, and the poster is the picture with most to see",
        arguments: [
            ("mp4", h264), ("ts", h264), ("avi", ["-c:v", "mpeg4", "-q:v", "3"]),
            ("mkv", ["-c:v", "libvpx", "-b:v", "1M", "-deadline", "realtime", "-cpu-used", "8"]),
        ]
    )
    func timesAndPoster(container: String, codec: [String]) async throws {
        let packaged = try PackagedPictures(Self.steps + codec, container: container)
        let storyboard = try packaged.storyboard
        #expect(
            storyboard.images
                == Track.Images(widthPixels: 160, heightPixels: 90, columns: 5, rows: 2, intervalTicks: 10_000)
        )
        let cues = try StoryboardCue.parse(packaged.index)
        #expect(cues.map(\.startMs) == [0, 10_000, 20_000, 30_000, 40_000, 50_000])
        let sheet = try packaged.brightness(ofChunk: 1, of: storyboard)
        for (number, cue) in cues.enumerated() {
            let middle = Int(sheet[(cue.y + cue.height / 2) * 800 + cue.x + cue.width / 2])
            #expect(abs(middle - 40 * number * 255 / 219) <= 4, "tile \(number) has \(middle)")
        }
        let poster = try packaged.poster
        #expect(
            poster.images == Track.Images(widthPixels: 640, heightPixels: 360, columns: 1, rows: 1, intervalTicks: 0)
        )
        #expect(poster.sizeBytes.bytes <= 60_000)
        let seen = Set(try packaged.brightness(ofChunk: 0, of: poster))
        #expect(seen.count > 100, "the poster is not the test card")
    }

    /// Red, green, blue and white quarters, in reading order.
    private static let quarters = [
        "-f", "lavfi", "-i",
        "color=red:size=320x180:rate=10:duration=8,drawbox=x=160:w=160:h=90:color=lime:t=fill,"
            + "drawbox=y=90:w=160:h=90:color=blue:t=fill,drawbox=x=160:y=90:w=160:h=90:color=white:t=fill",
        "-pix_fmt", "yuv420p",
    ]

    @Test(
        "Pictures are upright, have square pixels and the video's colours",
        arguments: [
            (["-c", "copy"], 320, 180, "red lime blue white"),
            (["-c", "copy", "-metadata:s:v:0", "rotate=90"], 180, 320, "lime white red blue"),
            (["-c", "copy", "-metadata:s:v:0", "rotate=180"], 320, 180, "white blue lime red"),
            (["-vf", "setsar=2/1"] + h264, 320, 90, "red lime blue white"),
            (
                ["-vf", "scale=out_color_matrix=bt709,setparams=colorspace=bt709"] + h264, 320, 180,
                "red lime blue white"
            ),
        ]
    )
    func shapes(change: [String], width: Int, height: Int, corners: String) async throws {
        let folder = try TemporaryFolder()
        let upright = "\(folder.path)/upright.mp4"
        try Program.check(["ffmpeg", "-v", "error"] + Self.quarters + Self.h264 + [upright])
        let packaged = try PackagedPictures(["-i", upright] + change, container: "mp4")
        let poster = try packaged.poster
        #expect(poster.images?.widthPixels == width && poster.images?.heightPixels == height)
        let pixels = try packaged.pixels(ofChunk: 0, of: poster, format: "rgb24")
        let found = [(1, 1), (3, 1), (1, 3), (3, 3)].map { x, y in
            let start = 3 * (height * y / 4 * width + width * x / 4)
            return Self.colour(pixels[start..<(start + 3)].map(Int.init))
        }
        #expect(found.joined(separator: " ") == corners)
    }

    /// The name of a colour, which has to be nearly the pure one.
    private static func colour(_ rgb: [Int]) -> String {
        let names = [[255, 0, 0]: "red", [0, 255, 0]: "lime", [0, 0, 255]: "blue", [255, 255, 255]: "white"]
        return names.first { pure, _ in zip(pure, rgb).allSatisfy { abs($0 - $1) <= 12 } }?.value ?? "\(rgb)"
    }

    @Test("Of an interlaced video one field is taken: no combs")
    func interlaced() async throws {
        // Even lines are black and odd lines white: the two fields.
        let packaged = try PackagedPictures(
            [
                "-f", "lavfi", "-i",
                "color=black:size=320x180:rate=25:duration=4,geq=lum='16+219*mod(Y,2)':cb=128:cr=128",
                "-c:v", "libx264", "-flags", "+ildct+ilme", "-preset", "ultrafast", "-crf", "1", "-pix_fmt", "yuv420p",
            ],
            container: "mp4"
        )
        let seen = try packaged.brightness(ofChunk: 0, of: packaged.poster)
        #expect(seen.allSatisfy { $0 < 30 } || seen.allSatisfy { $0 > 225 })
    }

    @Test("A lesson without picture has neither, nor one that is to have none")
    func without() async throws {
        let sound = ["-f", "lavfi", "-i", "sine=duration=7", "-c:a", "aac"]
        #expect(try PackagedPictures(sound, container: "m4a").lesson.tracks.allSatisfy { $0.track.images == nil })
        var options = PackagingOptions()
        options.hasPictures = false
        let plain = try PackagedPictures(Self.quarters + Self.h264, container: "mp4", options)
        #expect(plain.lesson.tracks.allSatisfy { $0.track.images == nil })
    }
}
