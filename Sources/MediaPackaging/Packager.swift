package import CourseModel
import ISOMedia

/// Makes track files from a course video: CMAF files with one track each, copied sample by sample where browsers play it.
///
/// The source is read twice, first to see that it is whole and sound (nothing is written before that), then to write.
/// Memory holds one segment of each track at a time.
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
        progress: @Sendable (_ done: MediaTime, _ total: MediaTime) -> Void
    ) throws(PackagingError) -> PackagedLesson {
        let sourceFile = try SourceFile(path: file)
        try ContainerExtent.check(sourceFile)
        let source = try MediaSource(path: file)
        let probe = try MediaProbe(source)
        let promised = MediaTime(milliseconds: source.promisedDurationMs ?? 0)
        let survey = try SourceSurvey(source, probe, limits: self.limits) { position in
            progress(MediaTime(milliseconds: position.milliseconds / 2), max(promised, position))
        }
        let captions = try LessonCaptions.read(self.options.captions, source: file, originMs: survey.originMs)
        let ladder = self.ladder(survey)
        let assemblies = try self.write(file, survey, ladder, into: folder, progress: progress)
        var written: [WrittenTrack] = []
        for (planned, assembly) in assemblies {
            written.append(
                WrittenTrack(planned, assembly, file: try assembly.finish(), language: self.options.language)
            )
        }
        let captionsTracks = try CaptionsTrack.write(
            captions,
            beside: written.map(\.track),
            durationMs: survey.duration,
            into: folder
        )
        let digest = try sourceFile.digest()
        try sourceFile.checkUnchanged()
        try OutputFile.keep(written.map(\.output) + captionsTracks.map(\.file))
        progress(survey.duration, survey.duration)
        let named = Manifest.Source(
            fileName: sourceFile.name,
            sizeBytes: ByteCount(bytes: sourceFile.sizeBytes),
            digest: digest
        )
        return PackagedLesson(
            tracks: written.map { ($0.track, $0.output.path) } + captionsTracks.map { ($0.track, $0.file.path) },
            renditions: ladder.renditions,
            durationMs: survey.duration,
            source: named,
            gaps: [],
            report: PackagingReport(
                source: PackagingReport.Source(named, source, used: probe.streams.map(\.index)),
                durationMs: survey.duration,
                tracks: written.map(\.report),
                renditions: ladder.renditions,
                gaps: [],
                warnings: [],
                captions: captionsTracks.map(\.report)
            )
        )
    }

    /// What is made of the source; for now, of what can be copied.
    private func ladder(_ survey: SourceSurvey) -> RenditionLadder {
        RenditionLadder(
            picture: survey.video.flatMap { video in
                guard case .video(_, let picture) = video.stream.format else { return nil }
                return RenditionLadder.Picture(
                    widthPixels: picture.widthPixels,
                    heightPixels: picture.heightPixels,
                    averageBitsPerSecond: .zero,
                    canBeCopied: true
                )
            },
            sound: survey.audio.flatMap { audio in
                guard case .audio(let configuration) = audio.stream.format else { return nil }
                return RenditionLadder.Sound(
                    channels: configuration.channels,
                    sampleRateHertz: configuration.sampleRateHertz,
                    averageBitsPerSecond: .zero,
                    canBeCopied: true
                )
            },
            kinds: self.options.renditions.intersection([.source, .audio])
        )
    }

    /// Reads the source again and writes all segments.
    private func write(
        _ file: String,
        _ survey: SourceSurvey,
        _ ladder: RenditionLadder,
        into folder: String,
        progress: (MediaTime, MediaTime) -> Void
    ) throws(PackagingError) -> [(PlannedTrack, TrackAssembly)] {
        let source = try MediaSource(path: file)
        var assemblies: [(PlannedTrack, TrackAssembly)] = []
        for planned in ladder.tracks {
            guard let findings = planned.isVideo ? survey.video : survey.audio else { continue }
            let path = "\(folder)/\(planned.id).mp4"
            assemblies.append((planned, try TrackAssembly(findings, source: source, path: path)))
        }
        source.use(only: assemblies.map { $0.1.findings.stream.index })
        let half = survey.duration.milliseconds / 2
        var told: Int64 = 0
        while true {
            let packet = try Packet()
            guard try source.read(into: packet) else { return assemblies }
            guard let (_, assembly) = assemblies.first(where: { $0.1.findings.stream.index == packet.streamIndex })
            else { continue }
            try assembly.take(packet)
            if assembly.positionMs - told >= 1000 {
                told = assembly.positionMs
                progress(MediaTime(milliseconds: min(half + told / 2, half * 2)), survey.duration)
            }
        }
    }
}
