import CLibAV
import ISOMedia

/// Writes fragments of one track with libavformat's MP4 muxer; owns an `AVFormatContext`.
final class FragmentMuxer {
    private static let flags = "+cmaf+frag_custom+frag_discont+negative_cts_offsets+default_base_moof+skip_trailer"
    /// The muxer takes no sample that is decoded after it is shown; it adds the distance of the first sample's two times
    /// to all times of decoding. So it is told that everything is decoded earlier, by more than any picture is shown
    /// before its turn.
    private static let shiftSeconds: Int64 = 120
    private static let hvc1 = "hvc1".utf8.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }

    let initSegment: InitSegment
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let shiftTicks: Int64

    /// - Parameters:
    ///   - timescale: ticks per second of all times of the samples.
    ///   - language: ISO 639-2.
    ///   - displayMatrix: nine numbers (ISO/IEC 14496-12 §8.3.2); nil for a picture that is shown as it is.
    init(
        _ parameters: CodecParameters,
        timescale: Int64,
        language: String,
        displayMatrix: UnsafePointer<Int32>? = nil
    ) throws(PackagingError) {
        var allocated: UnsafeMutablePointer<AVFormatContext>?
        try LibraryCall.check(
            avformat_alloc_output_context2(&allocated, nil, "mp4", nil),
            or: .unfitOutput,
            "set up muxer"
        )
        let context = try LibraryCall.allocated(allocated, "muxer")
        do throws(PackagingError) {
            let track = try Self.addTrack(to: context, parameters, timescale: timescale)
            av_dict_set(&track.pointee.metadata, "language", language, 0)
            if let displayMatrix { try Self.setDisplayMatrix(displayMatrix, of: track) }
            self.initSegment = try InitSegment(output: try Self.writeHeader(context, timescale: timescale))
            guard self.initSegment.timescale == timescale else {
                throw PackagingError(.unfitOutput, "time scale \(self.initSegment.timescale)")
            }
        } catch {
            avformat_free_context(context)
            throw error
        }
        self.context = context
        self.shiftTicks = Self.shiftSeconds * timescale
    }

    deinit {
        avformat_free_context(self.context)
    }

    /// One fragment with all the samples (`moof` and `mdat`).
    func fragment(_ samples: [TimedSample]) throws(PackagingError) -> MuxedBytes {
        let output = try DynamicBuffer(self.context)
        for sample in samples {
            let packet = sample.packet.pointer
            av_packet_free_side_data(packet)
            packet.pointee.stream_index = 0
            packet.pointee.dts = sample.decodeTicks - self.shiftTicks
            packet.pointee.pts = sample.presentationTicks
            packet.pointee.duration = sample.durationTicks
            packet.pointee.flags = sample.isSync ? AV_PKT_FLAG_KEY : 0
            try LibraryCall.check(av_write_frame(self.context, packet), or: .unfitOutput, "write sample")
        }
        try LibraryCall.check(av_write_frame(self.context, nil), or: .unfitOutput, "write fragment")
        return output.close()
    }

    private static func addTrack(
        to context: UnsafeMutablePointer<AVFormatContext>,
        _ parameters: CodecParameters,
        timescale: Int64
    ) throws(PackagingError) -> UnsafeMutablePointer<AVStream> {
        let track = try LibraryCall.allocated(avformat_new_stream(context, nil), "stream")
        try LibraryCall.check(
            avcodec_parameters_copy(track.pointee.codecpar, parameters.pointer),
            or: .unfitOutput,
            "copy parameters"
        )
        // With `hvc1`, the parameter sets are in the init segment only; the muxer's own choice is `hev1`.
        let isHEVC = parameters.pointer.pointee.codec_id == AV_CODEC_ID_HEVC
        track.pointee.codecpar.pointee.codec_tag = isHEVC ? Self.hvc1 : 0
        track.pointee.time_base = AVRational(num: 1, den: Int32(timescale))
        track.pointee.sample_aspect_ratio = parameters.pointer.pointee.sample_aspect_ratio
        return track
    }

    private static func setDisplayMatrix(
        _ matrix: UnsafePointer<Int32>,
        of track: UnsafeMutablePointer<AVStream>
    ) throws(PackagingError) {
        let data = try LibraryCall.allocated(
            av_stream_new_side_data(track, AV_PKT_DATA_DISPLAYMATRIX, 36),
            "display matrix"
        )
        UnsafeMutableRawPointer(data).copyMemory(from: matrix, byteCount: 36)
    }

    private static func writeHeader(
        _ context: UnsafeMutablePointer<AVFormatContext>,
        timescale: Int64
    ) throws(PackagingError) -> [UInt8] {
        // The same source gives the same bytes, whatever the library's version is called.
        context.pointee.flags |= AVFMT_FLAG_BITEXACT
        context.pointee.avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        av_dict_set(&options, "movflags", Self.flags, 0)
        av_dict_set_int(&options, "video_track_timescale", timescale, 0)
        av_dict_set_int(&options, "use_editlist", 0, 0)
        let output = try DynamicBuffer(context)
        try LibraryCall.check(avformat_write_header(context, &options), or: .unfitOutput, "write header")
        guard av_dict_count(options) == 0 else { throw PackagingError(.unfitOutput, "an option is unknown") }
        return try output.close().withBytes { bytes throws(PackagingError) in Array(bytes) }
    }
}

/// Takes what a muxer writes, in memory; stands in for a file until it is closed.
private final class DynamicBuffer {
    private let context: UnsafeMutablePointer<AVFormatContext>

    init(_ context: UnsafeMutablePointer<AVFormatContext>) throws(PackagingError) {
        self.context = context
        try LibraryCall.check(avio_open_dyn_buf(&context.pointee.pb), or: .outOfMemory, "buffer")
    }

    deinit {
        if self.context.pointee.pb != nil { _ = self.close() }
    }

    func close() -> MuxedBytes {
        var start: UnsafeMutablePointer<UInt8>?
        let count = avio_close_dyn_buf(self.context.pointee.pb, &start)
        self.context.pointee.pb = nil
        return MuxedBytes(start, count: Int(max(0, count)))
    }
}
