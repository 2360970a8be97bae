import CLibAV
import CourseModel
import ISOMedia

/// What a source must fulfil as a whole.
extension SourceSurvey {
    /// Both surveys while the source is read.
    struct Reading {
        var video: StreamSurvey?
        var audio: StreamSurvey?
        let isRepair: Bool
        /// Where the streams end that become no track, such as captions, in milliseconds of the source.
        private var othersEndMs = Int64.min

        init(video: StreamSurvey?, audio: StreamSurvey?, isRepair: Bool) {
            self.video = video
            self.audio = audio
            self.isRepair = isRepair
        }

        /// The start of the lesson: the first time of whichever track starts first.
        var origin: TimeOrigin {
            let starts = [self.video, self.audio].compactMap { survey in
                survey.flatMap { survey in
                    survey.firstTicks.map { TimeOrigin(ticks: $0, timescale: survey.stream.timescale) }
                }
            }
            let first = starts.min { one, other in
                av_compare_ts(
                    one.ticks,
                    AVRational(num: 1, den: Int32(one.timescale)),
                    other.ticks,
                    AVRational(num: 1, den: Int32(other.timescale))
                ) < 0
            }
            return first ?? .zero
        }

        /// How far reading has come.
        var position: MediaTime {
            [self.video, self.audio].compactMap { $0 }.map { survey in
                survey.stream.mediaTime(survey.times.endTicks - (survey.times.firstTicks ?? 0))
            }.max() ?? .zero
        }

        /// Where the stream ends that goes on longest, in milliseconds of the source.
        var endMs: Int64 {
            let ends = [self.video, self.audio].compactMap { $0 }.map {
                $0.stream.mediaTime($0.times.endTicks).milliseconds
            }
            return max(self.othersEndMs, ends.max() ?? .min)
        }

        mutating func readAll(
            _ source: MediaSource,
            progress: (MediaTime) throws(PackagingError) -> Void
        ) throws(PackagingError) {
            let packet = try Packet()
            var told = MediaTime.zero
            while try source.read(into: packet, goesOn: self.isRepair) {
                if packet.hasSideData(AV_PKT_DATA_ENCRYPTION_INFO) { throw PackagingError(.encrypted) }
                try self.take(packet, of: source)
                let time = self.position
                if time.milliseconds - told.milliseconds >= 1000 {
                    told = time
                    try progress(time)
                }
            }
            try self.video?.finish()
            try self.audio?.finish()
        }

        private mutating func take(_ packet: Packet, of source: MediaSource) throws(PackagingError) {
            let isVideo = packet.streamIndex == self.video?.stream.index
            guard isVideo || packet.streamIndex == self.audio?.stream.index else {
                if let time = packet.presentation, let base = source.timeBase(packet.streamIndex) {
                    let end = av_rescale_q(time + packet.duration, base, AVRational(num: 1, den: 1000))
                    self.othersEndMs = max(self.othersEndMs, end)
                }
                return
            }
            if packet.isCorrupt, !self.isRepair {
                let time = self.position.milliseconds
                throw PackagingError(source.isAtEnd ? .truncated : .damaged, "\(time) ms after the start")
            }
            let changedMs = packet.hasSideData(AV_PKT_DATA_NEW_EXTRADATA) ? self.position.milliseconds : nil
            if isVideo {
                try self.video?.take(packet, changedMs: changedMs)
            } else {
                try self.audio?.take(packet, changedMs: changedMs)
            }
        }
    }

    /// Compares what the container promises with what came.
    static func checkWhole(_ source: MediaSource, _ reading: Reading) throws(PackagingError) {
        let counts = [
            reading.video.map { (index: $0.stream.index, samples: $0.times.samples) },
            reading.audio.map { (index: $0.stream.index, samples: $0.times.samples) },
        ]
        for case let track? in counts {
            guard track.samples > 0 else { throw PackagingError(.truncated, "a track without samples") }
            if let promised = source.promisedSamples(track.index), promised != track.samples {
                throw PackagingError(.truncated, "\(track.samples) of \(promised) samples are there")
            }
        }
        guard !source.isISOMedia, let promised = source.promisedDurationMs else { return }
        let missing = promised - max(reading.position.milliseconds, reading.endMs - source.playerZeroMs)
        // Containers round, and count a late start in; a cut-off file lacks far more.
        guard missing <= max(2000, promised / 50) else {
            throw PackagingError(.truncated, "the last \(missing) of \(promised) ms are missing")
        }
    }

    /// Picture and sound of one recording end at about the same time.
    func checkTogether() throws(PackagingError) {
        guard let video, let audio else { return }
        let ends = (video.stream.mediaTime(video.endTicks), audio.stream.mediaTime(audio.endTicks))
        let difference = abs(ends.0.milliseconds - ends.1.milliseconds)
        let allowed = min(30_000, max(2_000, self.duration.milliseconds / 20))
        guard difference <= allowed else {
            let which = ends.0 < ends.1 ? "the picture" : "the sound"
            throw PackagingError(.tracksDisagree, "\(which) ends \(difference) ms early")
        }
    }
}
