import CLibAV
import CourseModel
import ISOMedia

/// A stream of the source that becomes a track: what it is and how its times are told.
struct SourceStream {
    enum Content: Hashable {
        case picture(Picture)
        case sound(Sound)
    }

    /// How its samples go into a track file as they are.
    enum Copying: Hashable {
        case video(VideoConfiguration)
        case aac(AACConfiguration)
    }

    /// Size as displayed, after the shape of pixels and rotation are applied.
    struct Picture: Hashable {
        let widthPixels: Int
        let heightPixels: Int
    }

    struct Sound: Hashable {
        let channels: Int
        let sampleRateHertz: Int
    }

    /// A century in a millionth of a second each.
    private static let ticksMax: Int64 = 3_200_000_000_000_000

    let index: Int32
    let content: Content
    /// nil where it has to be encoded.
    let copying: Copying?
    /// Why it has to be encoded for browsers; empty where they play a copy.
    let reasons: [PackagingReport.Reason]
    /// One tick of the source's times.
    let timeBase: AVRational
    /// Ticks per second of the track file: the sample rate for audio (ISO/IEC 23000-19 wants it exact), the source's own
    /// for video where that is fine enough.
    let timescale: Int64
    /// ISO 639-2, `und` where the container does not say.
    let language: String
    /// How long a sample lasts where nothing else says so, in ticks of the track file.
    let sampleTicks: Int64
    /// AAC samples begin with an ADTS header, which a track file does not have.
    let hasADTSHeaders: Bool

    var isVideo: Bool {
        if case .picture = self.content { true } else { false }
    }

    /// Of a picture that is copied.
    var video: VideoConfiguration? {
        if case .video(let configuration) = self.copying { configuration } else { nil }
    }

    /// Where it is copied, not every browser plays the copy.
    var isHEVC: Bool {
        if case .hevc = self.video { true } else { false }
    }

    /// A time of the source in ticks of the track file, to the nearest tick, and never beyond what sums can hold.
    func ticks(_ time: Int64) -> Int64 {
        let ticks = av_rescale_q(time, self.timeBase, AVRational(num: 1, den: Int32(self.timescale)))
        return min(max(ticks, -Self.ticksMax), Self.ticksMax)
    }

    func mediaTime(_ ticks: Int64) -> MediaTime {
        MediaTime(milliseconds: av_rescale_rnd(ticks, 1000, self.timescale, AV_ROUND_DOWN))
    }
}

extension SourceStream {
    /// - Throws: `encrypted`, or `unsupportedCodec`, with the codec's name, for what cannot be decoded.
    static func parameters(
        of stream: UnsafeMutablePointer<AVStream>
    ) throws(PackagingError) -> AVCodecParameters {
        guard let parameters = stream.pointee.codecpar?.pointee else {
            throw PackagingError(.noUsableTrack, "a stream without parameters")
        }
        let encrypted: [UInt32] = ["encv", "enca"].map { $0.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
        let hasKey = av_stream_get_side_data(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nil) != nil
        if hasKey || encrypted.contains(parameters.codec_tag) { throw PackagingError(.encrypted) }
        guard avcodec_find_decoder(parameters.codec_id) != nil else {
            throw PackagingError(.unsupportedCodec, Self.name(of: parameters))
        }
        try StreamDecoder.checkSize(parameters)
        return parameters
    }

    /// The codec and its profile, e.g. `mp3` or `hevc (Main 10)`.
    static func name(of parameters: AVCodecParameters) -> String {
        let codec = String(cString: avcodec_get_name(parameters.codec_id))
        guard let profile = avcodec_profile_name(parameters.codec_id, parameters.profile) else { return codec }
        return "\(codec) (\(String(cString: profile)))"
    }

    static func extradata(of parameters: AVCodecParameters) -> [UInt8] {
        Array(UnsafeBufferPointer(start: parameters.extradata, count: Int(parameters.extradata_size)))
    }

    static func language(of stream: UnsafeMutablePointer<AVStream>) -> String {
        guard let entry = av_dict_get(stream.pointee.metadata, "language", nil, 0), let value = entry.pointee.value
        else { return LanguageTag.unknown }
        return String(cString: value)
    }

    /// Nine numbers (ISO/IEC 14496-12 §8.3.2); they belong to the stream.
    static func displayMatrix(of stream: UnsafeMutablePointer<AVStream>) -> UnsafePointer<Int32>? {
        var size = 0
        guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size >= 36 else {
            return nil
        }
        return UnsafeRawPointer(data).assumingMemoryBound(to: Int32.self)
    }

    static func orientation(of stream: UnsafeMutablePointer<AVStream>) -> Orientation {
        Self.displayMatrix(of: stream).map { Orientation(displayMatrix: UnsafeBufferPointer(start: $0, count: 9)) }
            ?? .upright
    }
}
