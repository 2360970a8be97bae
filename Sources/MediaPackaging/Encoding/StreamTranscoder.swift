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

    private let frames: FrameReader
    private let tracks: any TrackEncoders

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
        self.frames = try FrameReader(input, origin: origin, isTolerant: isTolerant)
        if input.pointee.codecpar?.pointee.codec_type == AVMEDIA_TYPE_VIDEO {
            self.tracks = try PictureTracks(input, origin: origin, outputs: outputs, observer: observer)
        } else {
            self.tracks = try SoundTracks(input, origin: origin, outputs: outputs)
        }
    }

    /// What could not be decoded, on the lesson's time line; complete after the end. Pictures are held there, and sound is
    /// silence.
    var gaps: [Range<MediaTime>] { self.frames.gaps }

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
        try self.frames.take(packet) { frame, start, isAfterFailure throws(PackagingError) in
            try self.tracks.take(frame, start: start, isAfterFailure: isAfterFailure, emit)
        }
        if packet == nil { try self.tracks.finish(at: try self.frames.finish(), emit) }
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
