import CLibAV
import CourseModel

/// The video tracks made from one stream.
final class PictureTracks: TrackEncoders {
    private let origin: TimeOrigin
    private let timeBase: AVRational
    private let tracks: [(encoder: VideoTrackEncoder, timescale: Int64)]
    private let observer: ((StreamTranscoder.Picture) throws(PackagingError) -> Void)?

    init(
        _ stream: UnsafeMutablePointer<AVStream>,
        origin: TimeOrigin,
        outputs: [TrackEncoding],
        observer: ((StreamTranscoder.Picture) throws(PackagingError) -> Void)?
    ) throws(PackagingError) {
        self.origin = origin
        self.timeBase = stream.pointee.time_base
        self.observer = observer
        var tracks: [(encoder: VideoTrackEncoder, timescale: Int64)] = []
        for output in outputs {
            guard case .video(let encoding) = output else { throw PackagingError(.unfitOutput, "sound from pictures") }
            tracks.append((try VideoTrackEncoder(encoding, of: stream), encoding.timescale))
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
        let milliseconds = self.origin.lessonTicks(start, self.timeBase, timescale: 1000)
        try self.observer?(
            StreamTranscoder.Picture(frame: frame, time: MediaTime(milliseconds: max(0, milliseconds)))
        )
        for (index, track) in self.tracks.enumerated() {
            let ticks = self.origin.lessonTicks(start, self.timeBase, timescale: track.timescale)
            guard ticks >= 0 else { continue }
            try track.encoder.take(frame, ticks: ticks) { sample throws(PackagingError) in try emit(index, sample) }
        }
    }

    func finish(at end: Int64, _ emit: (Int, EncodedSample) throws(PackagingError) -> Void) throws(PackagingError) {
        for (index, track) in self.tracks.enumerated() {
            let ticks = self.origin.lessonTicks(end, self.timeBase, timescale: track.timescale)
            try track.encoder.finish(at: ticks) { sample throws(PackagingError) in try emit(index, sample) }
        }
    }
}
