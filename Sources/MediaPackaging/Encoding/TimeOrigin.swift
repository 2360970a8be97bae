import CLibAV

/// The start of a lesson: the time of the source that is 0 on the lesson's time line.
struct TimeOrigin: Hashable {
    static let zero = TimeOrigin(ticks: 0, timescale: 1)

    let ticks: Int64
    /// Ticks per second of whichever track starts first.
    let timescale: Int64

    /// The same time in ticks of a track, to the nearest.
    func ticks(_ timescale: Int64) -> Int64 {
        av_rescale_rnd(self.ticks, timescale, self.timescale, AV_ROUND_NEAR_INF)
    }

    /// A time of the source on the lesson's time line, rounded as times of copied tracks are.
    func lessonTicks(_ time: Int64, _ timeBase: AVRational, timescale: Int64) -> Int64 {
        av_rescale_q(time, timeBase, AVRational(num: 1, den: Int32(timescale))) - self.ticks(timescale)
    }
}
