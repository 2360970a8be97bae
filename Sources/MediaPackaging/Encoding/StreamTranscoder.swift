import CLibAV
import CourseModel

/// Decodes one stream of a source once, from its start to its end, and encodes it for any number of tracks.
///
/// Each track's pictures have the times of the source's, on the lesson's time line; sound is counted in samples from where
/// it starts. The size, shape or rate of the source may change in the middle; the tracks' do not. Memory holds the pictures
/// that the decoder, the filters and each encoder look at, and no more.
final class StreamTranscoder {
    /// A decoded picture on the lesson's time line, as the source has it: not turned, scaled or deinterlaced.
    struct Picture {
        let frame: Frame
        let time: MediaTime
    }

    /// What precedes the first key picture cannot be shown; a recording of a broadcast starts with some.
    private static let leadingSecondsMax: Int64 = 10
    /// Sound cut out of the middle of a stream may lack what its first samples refer to.
    private static let leadingFailuresMax = 4
    /// With damage, pictures are held at most so long for a key picture to come.
    private static let recoverySeconds: Int64 = 10

    private let origin: TimeOrigin
    private let isTolerant: Bool
    private let decoder: StreamDecoder
    private let tracks: any TrackEncoders
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
    ///   - outputs: all of the stream's kind; none where only `observer` wants pictures.
    ///   - isTolerant: damage leaves gaps instead of being thrown.
    ///   - observer: called with each picture in the order in which they are shown.
    init(
        _ input: UnsafeMutablePointer<AVStream>,
        origin: TimeOrigin,
        outputs: [TrackEncoding],
        isTolerant: Bool = false,
        observer: ((Picture) throws(PackagingError) -> Void)? = nil
    ) throws(PackagingError) {
        self.origin = origin
        self.isTolerant = isTolerant
        self.timeBase = input.pointee.time_base
        self.isVideo = input.pointee.codecpar?.pointee.codec_type == AVMEDIA_TYPE_VIDEO
        self.decoder = try StreamDecoder(input, isStrict: !isTolerant)
        self.clock = FrameClock(input)
        self.damage = DecodeGaps(recoveryTicks: Self.ticks(seconds: Self.recoverySeconds, input.pointee.time_base))
        if self.isVideo {
            self.tracks = try PictureTracks(input, origin: origin, outputs: outputs, observer: observer)
        } else {
            self.tracks = try SoundTracks(input, origin: origin, outputs: outputs)
        }
    }

    /// What could not be decoded, on the lesson's time line; complete after the end. Pictures are held there, and sound is
    /// silence.
    var gaps: [Range<MediaTime>] {
        self.damage.gaps.map { self.mediaTime($0.lowerBound)..<self.mediaTime($0.upperBound) }
    }

    /// For the muxer of an output; complete before the first sample.
    func parameters(of output: Int) throws(PackagingError) -> CodecParameters {
        try self.tracks.encoders[output].parameters()
    }

    /// - Parameters:
    ///   - packet: of this stream; nil at the end.
    ///   - emit: called with what the encoders have ready, which lags behind by what they look ahead.
    /// - Throws: `damaged` with the time, unless this is tolerant; `notMonotonic` for times that go back.
    func take(
        _ packet: Packet?,
        _ emit: (_ output: Int, EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        if let packet {
            self.clock.see(packet)
            guard try self.isWanted(packet) else { return }
        }
        try self.decoder.take(packet) { outcome throws(PackagingError) in
            switch outcome {
            case .frame(let frame): try self.take(frame, emit)
            case .failure(let words, let time):
                try self.fail(words, at: time ?? packet.flatMap { $0.presentation ?? $0.decode } ?? self.clock.newest)
            }
        }
        if packet == nil { try self.finish(emit) }
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
        _ emit: (Int, EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let start = self.clock.start(of: frame)
        let isAfterFailure = self.damage.reach(start, after: self.clock.end)
        guard self.damage.accepts(start, isFresh: !self.isVideo || frame.isKey) else { return }
        guard try self.clock.place(frame, at: start, isStrict: !self.isTolerant) else { return }
        try self.tracks.take(frame, start: start, isAfterFailure: isAfterFailure, emit)
    }

    private func fail(_ words: String, at time: Int64) throws(PackagingError) {
        self.failures += 1
        if !self.isTolerant {
            if !self.isVideo, !self.clock.hasFrames, self.failures <= Self.leadingFailuresMax { return }
            let time = self.mediaTime(self.clock.end).milliseconds
            let what = self.isVideo ? "a picture" : "sound"
            throw PackagingError(.damaged, "\(what) cannot be decoded, \(time) ms after the start: \(words)")
        }
        self.damage.fail(at: time)
    }

    private func finish(_ emit: (Int, EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) {
        guard self.clock.hasFrames else { throw PackagingError(.damaged, "nothing can be decoded") }
        let isCutShort = self.damage.finish(after: self.clock.end, at: self.clock.newest)
        try self.tracks.finish(at: isCutShort ? max(self.clock.end, self.clock.newest) : self.clock.end, emit)
    }

    private func mediaTime(_ time: Int64) -> MediaTime {
        MediaTime(milliseconds: max(0, self.origin.lessonTicks(time, self.timeBase, timescale: 1000)))
    }

    private static func ticks(seconds: Int64, _ timeBase: AVRational) -> Int64 {
        av_rescale_q(seconds, AVRational(num: 1, den: 1), timeBase)
    }
}

/// All tracks made from one stream.
protocol TrackEncoders: AnyObject {
    var encoders: [SampleEncoder] { get }

    /// - Parameter start: in the stream's ticks; never before that of the frame before.
    func take(
        _ frame: Frame,
        start: Int64,
        isAfterFailure: Bool,
        _ emit: (Int, EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError)

    /// - Parameter end: of the last frame, in the stream's ticks.
    func finish(at end: Int64, _ emit: (Int, EncodedSample) throws(PackagingError) -> Void) throws(PackagingError)
}
