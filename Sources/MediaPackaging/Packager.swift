package import CourseModel

/// Makes track files from a course video: CMAF files with one track each, copied sample by sample where browsers play it,
/// encoded where they would not, and encoded for the smaller renditions.
///
/// The source is read twice, first to see that it is whole and sound (nothing is written before that), then to write.
/// Memory holds one segment of each track at a time, and what decoders and encoders look at.
package struct Packager: Sendable {
    /// Bounds of what is taken.
    struct Limits: Hashable {
        let segmentSeconds: Int
        /// A player fetches at least this much at once where key frames are rare.
        let keyframeGapSecondsMax = 60
        let durationSecondsMax = 12 * 3600
    }

    private let options: PackagingOptions
    private let limits: Limits

    package init(_ options: PackagingOptions = PackagingOptions()) {
        let seconds = PackagingOptions.segmentSecondsRange
        self.options = options
        self.limits = Limits(
            segmentSeconds: min(max(options.segmentSeconds, seconds.lowerBound), seconds.upperBound)
        )
    }

    /// Writes the track files into a folder that exists, named after their tracks.
    ///
    /// - Parameter progress: called about once a second of media, and at the end with `done == total`.
    /// - Throws: `PackagingError`; the folder is then as it was.
    package func package(
        file: String,
        into folder: String,
        progress: @Sendable (_ done: MediaTime, _ total: MediaTime) throws(PackagingError) -> Void
    ) throws(PackagingError) -> PackagedLesson {
        let sourceFile = try SourceFile(path: file)
        try ContainerExtent.check(sourceFile, isRepair: self.options.isRepair)
        let digest = BackgroundDigest(of: sourceFile)
        let (survey, pictures, container) = try self.survey(file, progress: progress)
        let captions = try LessonCaptions.read(self.options.captions, source: file, originMs: survey.originMs)

        let planned = RenditionLadder(survey, kinds: self.options.renditions)
        let (all, gaps) = try self.write(planned.tracks, of: file, survey, pictures, into: folder, progress: progress)
        let ladder = planned.kept(
            Dictionary(uniqueKeysWithValues: all.map { ($0.track.track, $0.track.averageBitsPerSecond) })
        )
        let written = all.filter { track in ladder.tracks.contains { $0.id == track.track.track } }
        let duration = written.map(\.end).max() ?? .zero
        let captionsTracks = try CaptionsTrack.write(
            captions,
            beside: written.map(\.track),
            durationMs: duration,
            into: folder
        )
        let drawn = try pictures?.finish(originMs: survey.originMs, endMs: duration.milliseconds)
        let pictureTracks = try drawn?.write(into: folder) ?? []

        let named = Manifest.Source(
            fileName: sourceFile.name,
            sizeBytes: ByteCount(bytes: sourceFile.sizeBytes),
            digest: try digest.value()
        )
        try sourceFile.checkUnchanged()
        try progress(duration, duration)
        try OutputFile.keep(written.map(\.output) + captionsTracks.map(\.file) + pictureTracks.map(\.file))
        return PackagedLesson(
            tracks: written.map { ($0.track, $0.output.path) } + captionsTracks.map { ($0.track, $0.file.path) }
                + pictureTracks.map { ($0.track, $0.file.path) },
            renditions: ladder.renditions,
            durationMs: duration,
            source: named,
            gaps: self.options.isRepair ? gaps : nil,
            report: PackagingReport(
                source: PackagingReport.Source(named, container),
                durationMs: duration,
                tracks: written.map(\.report),
                renditions: ladder.renditions,
                gaps: gaps,
                warnings: container.warnings
                    + PackagingReport.warnings(planned: planned, kept: ladder),
                captions: captionsTracks.map(\.report)
            )
        )
    }

    /// What reading the source the first time is of the whole work: half of a copy, little beside encoding.
    private var surveyPercent: Int64 { self.options.renditions == [.source] ? 50 : 5 }

    /// Opens the source, reads it and closes it: the tables of a long one need not be in memory twice.
    private func survey(
        _ file: String,
        progress: (MediaTime, MediaTime) throws(PackagingError) -> Void
    ) throws(PackagingError) -> (SourceSurvey, PictureBuilder?, PackagingReport.Container) {
        let source = try MediaSource(path: file)
        let probe = try MediaProbe(source, isRepair: self.options.isRepair, keepsHEVC: self.options.keepsHEVC)
        let pictures = self.options.hasPictures ? PictureBuilder(probe.video, of: source) : nil
        let promised = MediaTime(milliseconds: source.promisedDurationMs ?? 0)
        let survey = try SourceSurvey(
            source,
            probe,
            limits: self.limits,
            isRepair: self.options.isRepair,
            pictures: pictures
        ) { position throws(PackagingError) in
            let done = position.milliseconds * self.surveyPercent / 100
            try progress(MediaTime(milliseconds: done), max(promised, position))
        }
        return (survey, pictures, PackagingReport.Container(source, used: survey.streams))
    }

    private func write(
        _ tracks: [PlannedTrack],
        of file: String,
        _ survey: SourceSurvey,
        _ pictures: PictureBuilder?,
        into folder: String,
        progress: (MediaTime, MediaTime) throws(PackagingError) -> Void
    ) throws(PackagingError) -> (tracks: [WrittenTrack], gaps: [Manifest.Gap]) {
        let writer = LessonWriter(
            survey: survey,
            tracks: tracks,
            options: self.options,
            segmentSeconds: self.limits.segmentSeconds,
            pictures: pictures
        )
        let total = survey.duration.milliseconds
        let surveyed = total * self.surveyPercent / 100
        return try writer.write(try MediaSource(path: file), into: folder) { position throws(PackagingError) in
            let written = position.milliseconds * (100 - self.surveyPercent) / 100
            try progress(MediaTime(milliseconds: min(surveyed + written, total)), survey.duration)
        }
    }
}
