import CourseModel

/// What a lesson shows of its video without playing it: two companion tracks.
struct LessonPictures {
    private static let timescale: Int64 = 1000

    private let posterTrack: Track.ID
    private let storyboardTrack: Track.ID
    let poster: Poster
    let storyboard: Storyboard

    init(poster: Poster, tiles: [Storyboard.Tile], intervalMs: Int64, endMs: Int64) throws(PackagingError) {
        guard let posterTrack = Track.ID("poster"), let storyboardTrack = Track.ID("storyboard") else {
            throw PackagingError(.unfitOutput, "track names")
        }
        self.posterTrack = posterTrack
        self.storyboardTrack = storyboardTrack
        self.poster = poster
        self.storyboard = try Storyboard(tiles, intervalMs: intervalMs, endMs: endMs, track: storyboardTrack)
    }

    /// Writes both as track files into a folder that exists; they get their names when they are kept. No name is that of
    /// something a release serves: a folder to serve may be made of the same one.
    func write(into folder: String) throws(PackagingError) -> [(track: Track, file: OutputFile)] {
        [try self.writePoster(into: folder), try self.writeStoryboard(into: folder)]
    }

    private func writePoster(into folder: String) throws(PackagingError) -> (track: Track, file: OutputFile) {
        let output = try PlainTrackFile(path: "\(folder)/\(self.posterTrack).track", timescale: Self.timescale)
        try output.append(self.poster.file, durationTicks: 0)
        let images = Track.Images(
            widthPixels: self.poster.width,
            heightPixels: self.poster.height,
            columns: 1,
            rows: 1,
            intervalTicks: 0
        )
        return (output.track(self.posterTrack, images: images), output.file)
    }

    private func writeStoryboard(into folder: String) throws(PackagingError) -> (track: Track, file: OutputFile) {
        let output = try PlainTrackFile(path: "\(folder)/\(self.storyboardTrack).track", timescale: Self.timescale)
        try output.append(Array(self.storyboard.index.utf8), durationTicks: 0)
        let perSheet = self.storyboard.columns * self.storyboard.rows
        for (number, sheet) in self.storyboard.sheets.enumerated() {
            let tiles = min(perSheet, self.storyboard.tiles - number * perSheet)
            try output.append(sheet, durationTicks: Int64(tiles) * self.storyboard.intervalMs)
        }
        let images = Track.Images(
            widthPixels: self.storyboard.tileWidth,
            heightPixels: self.storyboard.tileHeight,
            columns: self.storyboard.columns,
            rows: self.storyboard.rows,
            intervalTicks: self.storyboard.intervalMs
        )
        return (output.track(self.storyboardTrack, images: images), output.file)
    }
}
