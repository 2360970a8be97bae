import CLibAV
import CourseModel

/// All tracks that are made from one stream of the source, while they are written.
///
/// The stream is decoded at most once, for all the tracks that are encoded from it.
final class StreamTracks {
    let findings: StreamFindings
    private let copy: (planned: PlannedTrack, track: TrackAssembly)?
    private let encoded: [EncodedTrack]
    private let transcoder: StreamTranscoder?
    private var newestTicks: Int64 = 0

    /// - Parameters:
    ///   - planned: those made from this stream.
    ///   - isRepair: damage leaves gaps.
    ///   - observer: called with each picture that is decoded.
    init(
        _ findings: StreamFindings,
        _ planned: [PlannedTrack],
        source: MediaSource,
        origin: TimeOrigin,
        grid: LessonGrid,
        into folder: String,
        isRepair: Bool,
        observer: ((StreamTranscoder.Picture) throws(PackagingError) -> Void)? = nil
    ) throws(PackagingError) {
        let stream = findings.stream
        guard let input = source.stream(stream.index) else { throw PackagingError(.changedMeanwhile) }
        var copy: (planned: PlannedTrack, track: TrackAssembly)?
        var encoded: [EncodedTrack] = []
        for planned in planned {
            let timescale = planned.timescale ?? stream.timescale
            let starts = grid.starts(of: findings, timescale: timescale)
            let path = "\(folder)/\(planned.id).mp4"
            if let encoding = planned.encoding(timescale: timescale, starts: starts) {
                encoded.append(
                    EncodedTrack(planned, encoding, language: stream.language, path: path, starts: starts)
                )
            } else {
                copy = (planned, try TrackAssembly(findings, input, starts: starts, path: path))
            }
        }
        self.findings = findings
        self.copy = copy
        self.encoded = encoded
        self.transcoder =
            encoded.isEmpty
            ? nil
            : try StreamTranscoder(
                input,
                origin: origin,
                outputs: encoded.map(\.encoding),
                isTolerant: isRepair,
                observer: observer
            )
    }

    /// How far it has come on the lesson's time line.
    var position: MediaTime { self.findings.stream.mediaTime(self.newestTicks) }

    /// - Parameter packet: of this stream; belongs to it from now on.
    func take(_ packet: Packet) throws(PackagingError) {
        if let time = packet.presentation ?? packet.decode {
            let ticks = self.findings.stream.ticks(time) - self.findings.originTicks
            self.newestTicks = max(self.newestTicks, min(ticks, self.findings.endTicks))
        }
        try self.transcode(packet)
        try self.copy?.track.take(packet)
    }

    /// The end of the source.
    ///
    /// - Parameter language: BCP 47; nil: as the source says.
    func finish(language: String?) throws(PackagingError) -> [WrittenTrack] {
        try self.transcode(nil)
        var written: [WrittenTrack] = []
        if let (planned, track) = self.copy {
            let file = try track.finish()
            written.append(
                WrittenTrack(planned, self.findings, file: file, output: track.segments.writer.file, language: language)
            )
        }
        for track in self.encoded {
            guard let (file, output) = try track.finish() else {
                throw PackagingError(.damaged, "nothing can be decoded for \(track.planned.id)")
            }
            written.append(
                WrittenTrack(track.planned, self.findings, file: file, output: output, language: language)
            )
        }
        return written
    }

    /// What could not be decoded; complete after the end.
    var gaps: [Manifest.Gap] {
        let media: Manifest.Gap.Media = self.findings.stream.isVideo ? .video : .audio
        return (self.transcoder?.gaps ?? []).map { Manifest.Gap(media: media, rangeMs: $0) }
    }

    private func transcode(_ packet: Packet?) throws(PackagingError) {
        guard let transcoder else { return }
        try transcoder.take(packet) { output, sample throws(PackagingError) in
            try self.encoded[output].take(sample) { () throws(PackagingError) in
                try transcoder.parameters(of: output)
            }
        }
    }
}
