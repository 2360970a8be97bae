package import CourseModel
import ISOMedia

/// Makes track files from a course video: one CMAF file for its picture and one for its sound, copied sample by sample.
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

    private let limits: Limits

    /// - Parameter segmentSeconds: a segment ends at the first IDR picture after so long.
    package init(segmentSeconds: Int = 6) {
        self.limits = Limits(segmentSeconds: max(1, segmentSeconds))
    }

    /// Writes the track files into a folder that exists, named after their tracks.
    ///
    /// - Parameters:
    ///   - language: BCP 47; nil for what the file itself says.
    ///   - progress: called about once a second of media, and at the end with `done == total`.
    /// - Throws: `PackagingError`; the folder is then as it was.
    package func package(
        file: String,
        into folder: String,
        language: String?,
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
        let ladder = RenditionLadder(heightPixels: Self.height(of: probe), hasAudio: survey.audio != nil)
        let assemblies = try Self.write(file, survey, ladder, into: folder, limits: self.limits, progress: progress)
        var tracks: [(track: Track, path: String)] = []
        for (id, assembly) in assemblies {
            let file = try assembly.finish()
            tracks.append(
                (Self.track(id, file, assembly.findings.stream, language: language), assembly.writer.file.path)
            )
        }
        let digest = try sourceFile.digest()
        try sourceFile.checkUnchanged()
        try OutputFile.keep(assemblies.map { $0.1.writer.file })
        progress(survey.duration, survey.duration)
        return PackagedLesson(
            tracks: tracks,
            renditions: ladder.renditions,
            durationMs: survey.duration,
            source: Manifest.Source(
                fileName: sourceFile.name,
                sizeBytes: ByteCount(bytes: sourceFile.sizeBytes),
                digest: digest
            )
        )
    }

    /// Reads the source again and writes all segments.
    private static func write(
        _ file: String,
        _ survey: SourceSurvey,
        _ ladder: RenditionLadder,
        into folder: String,
        limits: Limits,
        progress: (MediaTime, MediaTime) -> Void
    ) throws(PackagingError) -> [(Track.ID, TrackAssembly)] {
        let source = try MediaSource(path: file)
        var assemblies: [(Track.ID, TrackAssembly)] = []
        for case let (id?, findings?) in [(ladder.video, survey.video), (ladder.audio, survey.audio)] {
            assemblies.append((id, try TrackAssembly(findings, source: source, path: "\(folder)/\(id).mp4")))
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

    /// The shorter side, by which renditions are called.
    private static func height(of probe: MediaProbe) -> Int? {
        guard let video = probe.video, case .video(_, let picture) = video.format else { return nil }
        return min(picture.widthPixels, picture.heightPixels)
    }

    private static func track(_ id: Track.ID, _ file: TrackFile, _ stream: SourceStream, language: String?) -> Track {
        var video: Track.Video?
        var audio: Track.Audio?
        switch stream.format {
        case .video(_, let picture):
            let samples = file.segments.reduce(0) { $0 + Int64($1.samples) }
            let ticks = file.endTicks - file.startTicks
            video = Track.Video(
                widthPixels: picture.widthPixels,
                heightPixels: picture.heightPixels,
                frameRateMillihertz: Int((samples * 1000 * file.timescale + ticks / 2) / ticks)
            )
        case .audio(let configuration):
            audio = Track.Audio(channels: configuration.channels, sampleRateHertz: configuration.sampleRateHertz)
        }
        let longest = file.segments.map(\.durationTicks).max() ?? 0
        let rates = SegmentRates(
            file.chunks.dropFirst(),
            timescale: file.timescale,
            targetDurationSeconds: max(1, (2 * longest + file.timescale) / (2 * file.timescale))
        )
        return Track(
            track: id,
            codec: file.codec,
            language: language ?? LanguageTag.bcp47(container: stream.language),
            timescale: file.timescale,
            startTicks: file.startTicks,
            video: video,
            audio: audio,
            blob: file.blob,
            initSizeBytes: file.initSizeBytes,
            chunks: file.chunks,
            peakBitsPerSecond: rates.peak,
            averageBitsPerSecond: rates.average
        )
    }
}
