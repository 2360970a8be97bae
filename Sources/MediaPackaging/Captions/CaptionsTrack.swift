package import CourseModel

/// Captions as a track file.
struct CaptionsTrack {
    /// Cues that last very long are in very many segments; captions of 12 hours have less than 2 MB in both forms.
    private static let fileBytesMax = 32 << 20

    /// Under its temporary name until it is kept.
    let file: OutputFile
    let track: Track
    let report: CaptionsReport

    /// Writes the track file, `{id}.track`: `{id}.vtt` is the name of what stands for the whole in it.
    ///
    /// - Parameters:
    ///   - grid: where segments start.
    ///   - durationMs: of the lesson, after which nothing is shown.
    ///   - id: its name, under which it lies in `folder`.
    init(
        _ captions: LessonCaptions,
        on grid: CaptionsGrid,
        durationMs: MediaTime,
        id: Track.ID,
        into folder: String
    ) throws(PackagingError) {
        let end = durationMs.milliseconds
        let cues = captions.cues.filter { $0.startMs < end }
            .map { Cue(startMs: $0.startMs, endMs: min($0.endMs, end), text: $0.text) }
        let writer = try PlainTrackFile(path: "\(folder)/\(id).track", timescale: grid.timescale)
        try writer.append(Array(WebVTTText.whole(cues).utf8), durationTicks: 0)
        var size = 0
        for (cues, duration) in zip(grid.segments(of: cues), grid.durationsTicks) {
            let bytes = Array(WebVTTText.segment(cues).utf8)
            size += bytes.count
            guard size <= Self.fileBytesMax else {
                throw PackagingError(.badCaptions, "\(captions.source): too many cues at the same time")
            }
            try writer.append(bytes, durationTicks: duration)
        }
        self.file = writer.file
        self.track = writer.track(id, language: captions.language, text: Track.Text(cues: cues.count))
        self.report = CaptionsReport(
            track: id,
            source: captions.source,
            encoding: captions.encoding,
            cues: cues.count,
            cuesLeftOut: captions.leftOut + captions.cues.count - cues.count
        )
    }

    /// Writes the track files of all captions of a lesson, called `captions-LANGUAGE`.
    ///
    /// - Parameters:
    ///   - tracks: of the lesson; the captions lie on the segments of its first picture, or else of its first sound.
    ///   - folder: one that exists.
    static func write(
        _ captions: [LessonCaptions],
        beside tracks: [Track],
        durationMs: MediaTime,
        into folder: String
    ) throws(PackagingError) -> [CaptionsTrack] {
        guard let main = tracks.first(where: { $0.video != nil }) ?? tracks.first else { return [] }
        let grid = CaptionsGrid(beside: main, durationMs: durationMs)
        var counts: [String: Int] = [:]
        var result: [CaptionsTrack] = []
        for captions in captions {
            let count = counts[captions.language, default: 0] + 1
            counts[captions.language] = count
            let name = "captions-\(captions.language)" + (count == 1 ? "" : "-\(count)")
            guard let id = Track.ID(name) else {
                throw PackagingError(.badCaptions, "the language \(captions.language)")
            }
            result.append(try CaptionsTrack(captions, on: grid, durationMs: durationMs, id: id, into: folder))
        }
        return result
    }
}

/// Where captions came from and what became of them.
package struct CaptionsReport: Hashable, Sendable, Codable {
    package let track: Track.ID
    /// The file's name, or the stream of the course video.
    package let source: String
    /// Of a file.
    package let encoding: CaptionsEncoding?
    package let cues: Int
    /// Cues without text, without a duration, there twice, or outside the lesson.
    package let cuesLeftOut: Int

    package init(track: Track.ID, source: String, encoding: CaptionsEncoding?, cues: Int, cuesLeftOut: Int) {
        self.track = track
        self.source = source
        self.encoding = encoding
        self.cues = cues
        self.cuesLeftOut = cuesLeftOut
    }
}
