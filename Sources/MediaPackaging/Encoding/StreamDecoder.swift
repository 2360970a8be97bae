import CLibAV

/// Decodes one stream from its start to its end; owns an `AVCodecContext`.
///
/// Frames come in the order in which they are shown. Memory is bounded: no frame is larger than the limits below, and the
/// decoder holds no more frames than its codec's standard and its threads need.
final class StreamDecoder {
    enum Outcome {
        case frame(Frame)
        /// A sample that cannot be decoded: what the decoder says, and its time in the stream's ticks; nil for that of the
        /// sample that was given.
        case failure(String, Int64?)
    }

    /// 8K; a picture of it takes 50 MB.
    private static let pixelsMax: Int64 = 7680 * 4320
    /// 5 s of the highest rate in one frame.
    private static let samplesMax: Int64 = 1 << 20
    static let sampleRateHertzMax = 192_000
    /// Below a telephone's.
    static let sampleRateHertzMin = 4000
    static let channelsMax = 8
    /// More help little, and each holds pictures.
    private static let threadsMax: Int32 = 4
    /// Codecs whose pictures are decoded side by side. FFmpeg's decoders of the H.263 family (MPEG-4 part 2, Sorenson, WMV)
    /// give a picture and a failure at once for one that is damaged, and with such threads FFmpeg 5.1 then ends the process.
    private static let threadedByFrame = [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_VP8, AV_CODEC_ID_VP9]

    private let context: UnsafeMutablePointer<AVCodecContext>

    /// - Parameter isStrict: a sample that is damaged in part gives a failure instead of a frame with the damage hidden.
    /// - Throws: `unsupportedCodec` where there is no decoder, or for absurd sizes.
    init(_ stream: UnsafeMutablePointer<AVStream>, isStrict: Bool) throws(PackagingError) {
        guard let parameters = stream.pointee.codecpar,
            let decoder = avcodec_find_decoder(parameters.pointee.codec_id)
        else { throw PackagingError(.unsupportedCodec, "no decoder") }
        try Self.checkSize(parameters.pointee)
        self.context = try LibraryCall.allocated(avcodec_alloc_context3(decoder), "decoder")
        try LibraryCall.check(avcodec_parameters_to_context(self.context, parameters), or: .damaged, "set up decoder")
        self.context.pointee.pkt_timebase = stream.pointee.time_base
        self.context.pointee.max_pixels = Self.pixelsMax
        self.context.pointee.max_samples = Self.samplesMax
        // With more than one thread, nobody knows which sample a failure belongs to.
        self.context.pointee.thread_count = isStrict ? min(Self.threadsMax, av_cpu_count()) : 1
        let isByFrame = Self.threadedByFrame.contains(decoder.pointee.id)
        self.context.pointee.thread_type = isByFrame ? FF_THREAD_FRAME | FF_THREAD_SLICE : FF_THREAD_SLICE
        self.context.pointee.err_recognition = isStrict ? AV_EF_CRCCHECK | AV_EF_EXPLODE : AV_EF_CRCCHECK
        try LibraryCall.check(avcodec_open2(self.context, decoder, nil), or: .damaged, "open decoder")
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = self.context
        avcodec_free_context(&context)
    }

    /// Gives a sample to the decoder, and what it has decoded since to `body`.
    ///
    /// - Parameter packet: nil for the end; then the decoder gives all that it has left.
    /// - Throws: `outOfMemory`, and what `body` throws; damage is an outcome.
    func take(
        _ packet: Packet?,
        _ body: (Outcome) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let code = avcodec_send_packet(self.context, packet?.pointer)
        if code < 0, code != lectern_av_error_eof() { try body(.failure(try Self.failure(code), nil)) }
        while true {
            let frame = try Frame()
            let code = avcodec_receive_frame(self.context, frame.pointer)
            if code == lectern_av_error_again() || code == lectern_av_error_eof() { return }
            if code < 0 {
                try body(.failure(try Self.failure(code), nil))
            } else if frame.isDamaged {
                try body(.failure("a part of it is missing", frame.time))
            } else {
                try body(.frame(frame))
            }
        }
    }

    private static func failure(_ code: Int32) throws(PackagingError) -> String {
        if code == lectern_av_error_no_memory() { throw PackagingError(.outOfMemory, "decode") }
        return LibraryCall.text(of: code)
    }

    /// - Throws: `unsupportedCodec` for absurd sizes.
    static func checkSize(_ parameters: AVCodecParameters) throws(PackagingError) {
        let pixels = Int64(parameters.width) * Int64(parameters.height)
        guard pixels <= Self.pixelsMax else {
            throw PackagingError(.unsupportedCodec, "\(parameters.width) × \(parameters.height) pixels")
        }
        guard parameters.codec_type == AVMEDIA_TYPE_AUDIO else { return }
        guard (Self.sampleRateHertzMin...Self.sampleRateHertzMax).contains(Int(parameters.sample_rate)),
            parameters.ch_layout.nb_channels <= Self.channelsMax
        else {
            let channels = parameters.ch_layout.nb_channels
            throw PackagingError(.unsupportedCodec, "\(channels) channels of \(parameters.sample_rate) Hz")
        }
    }
}
