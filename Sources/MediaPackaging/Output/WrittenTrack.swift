import CourseModel

/// A track whose file is complete, but has its name only when it is kept.
struct WrittenTrack {
    let track: Track
    let report: PackagingReport.Track
    let output: OutputFile

    /// - Parameter language: BCP 47; nil: as the source says.
    init(
        _ planned: PlannedTrack,
        _ findings: StreamFindings,
        file: TrackFile,
        output: OutputFile,
        language: String?
    ) {
        self.track = Self.track(planned, file, findings.stream, language: language)
        self.report = PackagingReport.Track(
            self.track,
            stream: Int(findings.stream.index),
            isCopied: planned.making == .copy,
            reasons: planned.reasons(findings.reasons)
        )
        self.output = output
    }

    /// On the lesson's time line.
    var end: MediaTime {
        MediaTime(milliseconds: (self.track.startTicks + self.track.durationTicks) * 1000 / self.track.timescale)
    }

    private static func track(
        _ planned: PlannedTrack,
        _ file: TrackFile,
        _ stream: SourceStream,
        language: String?
    ) -> Track {
        let longest = file.segments.map(\.durationTicks).max() ?? 0
        let rates = SegmentRates(
            file.chunks.dropFirst(),
            timescale: file.timescale,
            targetDurationSeconds: max(1, (2 * longest + file.timescale) / (2 * file.timescale))
        )
        return Track(
            track: planned.id,
            codec: file.codec,
            language: language ?? LanguageTag.bcp47(container: stream.language),
            timescale: file.timescale,
            startTicks: file.startTicks,
            video: Self.video(planned, file, stream),
            audio: Self.audio(planned, stream),
            blob: file.blob,
            initSizeBytes: file.initSizeBytes,
            chunks: file.chunks,
            peakBitsPerSecond: rates.peak,
            averageBitsPerSecond: rates.average
        )
    }

    private static func video(_ planned: PlannedTrack, _ file: TrackFile, _ stream: SourceStream) -> Track.Video? {
        let size: (width: Int, height: Int)? =
            switch (planned.making, stream.content) {
            case (.encodedPicture(let picture), _): (picture.widthPixels, picture.heightPixels)
            case (.copy, .picture(let picture)): (picture.widthPixels, picture.heightPixels)
            default: nil
            }
        guard let size else { return nil }
        let samples = file.segments.reduce(0) { $0 + Int64($1.samples) }
        let ticks = max(1, file.endTicks - file.startTicks)
        return Track.Video(
            widthPixels: size.width,
            heightPixels: size.height,
            frameRateMillihertz: Int((samples * 1000 * file.timescale + ticks / 2) / ticks)
        )
    }

    private static func audio(_ planned: PlannedTrack, _ stream: SourceStream) -> Track.Audio? {
        switch (planned.making, stream.content) {
        case (.encodedSound(let sound), _):
            Track.Audio(channels: sound.channels, sampleRateHertz: sound.sampleRateHertz)
        case (.copy, .sound(let sound)):
            Track.Audio(channels: sound.channels, sampleRateHertz: sound.sampleRateHertz)
        default: nil
        }
    }
}
