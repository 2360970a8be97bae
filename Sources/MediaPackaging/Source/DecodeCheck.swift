import CLibAV

/// Decodes single samples to see that they can be; owns an `AVCodecContext` and an `AVFrame`.
final class DecodeCheck {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let frame: UnsafeMutablePointer<AVFrame>

    init(_ stream: UnsafeMutablePointer<AVStream>) throws(PackagingError) {
        guard let parameters = stream.pointee.codecpar,
            let decoder = avcodec_find_decoder(parameters.pointee.codec_id)
        else { throw PackagingError(.unsupportedCodec, "no decoder") }
        self.context = try LibraryCall.allocated(avcodec_alloc_context3(decoder), "decoder")
        self.frame = try LibraryCall.allocated(av_frame_alloc(), "frame")
        try LibraryCall.check(avcodec_parameters_to_context(self.context, parameters), or: .damaged, "set up decoder")
        self.context.pointee.pkt_timebase = stream.pointee.time_base
        self.context.pointee.thread_count = 1
        self.context.pointee.flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL
        self.context.pointee.err_recognition = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER | AV_EF_EXPLODE
        try LibraryCall.check(avcodec_open2(self.context, decoder, nil), or: .damaged, "open decoder")
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = self.context
        var frame: UnsafeMutablePointer<AVFrame>? = self.frame
        avcodec_free_context(&context)
        av_frame_free(&frame)
    }

    /// Whether the sample alone gives a whole frame: an IDR picture, or an AAC sample.
    ///
    /// - Parameter use: is given that frame, which lives no longer.
    func isDecodable(_ packet: Packet, use: (UnsafePointer<AVFrame>) -> Void = { _ in }) -> Bool {
        defer { avcodec_flush_buffers(self.context) }
        guard avcodec_send_packet(self.context, packet.pointer) >= 0,
            avcodec_send_packet(self.context, nil) >= 0,
            avcodec_receive_frame(self.context, self.frame) >= 0
        else { return false }
        defer { av_frame_unref(self.frame) }
        let isWhole =
            self.frame.pointee.decode_error_flags == 0 && self.frame.pointee.flags & AV_FRAME_FLAG_CORRUPT == 0
            && self.frame.pointee.width == self.context.pointee.width
            && self.frame.pointee.height == self.context.pointee.height
        if isWhole { use(self.frame) }
        return isWhole
    }
}
