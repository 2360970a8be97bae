import CLibAV
import CourseModel
import Dispatch

/// The video tracks made from one stream, each encoded on a thread of its own.
///
/// The encoders themselves have one thread each: with more, x264's bytes depend on how busy the machine is where a highest
/// rate is set.
final class PictureTracks: TrackEncoders {
    /// Pictures that are encoded at once; enough for the tracks to wait little for each other, 25 MB at 1080p.
    private static let batchMax = 8

    /// One track; used by one thread at a time.
    private final class Track {
        let encoder: VideoTrackEncoder
        let timescale: Int64
        var result = Result<[EncodedSample], PackagingError>.success([])

        init(_ encoding: VideoEncoding, of stream: UnsafeMutablePointer<AVStream>) throws(PackagingError) {
            self.encoder = try VideoTrackEncoder(encoding, of: stream)
            self.timescale = encoding.timescale
        }

        /// Keeps what comes out, or what went wrong.
        func run(
            _ work: (VideoTrackEncoder, (EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) -> Void
        ) {
            var samples: [EncodedSample] = []
            do throws(PackagingError) {
                try work(self.encoder) { sample throws(PackagingError) in samples.append(sample) }
                self.result = .success(samples)
            } catch {
                self.result = .failure(error)
            }
        }
    }

    private let origin: TimeOrigin
    private let timeBase: AVRational
    private let tracks: [Track]
    private let observer: ((StreamTranscoder.Picture) throws(PackagingError) -> Void)?
    /// Not encoded yet; with their times, in the stream's ticks.
    private var batch: [(picture: Frame, start: Int64)] = []

    init(
        _ stream: UnsafeMutablePointer<AVStream>,
        origin: TimeOrigin,
        outputs: [TrackEncoding],
        observer: ((StreamTranscoder.Picture) throws(PackagingError) -> Void)?
    ) throws(PackagingError) {
        self.origin = origin
        self.timeBase = stream.pointee.time_base
        self.observer = observer
        var tracks: [Track] = []
        for output in outputs {
            guard case .video(let encoding) = output else { throw PackagingError(.unfitOutput, "sound from pictures") }
            tracks.append(try Track(encoding, of: stream))
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
        if let observer {
            let milliseconds = self.origin.lessonTicks(start, self.timeBase, timescale: 1000)
            try observer(StreamTranscoder.Picture(frame: frame, time: MediaTime(milliseconds: max(0, milliseconds))))
        }
        self.batch.append((frame, start))
        if self.batch.count >= Self.batchMax { try self.encodeBatch(emit) }
    }

    func finish(at end: Int64, _ emit: (Int, EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) {
        try self.encodeBatch(emit)
        try self.runAll(emit) { track in
            let ticks = self.origin.lessonTicks(end, self.timeBase, timescale: track.timescale)
            track.run { encoder, keep throws(PackagingError) in try encoder.finish(at: ticks, keep) }
        }
    }

    private func encodeBatch(_ emit: (Int, EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) {
        let batch = self.batch
        self.batch.removeAll(keepingCapacity: true)
        try self.runAll(emit) { track in
            track.run { encoder, keep throws(PackagingError) in
                for (picture, start) in batch {
                    let ticks = self.origin.lessonTicks(start, self.timeBase, timescale: track.timescale)
                    guard ticks >= 0 else { continue }
                    try encoder.take(picture, ticks: ticks, keep)
                }
            }
        }
    }

    /// Does the same for all tracks at once, waits for all, and hands on what came out track by track.
    private func runAll(
        _ emit: (Int, EncodedSample) throws(PackagingError) -> Void,
        _ work: (Track) -> Void
    ) throws(PackagingError) {
        // Each thread has a track of its own and only reads what they share; all end before this goes on.
        nonisolated(unsafe) let (tracks, work) = (self.tracks, work)
        DispatchQueue.concurrentPerform(iterations: tracks.count) { work(tracks[$0]) }
        for (index, track) in self.tracks.enumerated() {
            for sample in try track.result.get() { try emit(index, sample) }
            track.result = .success([])
        }
    }
}
