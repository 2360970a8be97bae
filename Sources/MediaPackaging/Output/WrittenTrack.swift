import CourseModel
import ISOMedia

/// A track whose file is complete, but has its name only when it is kept.
struct WrittenTrack {
    let track: Track
    let report: PackagingReport.Track
    let output: OutputFile

    /// - Parameter language: BCP 47; nil: as the source says.
    init(_ planned: PlannedTrack, _ assembly: TrackAssembly, file: TrackFile, language: String?) {
        let stream = assembly.findings.stream
        self.track = Self.track(planned.id, file, stream, language: language)
        self.report = PackagingReport.Track(self.track, stream: Int(stream.index), isCopied: true, reasons: [])
        self.output = assembly.segments.writer.file
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
