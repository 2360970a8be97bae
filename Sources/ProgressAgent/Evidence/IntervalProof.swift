import CourseModel
import Crediting

/// How an interval that was claimed is known: its evidence class, and what of it was not served.
struct IntervalProof: Hashable {
    /// Segments are cut at samples and lessons end where their last track does: a claim may be so far beside what was
    /// served, at each end.
    private static let slackMs = MediaTime(milliseconds: 250)
    /// What a player has in its buffer around a start of the agent: what was served of it in the run before may be lost.
    private static let bufferMs = AgentTime(milliseconds: 60_000)

    let evidence: EvidenceClass?
    let unservedMs: [Range<MediaTime>]?
    let heardMs: AgentTime?

    /// - Parameters:
    ///   - startMs: of the viewing session.
    ///   - served: what it was handed; nil where nobody here serves media.
    ///   - sinceMs: when this run of the agent began.
    init(
        of interval: HeartbeatAcceptance.OpenInterval,
        startMs: AgentTime,
        served: PlayedIntervals?,
        sinceMs: AgentTime?
    ) {
        guard let served else {
            (self.evidence, self.unservedMs, self.heardMs) = (nil, nil, nil)
            return
        }
        let unserved = served.widened(by: Self.slackMs).gaps(in: interval.mediaMs)
        if let sinceMs, !unserved.isEmpty, startMs < sinceMs,
            (sinceMs - Self.bufferMs..<sinceMs + Self.bufferMs).contains(interval.wallMs.lowerBound)
        {
            self.evidence = .buffered
            self.unservedMs = nil
            self.heardMs = interval.heardMs ?? interval.wallMs.upperBound
        } else {
            self.evidence = interval.heardMs == nil ? .served : .buffered
            self.unservedMs = unserved.isEmpty ? nil : unserved
            self.heardMs = interval.heardMs
        }
    }
}
