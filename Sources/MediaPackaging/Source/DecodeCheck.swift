import CLibAV

/// Decodes single samples to see that they can be; owns an `AVCodecContext`.
final class DecodeCheck {
    private let context: UnsafeMutablePointer<AVCodecContext>

    /// - Parameter isShown: whether frames are looked at; otherwise the last step of decoding is left out, which smooths
    ///   what is whole already.
    init(_ stream: UnsafeMutablePointer<AVStream>, isShown: Bool) throws(PackagingError) {
        guard let parameters = stream.pointee.codecpar,
            let decoder = avcodec_find_decoder(parameters.pointee.codec_id)
        else { throw PackagingError(.unsupportedCodec, "no decoder") }
        self.context = try LibraryCall.allocated(avcodec_alloc_context3(decoder), "decoder")
        try LibraryCall.check(avcodec_parameters_to_context(self.context, parameters), or: .damaged, "set up decoder")
        self.context.pointee.pkt_timebase = stream.pointee.time_base
        self.context.pointee.thread_count = 1
        if !isShown { self.context.pointee.skip_loop_filter = AVDISCARD_ALL }
        self.context.pointee.flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL
        self.context.pointee.err_recognition = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER | AV_EF_EXPLODE
        try LibraryCall.check(avcodec_open2(self.context, decoder, nil), or: .damaged, "open decoder")
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = self.context
        avcodec_free_context(&context)
    }

    /// The whole frame that the sample alone gives, an IDR picture or an AAC sample.
    ///
    /// - Returns: nil where it gives none, or a damaged one.
    func frame(of packet: Packet) -> Frame? {
        defer { avcodec_flush_buffers(self.context) }
        guard let frame = try? Frame(), avcodec_send_packet(self.context, packet.pointer) >= 0,
            avcodec_send_packet(self.context, nil) >= 0,
            avcodec_receive_frame(self.context, frame.pointer) >= 0, !frame.isDamaged,
            frame.pointer.pointee.width == self.context.pointee.width,
            frame.pointer.pointee.height == self.context.pointee.height
        else { return nil }
        return frame
    }
}
