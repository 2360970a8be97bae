import CLibAV
import ISOMedia

extension SourceStream {
    /// A stream of pictures.
    ///
    /// - Parameter keepsHEVC: HEVC is copied too.
    /// - Throws: `unsupportedCodec`, with the codec's name, for what cannot be decoded; `damaged` without a size.
    static func picture(
        _ stream: UnsafeMutablePointer<AVStream>,
        keepsHEVC: Bool
    ) throws(PackagingError) -> SourceStream {
        let parameters = try Self.parameters(of: stream)
        guard parameters.width > 0, parameters.height > 0 else {
            throw PackagingError(.damaged, "the video has no size")
        }
        let (copying, reason) = Self.copying(picture: parameters, keepsHEVC: keepsHEVC)
        let base = stream.pointee.time_base
        let isFine = base.num == 1 && (10_000...1_000_000).contains(base.den)
        let timescale: Int64 = isFine ? Int64(base.den) : 90_000
        let rate = stream.pointee.avg_frame_rate
        let sampleTicks = rate.num > 0 && rate.den > 0 ? timescale * Int64(rate.den) / Int64(rate.num) : timescale / 25
        return SourceStream(
            index: stream.pointee.index,
            content: .picture(Self.displayed(stream, parameters)),
            copying: copying,
            reasons: [reason].compactMap { $0 },
            timeBase: base,
            timescale: timescale,
            language: Self.language(of: stream),
            sampleTicks: max(1, sampleTicks),
            hasADTSHeaders: false
        )
    }

    /// How pictures are copied, and why they are encoded for browsers: H.264 up to High 4.2 with progressive 8-bit 4:2:0
    /// pictures is copied and needs no encoding; HEVC Main and Main 10 is copied where it is wanted, and encoded as well.
    private static func copying(
        picture parameters: AVCodecParameters,
        keepsHEVC: Bool
    ) -> (Copying?, PackagingReport.Reason?) {
        let isHEVC = parameters.codec_id == AV_CODEC_ID_HEVC
        let isForeign = PackagingReport.Reason(.codec, Self.name(of: parameters))
        guard parameters.codec_id == AV_CODEC_ID_H264 || isHEVC && keepsHEVC else { return (nil, isForeign) }
        let extradata = Self.extradata(of: parameters)
        let configuration: VideoConfiguration? =
            isHEVC
            ? HEVCConfiguration(extradata: extradata).map { .hevc($0) }
            : H264Configuration(extradata: extradata).map { .h264($0) }
        guard let configuration else {
            return (nil, PackagingReport.Reason(.parametersChange, "no parameter sets before the first picture"))
        }
        guard configuration.isPlayable else { return (nil, PackagingReport.Reason(.profile, configuration.name)) }
        let formats =
            [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P] + (isHEVC ? [AV_PIX_FMT_YUV420P10LE] : [])
        let format = AVPixelFormat(parameters.format)
        guard formats.contains(format) else {
            let name = av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "unknown"
            return (nil, PackagingReport.Reason(.pixelFormat, name))
        }
        guard ![AV_FIELD_TT, AV_FIELD_BB, AV_FIELD_TB, AV_FIELD_BT].contains(parameters.field_order) else {
            return (nil, PackagingReport.Reason(.interlaced))
        }
        return (.video(configuration), isHEVC ? isForeign : nil)
    }

    /// The size after the shape of pixels and rotation are applied.
    private static func displayed(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ parameters: AVCodecParameters
    ) -> Picture {
        var width = Int(parameters.width)
        let height = Int(parameters.height)
        let shape = av_guess_sample_aspect_ratio(nil, stream, nil)
        if shape.num > 0, shape.den > 0 {
            width = max(1, (width * Int(shape.num) + Int(shape.den) / 2) / Int(shape.den))
        }
        return Self.orientation(of: stream).swapsAxes
            ? Picture(widthPixels: height, heightPixels: width) : Picture(widthPixels: width, heightPixels: height)
    }
}
