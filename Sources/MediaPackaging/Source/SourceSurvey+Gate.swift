import CLibAV
import CourseModel

/// What a source must fulfil as a whole.
extension SourceSurvey {
    /// Both surveys while the source is read.
    struct Reading {
        var video: VideoSurvey?
        var audio: AudioSurvey?

        /// The start of the lesson: the first time of whichever track starts first.
        struct Origin {
            fileprivate let ticks: Int64
            fileprivate let timescale: Int64

            func ticks(in stream: SourceStream) -> Int64 {
                av_rescale_rnd(self.ticks, stream.timescale, self.timescale, AV_ROUND_NEAR_INF)
            }
        }

        var origin: Origin {
            let starts = [
                self.video.flatMap { video in
                    video.firstTicks.map { Origin(ticks: $0, timescale: video.stream.timescale) }
                },
                self.audio.flatMap { audio in
                    audio.firstTicks.map { Origin(ticks: $0, timescale: audio.stream.timescale) }
                },
            ]
            let first = starts.compactMap { $0 }.min { one, other in
                av_compare_ts(
                    one.ticks,
                    AVRational(num: 1, den: Int32(one.timescale)),
                    other.ticks,
                    AVRational(num: 1, den: Int32(other.timescale))
                ) < 0
            }
            return first ?? Origin(ticks: 0, timescale: 1)
        }

        /// How far reading has come.
        var position: MediaTime {
            let video = self.video.flatMap { video in
                video.firstTicks.map { video.stream.mediaTime(max(video.newestTicks, $0) - $0) }
            }
            let audio = self.audio.flatMap { audio in
                audio.firstTicks.flatMap { first in audio.endTicks.map { audio.stream.mediaTime($0 - first) } }
            }
            return max(video ?? .zero, audio ?? .zero)
        }

        mutating func readAll(
            _ source: MediaSource,
            limits: Packager.Limits,
            progress: (MediaTime) -> Void
        ) throws(PackagingError) {
            let packet = try Packet()
            var told = MediaTime.zero
            while try source.read(into: packet) {
                if packet.hasSideData(AV_PKT_DATA_ENCRYPTION_INFO) { throw PackagingError(.encrypted) }
                let time = self.position
                if packet.isCorrupt {
                    let reason = source.isAtEnd ? PackagingError.Reason.truncated : .damaged
                    throw PackagingError(reason, "\(time.milliseconds) ms after the start")
                }
                if packet.hasSideData(AV_PKT_DATA_NEW_EXTRADATA) {
                    throw PackagingError(.parametersChange, "after \(time.milliseconds) ms")
                }
                if packet.streamIndex == self.video?.stream.index {
                    try self.video?.take(packet)
                } else if packet.streamIndex == self.audio?.stream.index {
                    try self.audio?.take(packet)
                }
                guard time.milliseconds <= Int64(limits.durationSecondsMax) * 1000 else {
                    throw PackagingError(.tooLong, "more than \(limits.durationSecondsMax / 3600) h")
                }
                if time.milliseconds - told.milliseconds >= 1000 {
                    told = time
                    progress(time)
                }
            }
            try self.video?.finish()
        }
    }

    /// Compares what the container promises with what came.
    static func checkWhole(_ source: MediaSource, _ reading: Reading) throws(PackagingError) {
        let counts = [
            reading.video.map { (index: $0.stream.index, samples: $0.samples) },
            reading.audio.map { (index: $0.stream.index, samples: $0.samples) },
        ]
        for case let track? in counts {
            guard track.samples > 0 else { throw PackagingError(.truncated, "a track without samples") }
            if let promised = source.promisedSamples(track.index), promised != track.samples {
                throw PackagingError(.truncated, "\(track.samples) of \(promised) samples are there")
            }
        }
        guard !source.isISOMedia, let promised = source.promisedDurationMs else { return }
        let missing = promised - reading.position.milliseconds
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
