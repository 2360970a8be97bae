import CLibAV

/// Turns packets of a stream of text subtitles into cues; owns an `AVCodecContext`.
///
/// libavcodec gives the text of every kind of subtitle as SubStation Alpha.
final class SubtitleDecoder {
    /// The text is the last of nine fields of an event: read order, layer, style, name, three margins, effect, text.
    private static let fieldsBeforeText = 8

    private let context: UnsafeMutablePointer<AVCodecContext>
    private let timeBase: AVRational

    /// Whether a stream has text, and not pictures of it.
    static func isText(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        guard let parameters = stream.pointee.codecpar, parameters.pointee.codec_type == AVMEDIA_TYPE_SUBTITLE,
            let descriptor = avcodec_descriptor_get(parameters.pointee.codec_id)
        else { return false }
        return descriptor.pointee.props & AV_CODEC_PROP_TEXT_SUB != 0
    }

    /// - Returns: nil where libavcodec cannot read such subtitles.
    init?(_ stream: UnsafeMutablePointer<AVStream>) throws(PackagingError) {
        guard let parameters = stream.pointee.codecpar, let codec = avcodec_find_decoder(parameters.pointee.codec_id)
        else { return nil }
        self.timeBase = stream.pointee.time_base
        self.context = try LibraryCall.allocated(avcodec_alloc_context3(codec), "decoder")
        self.context.pointee.pkt_timebase = self.timeBase
        guard avcodec_parameters_to_context(self.context, parameters) >= 0, avcodec_open2(self.context, codec, nil) >= 0
        else { return nil }
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = self.context
        avcodec_free_context(&context)
    }

    /// What a packet shows, in milliseconds of the source's own time; without an end where the source does not tell it.
    ///
    /// - Returns: nil for a packet that cannot be read; nothing for one that ends what was shown before.
    func read(_ packet: Packet) -> [(startMs: Int64, endMs: Int64?, text: String)]? {
        var subtitle = AVSubtitle()
        var isComplete: Int32 = 0
        guard let presentation = packet.presentation,
            avcodec_decode_subtitle2(self.context, &subtitle, &isComplete, packet.pointer) >= 0
        else { return nil }
        guard isComplete != 0 else { return [] }
        defer { avsubtitle_free(&subtitle) }
        let milliseconds = AVRational(num: 1, den: 1000)
        let time = av_rescale_q(presentation, self.timeBase, milliseconds)
        let end: Int64? =
            packet.duration > 0
            ? time + av_rescale_q(packet.duration, self.timeBase, milliseconds)
            : [0, UInt32.max].contains(subtitle.end_display_time) ? nil : time + Int64(subtitle.end_display_time)
        return (0..<Int(subtitle.num_rects)).compactMap { index in
            guard let event = subtitle.rects[index]?.pointee.ass else { return nil }
            let fields = String(cString: event)
                .split(separator: ",", maxSplits: Self.fieldsBeforeText, omittingEmptySubsequences: false)
            guard fields.count > Self.fieldsBeforeText else { return nil }
            return (time, end, SubStationText.read(String(fields[Self.fieldsBeforeText])).cueText)
        }
    }
}
