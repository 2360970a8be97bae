import CourseModel
import Foundation
import MediaPackaging
import Testing

@Suite struct StoryboardTests {
    private static let size = (width: 160, height: 90)

    /// Tile `n` is found at `n` times 10 s and has the brightness `3 n`, so that 60 of them fit.
    private static func grey(_ count: Int, size: (width: Int, height: Int) = size) -> [Storyboard.Tile] {
        (0..<count).map { number in
            var picture = SmallPicture(width: size.width, height: size.height)
            picture.planes[0].samples = [UInt8](repeating: UInt8(3 * number), count: size.width * size.height)
            return Storyboard.Tile(timeMs: Int64(number) * 10_000, picture: picture)
        }
    }

    private static func noise(_ count: Int, size: (width: Int, height: Int) = size) -> [Storyboard.Tile] {
        var state: UInt64 = 7
        return (0..<count).map { number in
            var picture = SmallPicture(width: size.width, height: size.height)
            for plane in picture.planes.indices {
                for index in picture.planes[plane].samples.indices {
                    // Knuth's linear congruential generator.
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    picture.planes[plane].samples[index] = UInt8(truncatingIfNeeded: state >> 56)
                }
            }
            return Storyboard.Tile(timeMs: Int64(number) * 10_000, picture: picture)
        }
    }

    private static func storyboard(_ tiles: [Storyboard.Tile], endMs: Int64) throws -> Storyboard {
        try Storyboard(tiles, intervalMs: 10_000, endMs: endMs, track: try #require(Track.ID("storyboard")))
    }

    @Test("Every cue of the index names the place of its tile, on the right sheet")
    func places() throws {
        let folder = try TemporaryFolder()
        let storyboard = try Self.storyboard(Self.grey(60), endMs: 597_500)
        #expect(storyboard.sheets.count == 3 && storyboard.columns == 5 && storyboard.rows == 5)
        var sheets: [String: [UInt8]] = [:]
        for (number, sheet) in storyboard.sheets.enumerated() {
            sheets["storyboard/\(number).jpg"] = try Self.brightness(of: sheet, in: folder)
        }
        let cues = try StoryboardCue.parse(storyboard.index)
        #expect(cues.count == 60)
        for (number, cue) in cues.enumerated() {
            #expect(cue.startMs == number * 10_000)
            #expect(cue.endMs == (number == 59 ? 597_500 : (number + 1) * 10_000))
            #expect(cue.width == 160 && cue.height == 90)
            let sheet = try #require(sheets[cue.sheet])
            #expect(sheet.count == 800 * 450)
            let middle = Int(sheet[(cue.y + cue.height / 2) * 800 + cue.x + cue.width / 2])
            #expect(abs(middle - 3 * number) <= 1, "tile \(number) has \(middle)")
        }
    }

    @Test("A short lesson has one sheet, no larger than its tiles")
    func short() throws {
        let one = try Self.storyboard(Self.grey(1), endMs: 40)
        #expect(one.sheets.count == 1 && one.columns == 1 && one.rows == 1)
        #expect(one.index == "WEBVTT\n\n00:00:00.000 --> 00:00:00.040\nstoryboard/0.jpg#xywh=0,0,160,90\n")
        let seven = try Self.storyboard(Self.grey(7), endMs: 66_000)
        #expect(seven.sheets.count == 1 && seven.columns == 5 && seven.rows == 2)
    }

    @Test("Where no picture was found in an interval, the one before stands for it")
    func gaps() throws {
        let tiles = Self.grey(4)
        let found = [tiles[1], Storyboard.Tile(timeMs: 35_000, picture: tiles[2].picture), tiles[3]]
        let all = (0..<6).map {
            Storyboard.Tile(timeMs: Int64($0) * 10_000, picture: tiles[[1, 1, 1, 2, 2, 2][$0]].picture)
        }
        #expect(try Self.storyboard(Array(found.prefix(2)), endMs: 60_000) == Self.storyboard(all, endMs: 60_000))
    }

    @Test("Hours have two digits and more")
    func hours() throws {
        let tiles = [Storyboard.Tile(timeMs: 0, picture: SmallPicture(width: 2, height: 2))]
        let storyboard = try Storyboard(
            tiles,
            intervalMs: 36_000_000,
            endMs: 100 * 3_600_000,
            track: try #require(Track.ID("storyboard"))
        )
        #expect(storyboard.index.contains("\n10:00:00.000 --> 20:00:00.000\n"))
        #expect(storyboard.index.contains("\n90:00:00.000 --> 100:00:00.000\n"))
    }

    @Test("A restless video costs quality, not bytes; the same pictures give the same bytes")
    func bounded() throws {
        let noise = Self.noise(50)
        let storyboard = try Self.storyboard(noise, endMs: 500_000)
        let size = storyboard.sheets.reduce(0) { $0 + $1.count }
        // Nothing is as bad as noise in every pixel, and even that is bounded.
        #expect(size < 4 * 50 * Storyboard.tileBytesMax)
        #expect(try Self.storyboard(noise, endMs: 500_000) == storyboard)
        let plain = try Self.storyboard(Self.grey(50), endMs: 500_000)
        #expect(plain.sheets.reduce(0) { $0 + $1.count } < 50 * Storyboard.tileBytesMax)
    }

    @Test("A poster has at most 60 kB, whatever it shows")
    func poster() throws {
        let large = Self.noise(1, size: (640, 640))[0].picture
        let small = Self.noise(1)[0].picture
        let poster = try Poster(large, orSmaller: small)
        #expect(poster.file.count <= 60_000 && poster.width == 160 && poster.height == 90)
        let calm = Self.grey(30, size: (640, 360))[29].picture
        let kept = try Poster(calm, orSmaller: small)
        #expect(kept.file.count <= 60_000 && kept.width == 640 && kept.height == 360)
        #expect(kept.file.prefix(3) == [0xFF, 0xD8, 0xFF])
    }

    /// The brightness of a JPEG file's pixels, as ffmpeg decodes it.
    private static func brightness(of file: [UInt8], in folder: TemporaryFolder) throws -> [UInt8] {
        let (input, output) = ("\(folder.path)/sheet.jpg", "\(folder.path)/sheet.raw")
        try Data(file).write(to: URL(filePath: input))
        try Program.check(
            ["ffmpeg", "-v", "error", "-xerror", "-y", "-i", input, "-vf", "extractplanes=y", "-f", "rawvideo", output]
        )
        return [UInt8](try Data(contentsOf: URL(filePath: output)))
    }
}
