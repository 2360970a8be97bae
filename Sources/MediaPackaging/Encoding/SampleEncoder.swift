import CLibAV
import CourseModel

/// An encoder that is ready: its parameters are known before the first sample; owns an `AVCodecContext`.
final class SampleEncoder {
    let context: UnsafeMutablePointer<AVCodecContext>

    /// - Parameters:
    ///   - options: x264's or the AAC encoder's own.
    ///   - configure: sets what all encoders have.
    /// - Throws: `unfitOutput` where the encoder does not take the settings.
    init(
        _ name: String,
        options: [String: String],
        _ configure: (UnsafeMutablePointer<AVCodecContext>) -> Void
    ) throws(PackagingError) {
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw PackagingError(.unfitOutput, "no \(name) in this FFmpeg")
        }
        self.context = try LibraryCall.allocated(avcodec_alloc_context3(codec), "encoder")
        configure(self.context)
        self.context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (key, value) in options { av_dict_set(&dictionary, key, value, 0) }
        try LibraryCall.check(avcodec_open2(self.context, codec, &dictionary), or: .unfitOutput, "open \(name)")
        guard av_dict_count(dictionary) == 0 else { throw PackagingError(.unfitOutput, "an option is unknown") }
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = self.context
        avcodec_free_context(&context)
    }

    /// - Parameter frame: nil for the end.
    func take(
        _ frame: Frame?,
        _ body: (Packet) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        try LibraryCall.check(avcodec_send_frame(self.context, frame?.pointer), or: .unfitOutput, "encode")
        while true {
            let packet = try Packet()
            let code = avcodec_receive_packet(self.context, packet.pointer)
            if code == lectern_av_error_again() || code == lectern_av_error_eof() { return }
            try LibraryCall.check(code, or: .unfitOutput, "encode")
            try body(packet)
        }
    }

    /// What a muxer must know; complete before the first sample.
    func parameters() throws(PackagingError) -> CodecParameters { try CodecParameters(encoder: self.context) }
}
