import CLibAV
import CourseModel
import ISOMedia

extension SampleEncoder {
    /// 60 pictures a second, where the source does not say or says nonsense.
    private static let pictureRateMax = AVRational(num: 60, den: 1)

    /// Up to this rate a channel of sound is cut off above speech.
    private static let speechBitsPerSecond: Int64 = 48_000
    /// Consonants reach to about here.
    private static let speechHertz: Int32 = 12_000

    /// The same source gives the same bytes; with more threads and a highest rate, x264 decides by what is ready.
    private static let threads: Int32 = 1

    /// x264, whose pictures come with times in ticks of the track.
    ///
    /// - Parameter pictureRate: of the source, on average; only rate control and the level depend on it.
    static func h264(
        _ encoding: VideoEncoding,
        colours: PictureColours,
        pictureRate: AVRational
    ) throws(PackagingError) -> SampleEncoder {
        let settings = encoding.settings
        let options = [
            "preset": settings.preset,
            "profile": "high",
            "crf": "\(settings.crf)",
            "forced-idr": "1",
            "a53cc": "0",
            "x264-params": [
                "keyint=infinite", "scenecut=0", "open-gop=0", "ref=\(Self.references(encoding))",
                "rc-lookahead=\(settings.lookahead)",
            ].joined(separator: ":"),
        ]
        let encoder = try SampleEncoder("libx264", options: options) { context in
            context.pointee.thread_count = Self.threads
            context.pointee.width = Int32(encoding.widthPixels)
            context.pointee.height = Int32(encoding.heightPixels)
            context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
            context.pointee.time_base = AVRational(num: 1, den: Int32(encoding.timescale))
            context.pointee.framerate = Self.pictureRate(pictureRate, encoding)
            context.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
            context.pointee.color_range = AVCOL_RANGE_MPEG
            context.pointee.colorspace = colours.matrix
            context.pointee.color_primaries = colours.primaries
            context.pointee.color_trc = colours.transfer
            let rate = encoding.maxBitsPerSecond.bitsPerSecond
            context.pointee.rc_max_rate = rate
            context.pointee.rc_buffer_size = Int32(clamping: rate * Int64(settings.bufferSeconds))
        }
        let extradata = UnsafeBufferPointer(
            start: encoder.context.pointee.extradata,
            count: Int(encoder.context.pointee.extradata_size)
        )
        guard let configuration = H264Configuration(extradata: Array(extradata)), configuration.isPlayable else {
            throw PackagingError(.unfitOutput, "\(encoding.widthPixels) × \(encoding.heightPixels) is above level 4.2")
        }
        return encoder
    }

    /// The native AAC encoder, which takes 1024 samples at a time as planes of floating-point numbers.
    static func aac(_ encoding: AudioEncoding) throws(PackagingError) -> SampleEncoder {
        try SampleEncoder("aac", options: [:]) { context in
            context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
            context.pointee.sample_rate = Int32(encoding.sampleRateHertz)
            context.pointee.time_base = AVRational(num: 1, den: Int32(encoding.sampleRateHertz))
            av_channel_layout_default(&context.pointee.ch_layout, Int32(encoding.channels))
            context.pointee.profile = FF_PROFILE_AAC_LOW
            context.pointee.bit_rate = encoding.bitsPerSecond.bitsPerSecond
            context.pointee.cutoff = Self.cutoffHertz(encoding)
        }
    }

    /// 0 for the encoder's own choice. At a low rate, bits spent on what is higher than speech are missed in it.
    private static func cutoffHertz(_ encoding: AudioEncoding) -> Int32 {
        let perChannel = encoding.bitsPerSecond.bitsPerSecond / Int64(encoding.channels)
        return perChannel <= Self.speechBitsPerSecond ? min(Self.speechHertz, Int32(encoding.sampleRateHertz / 2)) : 0
    }

    /// As many as level 4 has room for (ITU-T H.264 table A-1: 32,768 macroblocks), and level 4.2 a little more.
    private static func references(_ encoding: VideoEncoding) -> Int {
        let macroblocks = (encoding.widthPixels + 15) / 16 * ((encoding.heightPixels + 15) / 16)
        return max(1, min(encoding.settings.references, 32_768 / max(1, macroblocks)))
    }

    private static func pictureRate(_ rate: AVRational, _ encoding: VideoEncoding) -> AVRational {
        var rateMax = Self.pictureRateMax
        if let asked = encoding.picturesPerSecondMax { rateMax = AVRational(num: Int32(asked), den: 1) }
        guard rate.num > 0, rate.den > 0 else { return AVRational(num: 25, den: 1) }
        return av_cmp_q(rate, rateMax) > 0 ? rateMax : rate
    }
}
