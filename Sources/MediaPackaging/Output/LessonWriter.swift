import CourseModel

/// Reads a source from its start to its end and writes all tracks that are planned.
struct LessonWriter {
    /// Containers round, and count a late start in.
    private static let roundingMs: Int64 = 1000

    let survey: SourceSurvey
    let tracks: [PlannedTrack]
    let options: PackagingOptions
    let segmentSeconds: Int
    /// Is offered the pictures that are decoded, at their times in the source.
    let pictures: PictureBuilder?

    /// - Parameters:
    ///   - source: opened anew.
    ///   - progress: called with each second that has been read.
    func write(
        _ source: MediaSource,
        into folder: String,
        progress: (MediaTime) throws(PackagingError) -> Void
    ) throws(PackagingError) -> (tracks: [WrittenTrack], gaps: [Manifest.Gap]) {
        let grid = LessonGrid(self.survey, self.tracks, segmentSeconds: self.segmentSeconds)
        var streams: [StreamTracks] = []
        for findings in [self.survey.video, self.survey.audio].compactMap({ $0 }) {
            let planned = self.tracks.filter { $0.isVideo == findings.stream.isVideo }
            guard !planned.isEmpty else { continue }
            streams.append(
                try StreamTracks(
                    findings,
                    planned,
                    source: source,
                    origin: self.survey.origin,
                    grid: grid,
                    into: folder,
                    isRepair: self.options.isRepair,
                    observer: { picture in
                        guard !picture.frame.isDamaged else { return }
                        let timeMs = picture.time.milliseconds + self.survey.originMs
                        self.pictures?.offer(picture.frame.pointer, atMs: timeMs)
                    }
                )
            )
        }
        source.use(only: streams.map(\.findings.stream.index))
        try self.readAll(source, streams, progress: progress)
        var written: [WrittenTrack] = []
        for stream in streams { written += try stream.finish(language: self.options.language) }
        let gaps = streams.flatMap(\.gaps) + (self.options.isRepair ? Self.missingEnds(source, written) : [])
        return (written, gaps.sorted { $0.rangeMs.lowerBound < $1.rangeMs.lowerBound })
    }

    /// What the container promises after the end of what there is.
    private static func missingEnds(_ source: MediaSource, _ written: [WrittenTrack]) -> [Manifest.Gap] {
        guard let promisedMs = source.promisedDurationMs else { return [] }
        return [Manifest.Gap.Media.video, .audio].compactMap { media in
            let tracks = written.filter { ($0.track.video != nil) == (media == .video) }
            guard let end = tracks.map(\.end).max(), promisedMs - end.milliseconds > Self.roundingMs else { return nil }
            return Manifest.Gap(media: media, rangeMs: end..<MediaTime(milliseconds: promisedMs))
        }
    }

    private func readAll(
        _ source: MediaSource,
        _ streams: [StreamTracks],
        progress: (MediaTime) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        var told = MediaTime.zero
        while true {
            let packet = try Packet()
            guard try source.read(into: packet, goesOn: self.options.isRepair) else {
                return
            }
            guard let stream = streams.first(where: { $0.findings.stream.index == packet.streamIndex }) else {
                continue
            }
            try stream.take(packet)
            if stream.position.milliseconds - told.milliseconds >= 1000 {
                told = stream.position
                try progress(told)
            }
        }
    }
}
