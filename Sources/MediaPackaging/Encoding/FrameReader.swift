import CLibAV
import CourseModel

/// Decodes one stream from its start to its end, and gives each of its frames a time.
///
/// What comes before the first key picture is passed over, and so is what a codec decodes only to get started.
final class FrameReader {
    /// What precedes the first key picture cannot be shown; a recording of a broadcast starts with some.
    private static let leadingSecondsMax: Int64 = 10
    /// Sound cut out of the middle of a stream may lack what its first samples refer to.
    private static let leadingFailuresMax = 4
    /// With damage, pictures are held at most so long for a key picture to come.
    private static let recoverySeconds: Int64 = 10

    private let origin: TimeOrigin
    private let isTolerant: Bool
    private let decoder: StreamDecoder
    private let isVideo: Bool
    private let timeBase: AVRational
    private var clock: FrameClock
    private var damage: DecodeGaps
    private var failures = 0
    /// Packets before the first key picture are passed over.
    private var firstSkipped: Int64?
    private var hasStarted = false

    /// - Parameters:
    ///   - input: must outlive this.
    ///   - origin: where the lesson starts.
    ///   - isTolerant: damage leaves gaps instead of being thrown.
    init(
        _ input: UnsafeMutablePointer<AVStream>,
        origin: TimeOrigin,
        isTolerant: Bool
    ) throws(PackagingError) {
        self.origin = origin
        self.isTolerant = isTolerant
        self.timeBase = input.pointee.time_base
        self.isVideo = input.pointee.codecpar?.pointee.codec_type == AVMEDIA_TYPE_VIDEO
        self.decoder = try StreamDecoder(input, isStrict: !isTolerant)
        self.clock = FrameClock(input)
        self.damage = DecodeGaps(recoveryTicks: Self.ticks(seconds: Self.recoverySeconds, input.pointee.time_base))
    }

    /// What could not be decoded, on the lesson's time line; complete after the end.
    var gaps: [Range<MediaTime>] {
        self.damage.gaps.map { self.mediaTime($0.lowerBound)..<self.mediaTime($0.upperBound) }
    }

    /// - Parameters:
    ///   - packet: of this stream; nil at the end.
    ///   - body: called with each frame, when it starts in the stream's ticks, and whether something before it failed.
    /// - Throws: `damaged`, unless this is tolerant; `notMonotonic` for times that go back.
    func take(
        _ packet: Packet?,
        _ body: (_ frame: Frame, _ start: Int64, _ isAfterFailure: Bool) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        if let packet {
            self.clock.see(packet)
            guard try self.isWanted(packet) else { return }
        }
        try self.decoder.take(packet) { outcome throws(PackagingError) in
            switch outcome {
            case .frame(let frame): try self.take(frame, body)
            case .failure(let words, let time):
                try self.fail(words, at: time ?? packet.flatMap { $0.presentation ?? $0.decode } ?? self.clock.newest)
            }
        }
    }

    /// The end of the stream, after all packets.
    ///
    /// - Returns: where its last frame ends, or what should have come after it.
    /// - Throws: `damaged` where there was no frame at all.
    func finish() throws(PackagingError) -> Int64 {
        guard self.clock.hasFrames else { throw PackagingError(.damaged, "nothing can be decoded") }
        let isCutShort = self.damage.finish(after: self.clock.end, at: self.clock.newest)
        return isCutShort ? max(self.clock.end, self.clock.newest) : self.clock.end
    }

    /// An empty packet says "as before"; to the decoder it would mean the end.
    private func isWanted(_ packet: Packet) throws(PackagingError) -> Bool {
        guard packet.sizeBytes > 0 else { return false }
        guard self.isVideo, !self.hasStarted else { return true }
        let time = packet.decode ?? packet.presentation ?? 0
        let first = self.firstSkipped ?? time
        self.firstSkipped = first
        let isLate = time - first > Self.ticks(seconds: Self.leadingSecondsMax, self.timeBase)
        self.hasStarted = packet.pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 || isLate
        return self.hasStarted
    }

    private func take(
        _ frame: Frame,
        _ body: (Frame, Int64, Bool) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let start = self.clock.start(of: frame)
        let isAfterFailure = self.damage.reach(start, after: self.clock.end)
        guard self.damage.accepts(start, isFresh: !self.isVideo || frame.isKey) else { return }
        guard try self.clock.place(frame, at: start, isStrict: !self.isTolerant) else { return }
        try body(frame, start, isAfterFailure)
    }

    private func fail(_ words: String, at time: Int64) throws(PackagingError) {
        self.failures += 1
        if self.isTolerant {
            self.damage.fail(at: time)
        } else if self.isVideo || self.clock.hasFrames || self.failures > Self.leadingFailuresMax {
            let time = self.mediaTime(self.clock.end).milliseconds
            let what = self.isVideo ? "a picture" : "sound"
            throw PackagingError(.damaged, "\(what) cannot be decoded, \(time) ms after the start: \(words)")
        }
    }

    private func mediaTime(_ time: Int64) -> MediaTime {
        MediaTime(milliseconds: max(0, self.origin.lessonTicks(time, self.timeBase, timescale: 1000)))
    }

    private static func ticks(seconds: Int64, _ timeBase: AVRational) -> Int64 {
        av_rescale_q(seconds, AVRational(num: 1, den: 1), timeBase)
    }
}
