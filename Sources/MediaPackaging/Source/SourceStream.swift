import CLibAV
import CourseModel
import ISOMedia

/// A stream of the source that becomes a track: what it is and how its times are told.
struct SourceStream {
    enum Format {
        case video(H264Configuration, Picture)
        case audio(AACConfiguration)
    }

    /// Size as displayed, after the shape of pixels and rotation are applied.
    struct Picture: Hashable {
        let widthPixels: Int
        let heightPixels: Int
    }

    /// A century in a millionth of a second each.
    private static let ticksMax: Int64 = 3_200_000_000_000_000

    let index: Int32
    let format: Format
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
        if case .video = self.format { true } else { false }
    }

    /// A time of the source in ticks of the track file, to the nearest tick, and never beyond what sums can hold.
    func ticks(_ time: Int64) -> Int64 {
        let ticks = av_rescale_q(time, self.timeBase, AVRational(num: 1, den: Int32(self.timescale)))
        return min(max(ticks, -Self.ticksMax), Self.ticksMax)
    }

    /// A time of another track's file in ticks of this one's.
    func ticks(_ ticks: Int64, of other: SourceStream) -> Int64 {
        av_rescale_rnd(ticks, self.timescale, other.timescale, AV_ROUND_NEAR_INF)
    }

    func mediaTime(_ ticks: Int64) -> MediaTime {
        MediaTime(milliseconds: av_rescale_rnd(ticks, 1000, self.timescale, AV_ROUND_DOWN))
    }
}

extension SourceStream {
    /// - Throws: `unsupportedCodec`, with the codec's name, for all but H.264 up to High 4.2 with 8-bit 4:2:0 pictures.
    static func video(_ stream: UnsafeMutablePointer<AVStream>) throws(PackagingError) -> SourceStream {
        let parameters = try Self.parameters(of: stream)
        guard parameters.codec_id == AV_CODEC_ID_H264 else {
            throw PackagingError(.unsupportedCodec, "the video is \(Self.name(of: parameters))")
        }
        guard let configuration = H264Configuration(extradata: Self.extradata(of: parameters)) else {
            throw PackagingError(.damaged, "the video has no H.264 parameter sets")
        }
        guard configuration.isPlayable else {
            throw PackagingError(.unsupportedCodec, "the video is \(configuration.name)")
        }
        let format = AVPixelFormat(parameters.format)
        guard format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P else {
            let name = av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "unknown"
            throw PackagingError(.unsupportedCodec, "the video's pixels are \(name)")
        }
        let base = stream.pointee.time_base
        let isFine = base.num == 1 && (10_000...1_000_000).contains(base.den)
        let timescale: Int64 = isFine ? Int64(base.den) : 90_000
        let rate = stream.pointee.avg_frame_rate
        let sampleTicks = rate.num > 0 && rate.den > 0 ? timescale * Int64(rate.den) / Int64(rate.num) : timescale / 25
        return SourceStream(
            index: stream.pointee.index,
            format: .video(configuration, Self.picture(of: stream, parameters)),
            timeBase: base,
            timescale: timescale,
            language: Self.language(of: stream),
            sampleTicks: max(1, sampleTicks),
            hasADTSHeaders: false
        )
    }

    /// - Throws: `unsupportedCodec`, with the codec's name, for all but AAC-LC.
    static func audio(_ stream: UnsafeMutablePointer<AVStream>) throws(PackagingError) -> SourceStream {
        let parameters = try Self.parameters(of: stream)
        guard parameters.codec_id == AV_CODEC_ID_AAC else {
            throw PackagingError(.unsupportedCodec, "the sound is \(Self.name(of: parameters))")
        }
        let extradata = Self.extradata(of: parameters)
        let configuration =
            extradata.isEmpty
            ? AACConfiguration(
                sampleRateHertz: Int(parameters.sample_rate),
                channels: Int(parameters.ch_layout.nb_channels)
            ) : AACConfiguration(bytes: extradata)
        let isLowComplexity = [FF_PROFILE_AAC_LOW, FF_PROFILE_MPEG2_AAC_LOW, FF_PROFILE_UNKNOWN]
            .contains(parameters.profile)
        guard let configuration, configuration.objectType == 2, isLowComplexity else {
            throw PackagingError(.unsupportedCodec, "the sound is \(Self.name(of: parameters))")
        }
        return SourceStream(
            index: stream.pointee.index,
            format: .audio(configuration),
            timeBase: stream.pointee.time_base,
            timescale: Int64(configuration.sampleRateHertz),
            language: Self.language(of: stream),
            sampleTicks: Int64(parameters.frame_size > 0 ? parameters.frame_size : 1024),
            hasADTSHeaders: extradata.isEmpty
        )
    }

    private static func parameters(
        of stream: UnsafeMutablePointer<AVStream>
    ) throws(PackagingError) -> AVCodecParameters {
        guard let parameters = stream.pointee.codecpar?.pointee else {
            throw PackagingError(.noUsableTrack, "a stream without parameters")
        }
        let encrypted: [UInt32] = ["encv", "enca"].map { $0.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
        let hasKey = av_stream_get_side_data(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nil) != nil
        if hasKey || encrypted.contains(parameters.codec_tag) { throw PackagingError(.encrypted) }
        return parameters
    }

    /// The codec and its profile, e.g. `mp3` or `hevc (Main 10)`.
    static func name(of parameters: AVCodecParameters) -> String {
        let codec = String(cString: avcodec_get_name(parameters.codec_id))
        guard let profile = avcodec_profile_name(parameters.codec_id, parameters.profile) else { return codec }
        return "\(codec) (\(String(cString: profile)))"
    }

    private static func extradata(of parameters: AVCodecParameters) -> [UInt8] {
        Array(UnsafeBufferPointer(start: parameters.extradata, count: Int(parameters.extradata_size)))
    }

    static func language(of stream: UnsafeMutablePointer<AVStream>) -> String {
        guard let entry = av_dict_get(stream.pointee.metadata, "language", nil, 0), let value = entry.pointee.value
        else { return LanguageTag.unknown }
        return String(cString: value)
    }

    private static func picture(
        of stream: UnsafeMutablePointer<AVStream>,
        _ parameters: AVCodecParameters
    ) -> Picture {
        var width = Int(parameters.width)
        let height = Int(parameters.height)
        let shape = parameters.sample_aspect_ratio
        if shape.num > 0, shape.den > 0 { width = (width * Int(shape.num) + Int(shape.den) / 2) / Int(shape.den) }
        let isSideways = Self.displayMatrix(of: stream).map { matrix in
            let angle = av_display_rotation_get(matrix)
            return angle.isFinite && (Int(angle.rounded()) % 180 + 180) % 180 == 90
        }
        return isSideways == true
            ? Picture(widthPixels: height, heightPixels: width) : Picture(widthPixels: width, heightPixels: height)
    }

    /// Nine numbers (ISO/IEC 14496-12 §8.3.2); they belong to the stream.
    static func displayMatrix(of stream: UnsafeMutablePointer<AVStream>) -> UnsafePointer<Int32>? {
        var size = 0
        guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size >= 36 else {
            return nil
        }
        return UnsafeRawPointer(data).assumingMemoryBound(to: Int32.self)
    }
}
