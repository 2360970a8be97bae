import CLibAV

/// Encodes the pictures of one video track, keeping the times they come with.
final class VideoTrackEncoder {
    let encoder: SampleEncoder
    private let encoding: VideoEncoding
    private let stream: UnsafeMutablePointer<AVStream>
    private let orientation: Orientation
    private let colours: PictureColours

    private var graph: (format: PictureFormat, filters: FilterGraph)?
    /// Has come once; then the deinterlacer stays in, which lets other pictures pass.
    private var isInterlaced = false
    private var keyTicks: ArraySlice<Int64>
    /// The picture taken last, and the key times that none has reached yet.
    private var shown: Frame?
    private var keysToCome: ArraySlice<Int64>
    /// Of the picture taken last.
    private var lastTicks: Int64 = .min
    /// Of the picture encoded last, whose duration is not known yet.
    private var encodedTicks: Int64?
    /// How long each picture in the encoder is shown; bounded by what the encoder looks ahead.
    private var durations: [Int64: Int64] = [:]
    private var waiting: [Packet] = []

    init(_ encoding: VideoEncoding, of stream: UnsafeMutablePointer<AVStream>) throws(PackagingError) {
        guard let parameters = stream.pointee.codecpar?.pointee else {
            throw PackagingError(.noUsableTrack, "a stream without parameters")
        }
        self.encoding = encoding
        self.stream = stream
        self.orientation = SourceStream.orientation(of: stream)
        self.colours = PictureColours(parameters)
        self.encoder = try SampleEncoder.h264(
            encoding,
            colours: self.colours,
            pictureRate: stream.pointee.avg_frame_rate
        )
        self.keyTicks = encoding.keyTicks[...]
        self.keysToCome = encoding.keyTicks[...]
    }

    /// - Parameter ticks: on the lesson's time line; a picture that is not after the one before is left out.
    func take(
        _ picture: Frame,
        ticks: Int64,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        try self.repeatShown(until: ticks, emit)
        guard ticks > self.lastTicks, self.isWanted(ticks) else { return }
        self.shown = picture
        try self.give(picture, ticks: ticks, emit)
    }

    /// A picture that stands for longer than a second past a key time is shown again there, so that every segment starts on
    /// time.
    ///
    /// - Parameters:
    ///   - ticks: when the next picture is shown, or the end.
    ///   - isEnd: no picture comes there.
    private func repeatShown(
        until ticks: Int64,
        isEnd: Bool = false,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        while let key = self.keysToCome.first, key < ticks {
            self.keysToCome.removeFirst()
            let isReached = !isEnd && ticks - key < self.encoding.timescale
            guard key > self.lastTicks, !isReached, let shown else { continue }
            try self.give(shown, ticks: key, emit)
        }
    }

    private func give(
        _ picture: Frame,
        ticks: Int64,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        self.lastTicks = ticks
        if self.encoding.isDeinterlaced, picture.pointer.pointee.interlaced_frame != 0 { self.isInterlaced = true }
        let format = PictureFormat(
            picture,
            of: self.stream,
            orientation: self.orientation,
            isInterlaced: self.isInterlaced
        )
        if let graph, graph.format != format { try self.filter(nil, graph.filters, emit) }
        let filters = try self.filters(for: format)
        let input = try picture.sharing()
        input.pointer.pointee.pts = ticks
        try self.filter(input, filters, emit)
    }

    /// - Parameter endTicks: where the last picture ends.
    func finish(
        at endTicks: Int64,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        try self.repeatShown(until: endTicks, isEnd: true, emit)
        if let graph { try self.filter(nil, graph.filters, emit) }
        self.graph = nil
        if let last = self.encodedTicks { self.durations[last] = max(1, endTicks - last) }
        try self.encoder.take(nil) { packet throws(PackagingError) in self.waiting.append(packet) }
        try self.release(emit)
    }

    /// A key picture always is; of the others, those that come sooner than allowed are not. A tenth of a picture's time is
    /// left to the rounding of containers.
    private func isWanted(_ ticks: Int64) -> Bool {
        guard let rate = self.encoding.picturesPerSecondMax, self.lastTicks != .min else { return true }
        if let key = self.keyTicks.first, ticks >= key { return true }
        return (ticks - self.lastTicks) * Int64(rate) * 10 >= self.encoding.timescale * 9
    }

    private func filters(for format: PictureFormat) throws(PackagingError) -> FilterGraph {
        if let graph, graph.format == format { return graph.filters }
        let description = PictureFilters(
            format: format,
            widthPixels: self.encoding.widthPixels,
            heightPixels: self.encoding.heightPixels,
            colours: self.colours,
            timescale: self.encoding.timescale
        ).description
        let filters = try FilterGraph(description)
        self.graph = (format, filters)
        return filters
    }

    private func filter(
        _ picture: Frame?,
        _ filters: FilterGraph,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let trackBase = AVRational(num: 1, den: Int32(self.encoding.timescale))
        try filters.take(picture) { filtered throws(PackagingError) in
            let ticks = av_rescale_q(filtered.pointer.pointee.pts, filters.timeBase, trackBase)
            try self.encode(filtered, ticks: ticks, emit)
        }
    }

    private func encode(
        _ picture: Frame,
        ticks: Int64,
        _ emit: (EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let isKey = self.encodedTicks == nil || self.keyTicks.first.map { ticks >= $0 } ?? false
        self.keyTicks = self.keyTicks.drop { $0 <= ticks }
        if let last = self.encodedTicks { self.durations[last] = ticks - last }
        self.encodedTicks = ticks
        picture.pointer.pointee.pts = ticks
        picture.pointer.pointee.pict_type = isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
        try self.encoder.take(picture) { packet throws(PackagingError) in self.waiting.append(packet) }
        try self.release(emit)
    }

    /// Hands on what is encoded, up to the first picture whose duration is not known yet.
    private func release(_ emit: (EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) {
        while let packet = self.waiting.first {
            guard let ticks = packet.presentation else {
                throw PackagingError(.unfitOutput, "a picture without a time")
            }
            guard let duration = self.durations.removeValue(forKey: ticks) else { return }
            self.waiting.removeFirst()
            let isSync = packet.pointer.pointee.flags & AV_PKT_FLAG_KEY != 0
            try emit(EncodedSample(packet: packet, ticks: ticks, durationTicks: duration, isSync: isSync))
        }
    }
}
