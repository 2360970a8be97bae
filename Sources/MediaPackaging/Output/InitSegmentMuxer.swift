import CLibAV
import ISOMedia

/// Lets libavformat's MP4 muxer write the header of a track file: it knows how each codec's configuration is stored.
enum InitSegmentMuxer {
    private static let flags = "+cmaf+frag_custom+default_base_moof+skip_trailer"
    private static let hvc1 = "hvc1".utf8.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }

    /// - Parameters:
    ///   - timescale: ticks per second of all times of the samples.
    ///   - language: ISO 639-2.
    ///   - displayMatrix: nine numbers (ISO/IEC 14496-12 §8.3.2); nil for a picture that is shown as it is.
    static func initSegment(
        _ parameters: CodecParameters,
        timescale: Int64,
        language: String,
        displayMatrix: UnsafePointer<Int32>? = nil
    ) throws(PackagingError) -> InitSegment {
        var allocated: UnsafeMutablePointer<AVFormatContext>?
        try LibraryCall.check(
            avformat_alloc_output_context2(&allocated, nil, "mp4", nil),
            or: .unfitOutput,
            "set up muxer"
        )
        let context = try LibraryCall.allocated(allocated, "muxer")
        defer { avformat_free_context(context) }
        let track = try Self.addTrack(to: context, parameters, timescale: timescale)
        av_dict_set(&track.pointee.metadata, "language", language, 0)
        if let displayMatrix { try Self.setDisplayMatrix(displayMatrix, of: track) }
        let segment = try InitSegment(output: try Self.writeHeader(context, timescale: timescale))
        guard segment.timescale == timescale else {
            throw PackagingError(.unfitOutput, "time scale \(segment.timescale)")
        }
        return segment
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
        try LibraryCall.check(avio_open_dyn_buf(&context.pointee.pb), or: .outOfMemory, "buffer")
        let result = avformat_write_header(context, &options)
        var start: UnsafeMutablePointer<UInt8>?
        let count = avio_close_dyn_buf(context.pointee.pb, &start)
        context.pointee.pb = nil
        defer { av_free(start) }
        try LibraryCall.check(result, or: .unfitOutput, "write header")
        guard av_dict_count(options) == 0 else { throw PackagingError(.unfitOutput, "an option is unknown") }
        return Array(UnsafeBufferPointer(start: start, count: Int(max(0, count))))
    }
}
