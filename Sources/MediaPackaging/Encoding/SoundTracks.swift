import CLibAV

/// The audio tracks made from one stream; their sound has no gap and no overlap.
final class SoundTracks: TrackEncoders {
    private let origin: TimeOrigin
    private let timeBase: AVRational
    private let tracks: [(encoder: AudioTrackEncoder, rate: Int)]
    private var continuity: SoundContinuity?

    init(
        _ stream: UnsafeMutablePointer<AVStream>,
        origin: TimeOrigin,
        outputs: [TrackEncoding]
    ) throws(PackagingError) {
        self.origin = origin
        self.timeBase = stream.pointee.time_base
        var tracks: [(encoder: AudioTrackEncoder, rate: Int)] = []
        for output in outputs {
            guard case .audio(let encoding) = output else { throw PackagingError(.unfitOutput, "pictures from sound") }
            tracks.append((try AudioTrackEncoder(encoding), encoding.sampleRateHertz))
        }
        self.tracks = tracks
    }

    var encoders: [SampleEncoder] { self.tracks.map(\.encoder.encoder) }

    func take(
        _ frame: Frame,
        start: Int64,
        isAfterFailure: Bool,
        _ emit: (Int, EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let rate = frame.sampleRateHertz
        guard (1...StreamDecoder.sampleRateHertzMax).contains(rate), frame.samples > 0,
            (1...Int32(StreamDecoder.channelsMax)).contains(frame.pointer.pointee.ch_layout.nb_channels)
        else { throw PackagingError(.unsupportedCodec, "sound of \(rate) Hz") }
        var continuity = self.continuity ?? SoundContinuity(origin: self.origin, rate: rate)
        if continuity.rate != rate { continuity.change(rate: rate) }
        let hadStarted = continuity.hasStarted
        let before = continuity.expected
        let told = av_rescale_q(start, self.timeBase, AVRational(num: 1, den: Int32(rate)))
        let step = try continuity.place(told, samples: frame.samples, isAfterFailure: isAfterFailure)
        self.continuity = continuity
        if !hadStarted, continuity.hasStarted { self.start(at: step.start, rate: rate) }
        try self.fill(before, step.silence, like: frame, emit)
        guard step.dropped < frame.samples else { return }
        let sound = step.dropped == 0 ? frame : try frame.droppingSamples(step.dropped)
        try self.give(sound, at: step.start, emit)
    }

    func finish(at end: Int64, _ emit: (Int, EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) {
        for (index, track) in self.tracks.enumerated() {
            try track.encoder.finish { sample throws(PackagingError) in try emit(index, sample) }
        }
    }

    private func start(at start: Int64, rate: Int) {
        let offset = start - self.origin.ticks(Int64(rate))
        for track in self.tracks {
            track.encoder.start(at: av_rescale_rnd(offset, Int64(track.rate), Int64(rate), AV_ROUND_NEAR_INF))
        }
    }

    /// Silence in pieces of at most a second.
    private func fill(
        _ start: Int64,
        _ count: Int64,
        like frame: Frame,
        _ emit: (Int, EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        var filled: Int64 = 0
        while filled < count {
            let samples = min(count - filled, Int64(frame.sampleRateHertz))
            try self.give(try frame.silence(samples: Int(samples)), at: start + filled, emit)
            filled += samples
        }
    }

    private func give(
        _ sound: Frame,
        at start: Int64,
        _ emit: (Int, EncodedSample) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        sound.pointer.pointee.pts = start
        for (index, track) in self.tracks.enumerated() {
            try track.encoder.take(sound) { sample throws(PackagingError) in try emit(index, sample) }
        }
    }
}
