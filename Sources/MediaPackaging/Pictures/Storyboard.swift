package import CourseModel

/// Small pictures of a whole lesson at even distances, on sheets, and where each of them is: what a player shows while
/// someone looks for a place.
package struct Storyboard: Hashable, Sendable {
    /// A picture of the lesson, and when it is shown in it.
    package struct Tile: Hashable, Sendable {
        package let timeMs: Int64
        package let picture: SmallPicture

        package init(timeMs: Int64, picture: SmallPicture) {
            self.timeMs = timeMs
            self.picture = picture
        }
    }

    /// 300 kB for 200 tiles, about a second of a school's line; text on slides can be read.
    package static let tileBytesMax = 1500
    private static let sideTilesMax = 5
    /// What is left at the end has no tile of its own below this.
    private static let tailMs: Int64 = 1000

    package let tileWidth: Int
    package let tileHeight: Int
    /// Of every sheet; what is left over on the last one is black.
    package let columns: Int
    package let rows: Int
    /// Tile `n`, line by line and sheet after sheet, stands for the time from `n` of these to `n + 1`.
    package let intervalMs: Int64
    /// How many there are.
    package let tiles: Int
    /// A JPEG file each.
    package let sheets: [[UInt8]]
    /// WebVTT whose cues are addresses with the place on the sheet (Media Fragments URI 1.0 §4.2.2).
    package let index: String

    /// - Parameters:
    ///   - found: at least one, in order of time, all of one size. An interval in which none was found gets the one before.
    ///   - endMs: where the lesson ends.
    ///   - track: as which it will be served.
    package init(
        _ found: [Tile],
        intervalMs: Int64,
        endMs: Int64,
        track: Track.ID
    ) throws(PackagingError) {
        guard let first = found.first?.picture else { throw PackagingError(.unfitOutput, "a storyboard without tiles") }
        let pictures = Self.evenly(found, intervalMs: intervalMs, endMs: endMs)
        self.tileWidth = first.width
        self.tileHeight = first.height
        self.columns = min(pictures.count, Self.sideTilesMax)
        self.rows = min((pictures.count + self.columns - 1) / self.columns, Self.sideTilesMax)
        self.intervalMs = intervalMs
        self.tiles = pictures.count
        let grid = (columns: self.columns, rows: self.rows)
        self.sheets = try JPEGFile.encode(
            Self.sheets(pictures, grid: grid),
            bytesMax: pictures.count * Self.tileBytesMax
        )
        var index = "WEBVTT\n"
        for number in pictures.indices {
            let start = Int64(number) * intervalMs
            let end = number + 1 == pictures.count ? max(endMs, start + 1) : start + intervalMs
            let (sheet, onSheet) = number.quotientAndRemainder(dividingBy: grid.columns * grid.rows)
            let (row, column) = onSheet.quotientAndRemainder(dividingBy: grid.columns)
            let place = "\(column * first.width),\(row * first.height),\(first.width),\(first.height)"
            // The index is served beside the track's folder.
            let address = ReleaseResource.sheet(track, number: sheet).path
            index += "\n\(Self.clock(start)) --> \(Self.clock(end))\n\(address)#xywh=\(place)\n"
        }
        self.index = index
    }

    /// The picture of each interval: the first that was found in it.
    private static func evenly(_ found: [Tile], intervalMs: Int64, endMs: Int64) -> [SmallPicture] {
        var next = found.startIndex
        var last = found[next].picture
        return stride(from: 0, to: max(1, endMs - Self.tailMs), by: Int64.Stride(intervalMs)).map { start in
            while next < found.endIndex, found[next].timeMs < start { next += 1 }
            if next < found.endIndex, found[next].timeMs < start + intervalMs {
                last = found[next].picture
            } else if next > found.startIndex {
                last = found[next - 1].picture
            }
            return last
        }
    }

    private static func sheets(_ pictures: [SmallPicture], grid: (columns: Int, rows: Int)) -> [SmallPicture] {
        let perSheet = grid.columns * grid.rows
        let (width, height) = (pictures[0].width, pictures[0].height)
        return stride(from: 0, to: pictures.count, by: perSheet).map { start in
            var sheet = SmallPicture(width: width * grid.columns, height: height * grid.rows)
            for (number, picture) in pictures[start..<min(start + perSheet, pictures.count)].enumerated() {
                let (row, column) = number.quotientAndRemainder(dividingBy: grid.columns)
                sheet.place(picture, x: column * width, y: row * height)
            }
            return sheet
        }
    }

    /// `HH:MM:SS.mmm`.
    private static func clock(_ ms: Int64) -> String {
        let digits = { (value: Int64, count: Int) in
            String(repeating: "0", count: max(0, count - String(value).count)) + String(value)
        }
        return
            "\(digits(ms / 3_600_000, 2)):\(digits(ms / 60_000 % 60, 2)):\(digits(ms / 1000 % 60, 2)).\(digits(ms % 1000, 3))"
    }
}
