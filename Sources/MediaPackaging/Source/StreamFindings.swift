import CourseModel
import ISOMedia

/// What the survey found of one stream. All times are on the lesson's time line, in ticks of a copied track.
struct StreamFindings {
    /// Of a stream that can be copied: exactly what the track file will have.
    struct Copy: Hashable {
        let samples: Int64
        /// Where segments start; empty where any sample can start one.
        let starts: [Int64]
    }

    let stream: SourceStream
    /// What the source's times count from: its time at the start of the lesson.
    let originTicks: Int64
    /// A late start, or 0.
    let firstTicks: Int64
    let endTicks: Int64
    let copy: Copy?
    /// Why it is encoded for browsers.
    let reasons: [PackagingReport.Reason]
    /// Where segments start if nothing is copied.
    let regularStarts: [Int64]
    let averageBitsPerSecond: Bitrate

    /// - Returns: nil for a stream without samples.
    init?(_ survey: StreamSurvey, origin: TimeOrigin) {
        guard let first = survey.firstTicks else { return nil }
        let timescale = survey.stream.timescale
        let originTicks = origin.ticks(timescale)
        self.stream = survey.stream
        self.originTicks = originTicks
        self.firstTicks = first - originTicks
        self.endTicks = survey.endTicks - originTicks
        self.copy = survey.copy.map { Copy(samples: $0.samples, starts: $0.starts.map { $0 - originTicks }) }
        self.reasons = survey.reasons
        self.regularStarts = survey.times.starts(from: first, originTicks: originTicks)
        let duration = max(1, self.endTicks - self.firstTicks)
        let (high, low) = survey.times.sizeBytes.multipliedFullWidth(by: 8 * timescale)
        let isAbsurd = high != 0 || low > UInt64(Int64.max)
        self.averageBitsPerSecond = Bitrate(bitsPerSecond: isAbsurd ? .max : Int64(low) / duration)
    }
}

extension RenditionLadder {
    /// What is made of a source.
    init(_ survey: SourceSurvey, kinds: Set<RenditionKind>) {
        var picture: Picture?
        var sound: Sound?
        for findings in [survey.video, survey.audio].compactMap({ $0 }) {
            switch findings.stream.content {
            case .picture(let size):
                picture = Picture(
                    widthPixels: size.widthPixels,
                    heightPixels: size.heightPixels,
                    averageBitsPerSecond: findings.averageBitsPerSecond,
                    canBeCopied: findings.copy != nil,
                    isHEVC: findings.stream.isHEVC
                )
            case .sound(let format):
                sound = Sound(
                    channels: format.channels,
                    sampleRateHertz: format.sampleRateHertz,
                    averageBitsPerSecond: findings.averageBitsPerSecond,
                    canBeCopied: findings.copy != nil
                )
            }
        }
        self.init(picture: picture, sound: sound, kinds: kinds)
    }
}
