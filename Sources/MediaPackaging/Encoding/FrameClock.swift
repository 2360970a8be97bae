import CLibAV

/// Keeps the times of a stream's frames, in its own ticks, and gives one to a frame that comes without.
struct FrameClock {
    /// Times that go back by more than this are another recording's.
    private static let backwardSecondsMax: Int64 = 1

    private let frameTicks: Int64
    private let sampleTicks: AVRational
    private let backwardTicksMax: Int64
    private(set) var hasFrames = false
    /// Where the last frame ends; before the first, where the first packet starts.
    private(set) var end: Int64 = 0
    /// Where the packet that reaches furthest ends.
    private(set) var newest: Int64 = .min
    private var lastStart: Int64 = .min

    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let base = stream.pointee.time_base
        let rate = stream.pointee.avg_frame_rate
        let isKnown = rate.num > 0 && rate.den > 0
        let one = isKnown ? AVRational(num: rate.den, den: rate.num) : AVRational(num: 1, den: 25)
        self.frameTicks = max(1, av_rescale_q(1, one, base))
        self.sampleTicks = base
        self.backwardTicksMax = av_rescale_q(Self.backwardSecondsMax, AVRational(num: 1, den: 1), base)
    }

    mutating func see(_ packet: Packet) {
        guard let time = packet.presentation ?? packet.decode else { return }
        if self.newest == .min { self.end = time }
        self.newest = max(self.newest, time + packet.duration)
    }

    func start(of frame: Frame) -> Int64 {
        frame.time ?? self.end
    }

    /// - Returns: false for a frame that does not come after the one before.
    /// - Throws: `notMonotonic` where it goes far back, if `isStrict`.
    mutating func place(_ frame: Frame, at start: Int64, isStrict: Bool) throws(PackagingError) -> Bool {
        if self.hasFrames, start <= self.lastStart {
            guard !isStrict || self.lastStart - start <= self.backwardTicksMax else {
                throw PackagingError(.notMonotonic, "times go back by \(self.lastStart - start) ticks")
            }
            return false
        }
        self.hasFrames = true
        self.lastStart = start
        self.end = start + self.duration(of: frame)
        return true
    }

    private func duration(of frame: Frame) -> Int64 {
        if frame.samples > 0, frame.sampleRateHertz > 0 {
            let one = AVRational(num: 1, den: Int32(frame.sampleRateHertz))
            return av_rescale_q(Int64(frame.samples), one, self.sampleTicks)
        }
        return frame.duration > 0 ? frame.duration : self.frameTicks
    }
}
