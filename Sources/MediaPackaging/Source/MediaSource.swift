import CLibAV

/// An opened course video; owns an `AVFormatContext`.
///
/// Only containers that hold a course video are opened: FFmpeg knows formats that name other files and addresses, which
/// a file from outside must not make the origin fetch.
final class MediaSource {
    private static let containers =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,flv,avi,asf,mp3,aac,wav,ogg,flac"
    /// More are looked at by nobody: a recording has a handful.
    static let streamsMax = 100
    /// FFmpeg gives up at so many, before they can be counted.
    private static let streamsOpenedMax = 10_000
    /// Reading a damaged file is tried again so often; FFmpeg goes on behind what it could not read.
    private static let failuresMax = 1000

    private let context: UnsafeMutablePointer<AVFormatContext>
    private var failures = 0

    init(path: String) throws(PackagingError) {
        av_log_set_level(AV_LOG_QUIET)
        var options: OpaquePointer?
        av_dict_set(&options, "format_whitelist", Self.containers, 0)
        av_dict_set(&options, "protocol_whitelist", "file", 0)
        av_dict_set_int(&options, "max_streams", Int64(Self.streamsOpenedMax), 0)
        defer { av_dict_free(&options) }
        var context: UnsafeMutablePointer<AVFormatContext>?
        try Self.check(avformat_open_input(&context, "file:" + path, nil, &options), or: .noVideoFile, "open")
        self.context = try LibraryCall.allocated(context, "format")
        guard Int(self.context.pointee.nb_streams) <= Self.streamsMax else {
            throw PackagingError(.tooManyTracks, "\(self.context.pointee.nb_streams)")
        }
        try Self.check(avformat_find_stream_info(self.context, nil), or: .noVideoFile, "look at streams")
    }

    /// Reading a file takes little memory; only one whose sizes are wrong asks for more than there is.
    private static func check(
        _ code: Int32,
        or reason: PackagingError.Reason,
        _ operation: String
    ) throws(PackagingError) {
        guard code != lectern_av_error_no_memory() else {
            throw PackagingError(.damaged, "\(operation): it asks for more memory than there is")
        }
        try LibraryCall.check(code, or: reason, operation)
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = self.context
        avformat_close_input(&context)
    }

    var streams: [UnsafeMutablePointer<AVStream>] {
        (0..<Int(self.context.pointee.nb_streams)).compactMap { self.context.pointee.streams[$0] }
    }

    func stream(_ index: Int32) -> UnsafeMutablePointer<AVStream>? {
        self.streams.first { $0.pointee.index == index }
    }

    /// The largest moving picture: FFmpeg's own choice is the one of most bits a second, which may be a small one.
    ///
    /// A cover is no moving picture; containers store it as a video stream of one frame.
    var largestPicture: UnsafeMutablePointer<AVStream>? {
        var largest: (stream: UnsafeMutablePointer<AVStream>, pixels: Int64)?
        for stream in self.streams where stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0 {
            guard let parameters = stream.pointee.codecpar, parameters.pointee.codec_type == AVMEDIA_TYPE_VIDEO else {
                continue
            }
            let pixels = Int64(parameters.pointee.width) * Int64(parameters.pointee.height)
            if pixels > largest?.pixels ?? -1 { largest = (stream, pixels) }
        }
        return largest?.stream
    }

    /// FFmpeg's own choice: the default sound or the first, rather one of the picture's programme.
    func bestSound(beside picture: Int32?) -> UnsafeMutablePointer<AVStream>? {
        self.stream(av_find_best_stream(self.context, AVMEDIA_TYPE_AUDIO, -1, picture ?? -1, nil, 0))
    }

    /// The time base of a stream, which may have appeared while the file was read.
    func timeBase(_ index: Int32) -> AVRational? { self.stream(index)?.pointee.time_base }

    /// Every stream but these is skipped when reading.
    func use(only indices: [Int32]) {
        for stream in self.streams where !indices.contains(stream.pointee.index) {
            stream.pointee.discard = AVDISCARD_ALL
        }
    }

    /// How many samples the sample tables of an MP4 file promise; nil for containers without such tables.
    func promisedSamples(_ index: Int32) -> Int64? {
        guard self.isISOMedia, let stream = self.stream(index), stream.pointee.nb_frames > 0 else { return nil }
        return Int64(avformat_index_get_entries_count(stream))
    }

    /// What the container says of its length, in milliseconds; nil where FFmpeg only estimated it.
    var promisedDurationMs: Int64? {
        let duration = self.context.pointee.duration
        guard duration > 0, self.context.pointee.duration_estimation_method != AVFMT_DURATION_FROM_BITRATE else {
            return nil
        }
        return duration / 1000
    }

    /// FFmpeg's name of the container, e.g. `matroska,webm`.
    var containerName: String { self.context.pointee.iformat?.pointee.name.map { String(cString: $0) } ?? "" }

    var isISOMedia: Bool { self.containerName.hasPrefix("mov") }

    /// The source's time that a player calls 0, and captions beside it count from, in milliseconds: in a broadcast, whose
    /// clock began some time, that of the first sample.
    var playerZeroMs: Int64 {
        let start = self.context.pointee.start_time
        guard let format = self.context.pointee.iformat, format.pointee.flags & AVFMT_TS_DISCONT != 0,
            start != lectern_av_no_timestamp()
        else { return 0 }
        return start / 1000
    }

    /// The last byte of the file has been read.
    var isAtEnd: Bool { self.context.pointee.pb.map { avio_feof($0) != 0 } ?? true }

    /// - Parameter goesOn: whether reading goes on where it failed, up to `failuresMax` times.
    /// - Returns: false at the end of the file.
    /// - Throws: `damaged` where reading stops before the end.
    func read(into packet: Packet, goesOn: Bool = false) throws(PackagingError) -> Bool {
        av_packet_unref(packet.pointer)
        var code = av_read_frame(self.context, packet.pointer)
        while code < 0, code != lectern_av_error_eof(), goesOn, self.failures < Self.failuresMax {
            self.failures += 1
            code = av_read_frame(self.context, packet.pointer)
        }
        if code == lectern_av_error_eof() || (code < 0 && goesOn) {
            if !goesOn, let input = self.context.pointee.pb, input.pointee.error < 0,
                input.pointee.error != code
            {
                try LibraryCall.check(input.pointee.error, or: .unreadable, "read")
            }
            return false
        }
        try Self.check(code, or: .damaged, "read")
        // What an edit list leaves out is kept: decoding needs it, and a track file has no edit list to leave it out with.
        packet.pointer.pointee.flags &= ~AV_PKT_FLAG_DISCARD
        return true
    }
}
