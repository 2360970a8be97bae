import CLibAV
import CourseModel
import ISOMedia

/// What reading a source once from end to end has shown: that it is whole and sound, what of it can be copied, and where
/// its segments start.
///
/// Nothing is written before this has succeeded.
struct SourceSurvey {
    let video: StreamFindings?
    let audio: StreamFindings?
    let origin: TimeOrigin

    /// - Parameters:
    ///   - pictures: is offered the frames that are decoded, at their times in the source.
    ///   - progress: called with each second of the source that has been read.
    init(
        _ source: MediaSource,
        _ probe: MediaProbe,
        limits: Packager.Limits,
        isRepair: Bool,
        pictures: PictureBuilder?,
        progress: (MediaTime) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let decodeCheck = try Self.decodeCheck(of: isRepair ? nil : probe.video, source, pictures)
        var reading = Reading(
            video: try Self.survey(probe.video, source, limits: limits, isRepair: isRepair, decodeCheck: decodeCheck),
            audio: try Self.survey(probe.audio, source, limits: limits, isRepair: isRepair, decodeCheck: nil),
            isRepair: isRepair
        )
        // A container tells the length of all its streams together; MP4 has tables for each.
        if source.isISOMedia || isRepair { source.use(only: probe.streams.map(\.index)) }
        do throws(PackagingError) {
            try reading.readAll(source, progress: progress)
        } catch {
            // What is found in a picture that came before is the cause that counts.
            try decodeCheck?.finish()
            throw error
        }
        try decodeCheck?.finish()
        if !isRepair { try Self.checkWhole(source, reading) }
        let origin = reading.origin
        self.video = reading.video.flatMap { StreamFindings($0, origin: origin) }
        self.audio = reading.audio.flatMap { StreamFindings($0, origin: origin) }
        self.origin = origin
        guard self.video != nil || self.audio != nil else {
            throw PackagingError(.truncated, "a track without samples")
        }
        if !isRepair { try self.checkTogether() }
    }

    /// The numbers of the streams that become tracks.
    var streams: [Int32] { [self.video, self.audio].compactMap { $0?.stream.index } }

    /// The source's time at the start of the lesson.
    var originMs: Int64 { self.origin.ticks(1000) }

    /// From the start of the lesson to the end of the track that ends last; not exact where that is encoded.
    var duration: MediaTime {
        [self.video, self.audio].compactMap { $0 }.map { $0.stream.mediaTime($0.endTicks) }.max() ?? .zero
    }

    /// - Returns: nil for a picture that is not copied.
    private static func decodeCheck(
        of stream: SourceStream?,
        _ source: MediaSource,
        _ pictures: PictureBuilder?
    ) throws(PackagingError) -> BackgroundDecodeCheck? {
        guard let stream, stream.copying != nil, let input = source.stream(stream.index) else { return nil }
        return try BackgroundDecodeCheck(input, pictures: pictures)
    }

    private static func survey(
        _ stream: SourceStream?,
        _ source: MediaSource,
        limits: Packager.Limits,
        isRepair: Bool,
        decodeCheck: BackgroundDecodeCheck?
    ) throws(PackagingError) -> StreamSurvey? {
        guard let stream, let input = source.stream(stream.index) else { return nil }
        let copy: (any CopySurvey)? =
            switch isRepair ? nil : stream.copying {
            case .video(let configuration):
                decodeCheck.map {
                    PictureCopySurvey(
                        stream,
                        configuration,
                        decodeCheck: $0,
                        segmentSeconds: limits.segmentSeconds,
                        gapSecondsMax: limits.keyframeGapSecondsMax
                    )
                }
            case .aac(let configuration):
                SoundCopySurvey(stream, configuration, decodeCheck: try DecodeCheck(input, isShown: false))
            case nil: nil
            }
        let times = StreamTimes(stream, limits: limits, isTolerant: isRepair)
        // Pictures that are copied start at a key picture; the start of sound costs little to decode.
        let firstFrame = copy == nil || !stream.isVideo ? try FirstFrame(input, isRepair: isRepair) : nil
        return StreamSurvey(stream, copy, firstFrame, times: times, isRepair: isRepair)
    }
}
