import CLibAV
import CourseModel

/// Where the segments of a lesson's tracks start: where those of its copied picture do, or else at regular times.
struct LessonGrid {
    private let segmentSeconds: Int
    /// Of the picture, in its ticks; empty without one.
    private let starts: [Int64]
    private let timescale: Int64
    private let endTicks: Int64

    init(_ survey: SourceSurvey, _ tracks: [PlannedTrack], segmentSeconds: Int) {
        let video = tracks.contains(where: \.isVideo) ? survey.video : nil
        let isCopied = tracks.contains { $0.isVideo && $0.making == .copy }
        self.segmentSeconds = segmentSeconds
        self.starts = video.map { isCopied ? $0.copy?.starts ?? [] : $0.regularStarts } ?? []
        self.timescale = video?.stream.timescale ?? 1
        self.endTicks = video?.endTicks ?? 0
    }

    /// - Parameter timescale: of the track.
    func starts(of findings: StreamFindings, timescale: Int64) -> [Int64] {
        if findings.stream.isVideo { return self.starts }
        func ticks(_ time: Int64, of other: Int64) -> Int64 {
            av_rescale_rnd(time, timescale, other, AV_ROUND_NEAR_INF)
        }
        var grid = SegmentGrid(segmentSeconds: self.segmentSeconds, timescale: timescale)
        for start in self.starts { grid.add(ticks(start, of: self.timescale)) }
        let first = ticks(findings.firstTicks, of: findings.stream.timescale)
        let end = ticks(findings.endTicks, of: findings.stream.timescale)
        let ownEnd = self.starts.isEmpty ? first : ticks(self.endTicks, of: self.timescale)
        return grid.beside(first..<max(first, end), ownEnd: ownEnd).starts
    }
}
