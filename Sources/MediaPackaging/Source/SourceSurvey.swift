import CLibAV
import CourseModel

/// What reading a source once from end to end has shown: that it is whole and sound, and where its segments start.
///
/// Nothing is written before this has succeeded.
struct SourceSurvey {
    /// One track as it will be written: all its times on the lesson's time line, in ticks of its track file.
    struct Findings {
        let stream: SourceStream
        /// What the source's times count from: its time at the start of the lesson.
        let originTicks: Int64
        /// A late start, or 0.
        let firstTicks: Int64
        let endTicks: Int64
        let samples: Int64
        /// The first is `firstTicks`.
        let starts: [Int64]
    }

    let video: Findings?
    let audio: Findings?

    /// - Parameter progress: called with each second of the source that has been read.
    init(
        _ source: MediaSource,
        _ probe: MediaProbe,
        limits: Packager.Limits,
        progress: (MediaTime) -> Void
    ) throws(PackagingError) {
        var reading = Reading(
            video: try Self.videoSurvey(source, probe, limits: limits),
            audio: try Self.audioSurvey(source, probe)
        )
        source.use(only: probe.streams.map(\.index))
        try reading.readAll(source, limits: limits, progress: progress)
        try Self.checkWhole(source, reading)

        let origin = reading.origin
        self.video = reading.video.map { Self.findings($0, origin: origin) }
        self.audio = Self.findings(reading.audio, beside: self.video, origin: origin, limits: limits)
        try self.checkTogether()
    }

    /// The source's time at the start of the lesson.
    var originMs: Int64 {
        (self.video ?? self.audio).map { $0.stream.mediaTime($0.originTicks).milliseconds } ?? 0
    }

    /// From the start of the lesson to the end of the track that ends last.
    var duration: MediaTime {
        [self.video, self.audio].compactMap { $0 }.map { $0.stream.mediaTime($0.endTicks) }.max() ?? .zero
    }

    private static func videoSurvey(
        _ source: MediaSource,
        _ probe: MediaProbe,
        limits: Packager.Limits
    ) throws(PackagingError) -> VideoSurvey? {
        guard let video = probe.video, case .video(let configuration, _) = video.format,
            let stream = source.stream(video.index)
        else { return nil }
        return VideoSurvey(
            video,
            configuration,
            decodeCheck: try DecodeCheck(stream),
            segmentSeconds: limits.segmentSeconds,
            gapSecondsMax: limits.keyframeGapSecondsMax
        )
    }

    private static func audioSurvey(_ source: MediaSource, _ probe: MediaProbe) throws(PackagingError) -> AudioSurvey? {
        guard let audio = probe.audio, case .audio(let configuration) = audio.format,
            let stream = source.stream(audio.index)
        else { return nil }
        return AudioSurvey(
            audio,
            configuration,
            decodeCheck: try DecodeCheck(stream),
            hasHeaders: audio.hasADTSHeaders
        )
    }

    private static func findings(_ video: VideoSurvey, origin: Reading.Origin) -> Findings {
        let originTicks = origin.ticks(in: video.stream)
        let starts = video.grid.starts.map { $0 - originTicks }
        return Findings(
            stream: video.stream,
            originTicks: originTicks,
            firstTicks: starts.first ?? 0,
            endTicks: video.endTicks - originTicks,
            samples: video.kept,
            starts: starts
        )
    }

    private static func findings(
        _ audio: AudioSurvey?,
        beside video: Findings?,
        origin: Reading.Origin,
        limits: Packager.Limits
    ) -> Findings? {
        guard let audio, let first = audio.firstTicks, let end = audio.endTicks else { return nil }
        let originTicks = origin.ticks(in: audio.stream)
        let range = (first - originTicks)..<(end - originTicks)
        var grid = SegmentGrid(segmentSeconds: limits.segmentSeconds, timescale: audio.stream.timescale)
        for start in video?.starts ?? [] {
            grid.add(audio.stream.ticks(start, of: video?.stream ?? audio.stream))
        }
        let videoEnd = video.map { audio.stream.ticks($0.endTicks, of: $0.stream) }
        return Findings(
            stream: audio.stream,
            originTicks: originTicks,
            firstTicks: range.lowerBound,
            endTicks: range.upperBound,
            samples: audio.samples,
            starts: grid.beside(range, ownEnd: videoEnd ?? range.lowerBound).starts
        )
    }
}
