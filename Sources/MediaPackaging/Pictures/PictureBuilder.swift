import CLibAV

/// Chooses and makes a lesson's poster and storyboard from frames that are decoded anyway.
///
/// Frames are offered in order of time; most of them cost nothing. A frame that cannot be scaled is passed over: a lesson
/// is worth having without its pictures. Memory is bounded: 200 tiles have 4 MB.
final class PictureBuilder {
    private static let tileIntervalMs: Int64 = 10_000
    private static let tilesMax = 200
    private static let tileLongSideMax = 160
    private static let posterLongSideMax = 640
    /// The poster is looked for in the first minutes, and further on only while all was black or blank.
    private static let posterUntilMs: Int64 = 180_000
    private static let posterLookMs: Int64 = 2000
    private static let posterDetailMin = 2

    private let tileScaler: PictureScaler
    private let posterScaler: PictureScaler
    private var tiles = SpacedSeries<SmallPicture>(intervalMs: tileIntervalMs, countMax: tilesMax)
    private var poster: (detail: Int, large: SmallPicture, small: SmallPicture)?
    private var posterUntilMs: Int64 = .max
    private var nextPosterLookMs: Int64 = .min

    /// - Parameter video: nil, for which nothing is made, in a source without picture.
    init?(_ video: SourceStream?, of source: MediaSource) {
        guard let stream = video.flatMap({ source.stream($0.index) }) else { return nil }
        let shape = PictureScaler.Shape(stream)
        self.tileScaler = PictureScaler(shape, longSideMax: Self.tileLongSideMax)
        self.posterScaler = PictureScaler(shape, longSideMax: Self.posterLongSideMax)
    }

    /// - Parameter timeMs: when the frame is shown, on any time line: `finish` is told where the lesson starts on it.
    func offer(_ frame: UnsafePointer<AVFrame>, atMs timeMs: Int64) {
        if self.tiles.entries.isEmpty { self.posterUntilMs = timeMs + Self.posterUntilMs }
        let isTile = self.tiles.wants(timeMs)
        let looksForPoster =
            timeMs >= self.nextPosterLookMs
            && (timeMs < self.posterUntilMs || (self.poster?.detail ?? 0) < Self.posterDetailMin)
        guard isTile || looksForPoster, let tile = try? self.tileScaler.picture(of: frame) else { return }
        if isTile { self.tiles.add(tile, at: timeMs) }
        guard looksForPoster else { return }
        self.nextPosterLookMs = timeMs + Self.posterLookMs
        let detail = tile.detail
        if let poster, poster.detail >= detail { return }
        if let large = try? self.posterScaler.picture(of: frame) { self.poster = (detail, large, tile) }
    }

    /// What has been made of all frames; nil without any.
    ///
    /// - Parameters:
    ///   - originMs: where the lesson starts, on the time line of `offer`.
    ///   - endMs: where it ends, on its own.
    func finish(originMs: Int64, endMs: Int64) throws(PackagingError) -> LessonPictures? {
        guard let poster else { return nil }
        return try LessonPictures(
            poster: Poster(poster.large, orSmaller: poster.small),
            tiles: self.tiles.entries.map { Storyboard.Tile(timeMs: $0.timeMs - originMs, picture: $0.element) },
            intervalMs: self.tiles.intervalMs(covering: endMs),
            endMs: endMs
        )
    }
}
