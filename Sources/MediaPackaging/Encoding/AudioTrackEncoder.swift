import CLibAV

/// Encodes the sound of one audio track: whole AAC samples one after the other, without a gap.
final class AudioTrackEncoder {
    /// Samples per second by which sound is stretched where its times and its number of samples drift apart; nobody hears
    /// a thousandth.
    private static let stretchMax = 48

    /// What decides which filters sound needs.
    private struct Format: Hashable {
        let sampleRateHertz: Int
        let sampleFormat: Int32
        let channelLayout: String
    }

    let encoder: SampleEncoder
    private let encoding: AudioEncoding
    private let fifo: OpaquePointer
    private var graph: (format: Format, filters: FilterGraph)?
    private var startTicks: Int64 = 0
    /// Given to the encoder.
    private var samples: Int64 = 0

    init(_ encoding: AudioEncoding) throws(PackagingError) {
        self.encoding = encoding
        self.encoder = try SampleEncoder.aac(encoding)
        guard let fifo = av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, Int32(encoding.channels), 4096) else {
            throw PackagingError(.outOfMemory, "sound")
        }
        self.fifo = fifo
    }

    deinit {
        av_audio_fifo_free(self.fifo)
    }

    /// The sound begins here on the lesson's time line, in samples of the track.
    func start(at ticks: Int64) {
        self.startTicks = ticks
    }

    /// - Parameter sound: whose `pts` is in its own samples, and continues the one before.
    func take(
        _ sound: Frame,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let format = try Self.format(of: sound)
        if let graph, graph.format != format { try self.filter(nil, graph.filters, emit) }
        try self.filter(try sound.sharing(), try self.filters(for: format), emit)
    }

    func finish(_ emit: (EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) {
        if let graph { try self.filter(nil, graph.filters, emit) }
        self.graph = nil
        let left = av_audio_fifo_size(self.fifo)
        if left > 0 { try self.encode(left, emit) }
        // A track without any sound gives no sample, and an encoder without a frame none to flush.
        guard self.samples > 0 else { return }
        try self.encoder.take(nil) { packet throws(PackagingError) in try self.hand(packet, emit) }
    }

    private static func format(of sound: Frame) throws(PackagingError) -> Format {
        let content = sound.pointer.pointee
        var layout = content.ch_layout
        if layout.order == AV_CHANNEL_ORDER_UNSPEC { av_channel_layout_default(&layout, layout.nb_channels) }
        let name = try withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer throws(PackagingError) in
            try LibraryCall.check(
                av_channel_layout_describe(&layout, buffer.baseAddress, buffer.count),
                or: .unsupportedCodec,
                "channels"
            )
            return buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        return Format(
            sampleRateHertz: sound.sampleRateHertz,
            sampleFormat: content.format,
            channelLayout: name
        )
    }

    private func filters(for format: Format) throws(PackagingError) -> FilterGraph {
        if let graph, graph.format == format { return graph.filters }
        let layout = self.encoding.channels == 1 ? "mono" : "stereo"
        let rate = self.encoding.sampleRateHertz
        // Longer gaps than the stretching closes are filled before they come here.
        let description = [
            "abuffer=time_base=1/\(format.sampleRateHertz):sample_rate=\(format.sampleRateHertz)"
                + ":sample_fmt=\(format.sampleFormat):channel_layout=\(format.channelLayout)",
            "aresample=\(rate):async=\(Self.stretchMax):min_hard_comp=\(SoundContinuity.gapSecondsMax)",
            "aformat=sample_fmts=fltp:sample_rates=\(rate):channel_layouts=\(layout)",
            "abuffersink",
        ].joined(separator: ",")
        let filters = try FilterGraph(description)
        self.graph = (format, filters)
        return filters
    }

    private func filter(
        _ sound: Frame?,
        _ filters: FilterGraph,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        try filters.take(sound) { filtered throws(PackagingError) in
            let written = filtered.withPlanes {
                av_audio_fifo_write(self.fifo, $0, filtered.pointer.pointee.nb_samples)
            }
            try LibraryCall.check(written, or: .outOfMemory, "sound")
            while av_audio_fifo_size(self.fifo) >= self.encoder.context.pointee.frame_size {
                try self.encode(self.encoder.context.pointee.frame_size, emit)
            }
        }
    }

    private func encode(
        _ count: Int32,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let frame = try Frame()
        frame.pointer.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        frame.pointer.pointee.sample_rate = Int32(self.encoding.sampleRateHertz)
        frame.pointer.pointee.nb_samples = count
        av_channel_layout_default(&frame.pointer.pointee.ch_layout, Int32(self.encoding.channels))
        try LibraryCall.check(av_frame_get_buffer(frame.pointer, 0), or: .outOfMemory, "sound")
        let read = frame.withPlanes { av_audio_fifo_read(self.fifo, $0, count) }
        guard read == count else { throw PackagingError(.unfitOutput, "\(read) of \(count) samples") }
        frame.pointer.pointee.pts = self.samples
        self.samples += Int64(count)
        try self.encoder.take(frame) { packet throws(PackagingError) in try self.hand(packet, emit) }
    }

    /// The encoder's first sample holds only what it needs to start, and lies before the sound.
    private func hand(
        _ packet: Packet,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        guard let time = packet.presentation else { throw PackagingError(.unfitOutput, "sound without a time") }
        guard time >= 0 else { return }
        let duration = Int64(self.encoder.context.pointee.frame_size)
        try emit(
            EncodedSample(packet: packet, ticks: self.startTicks + time, durationTicks: duration, isSync: true)
        )
    }
}
