package import CourseModel

/// What becomes of a player's heartbeats before they reach the journal: the state of one viewing session, as a value.
///
/// Heartbeats ("beats") are numbered from 0 without gaps. Each says which media it played and the wall time that this
/// took, on the agent's time line. Contiguous beats are merged into one *open interval* of at most a minute, which
/// goes into the journal as one row when it is closed. Nothing here is durable: decide on a copy, make the decision
/// durable, then keep the copy; only then is a beat "kept".
///
/// What is too fast is not dropped: it is kept apart from what was paid for, so that the origin refuses it alone and
/// the trainee is told why. The origin decides; this only merges and bounds what is written down.
package struct HeartbeatAcceptance: Hashable, Sendable, Codable {
    /// Wall time that one journal row covers at most.
    package static let mergedWallMaxMs: Int64 = 60_000
    /// How far a beat may lie ahead of the agent's clock: the player's offset is known no better.
    package static let aheadMaxMs: Int64 = 1_000
    /// How far a player may overshoot the lesson's end: players round durations; the surplus is cut off.
    package static let overshootMaxMs: Int64 = 1_000

    /// What is heard of later than this after it was played was buffered: a heartbeat comes every 10 s, and from a page
    /// that browsers hold back once a minute.
    package static let liveMaxMs: Int64 = 90_000

    /// What was kept of the session and has no journal row yet.
    package struct OpenInterval: Hashable, Sendable, Codable {
        /// Numbers the journal rows of one viewing session, from 0.
        package let n: Int64
        package let mediaMs: Range<MediaTime>
        package let wallMs: Range<AgentTime>
        /// When the agent had heard of all of it; nil where that was while it was played.
        package let heardMs: AgentTime?

        package init(n: Int64, mediaMs: Range<MediaTime>, wallMs: Range<AgentTime>, heardMs: AgentTime? = nil) {
            self.n = n
            self.mediaMs = mediaMs
            self.wallMs = wallMs
            self.heardMs = heardMs
        }
    }

    /// What to do with one beat.
    package enum Decision: Hashable, Sendable {
        /// Kept before; change nothing and say so again.
        case known
        /// Beats before it have not arrived; change nothing, the player sends again from `next`.
        case missing(next: Int64)
        /// The open interval grew to this.
        case extend(OpenInterval)
        /// Write `closing`, if any, into the journal; from now on `open` is the open interval.
        case begin(OpenInterval, closing: OpenInterval?)
        /// The beat is used up and counts nothing; the player goes on to the next one.
        ///
        /// `VOIDED`: no media, or media outside the lesson. `CLOCK`: the wall time lies in the future. `OVERLAP`: no
        /// wall time is left that was not spent already.
        case refuse(Reason)
    }

    package let durationMs: MediaTime
    package let rate: PaymentRate
    /// Number of the beat that is expected next; as many are kept.
    package private(set) var nextBeat: Int64
    /// What the next new open interval is numbered.
    package private(set) var nextN: Int64
    /// Up to here wall time is spent; at first when the viewing session started.
    package private(set) var spentUntilMs: AgentTime
    package private(set) var open: OpenInterval?

    /// A viewing session that starts.
    ///
    /// - Parameters:
    ///   - startMs: when the agent opened the session.
    ///   - durationMs: the lesson's, from the manifest, never from the player.
    package init(startMs: AgentTime, durationMs: MediaTime, maxRatePermille: Int64) {
        self.init(
            durationMs: durationMs,
            maxRatePermille: maxRatePermille,
            nextBeat: 0,
            nextN: 0,
            spentUntilMs: startMs,
            open: nil
        )
    }

    /// A viewing session as it was stored.
    package init(
        durationMs: MediaTime,
        maxRatePermille: Int64,
        nextBeat: Int64,
        nextN: Int64,
        spentUntilMs: AgentTime,
        open: OpenInterval?
    ) {
        self.durationMs = durationMs
        self.rate = PaymentRate(maxRatePermille: maxRatePermille)
        self.nextBeat = nextBeat
        self.nextN = nextN
        self.spentUntilMs = spentUntilMs
        self.open = open
    }

    /// Takes one beat.
    ///
    /// - Parameters:
    ///   - mediaMs: what was played, by the player's word: begin and end as they came, in any order.
    ///   - wallMs: when, on the agent's time line: begin and end as they came, in any order.
    ///   - now: the agent's time; of a session that has ended, its end.
    ///   - heardMs: the agent's time, where `now` is not.
    package mutating func decide(
        beat: Int64,
        mediaMs: (begin: MediaTime, end: MediaTime),
        wallMs: (begin: AgentTime, end: AgentTime),
        now: AgentTime,
        heardMs: AgentTime? = nil
    ) -> Decision {
        guard beat >= self.nextBeat else { return .known }
        guard beat == self.nextBeat else { return .missing(next: self.nextBeat) }
        self.nextBeat += 1
        let overshoot = MediaTime(milliseconds: Self.overshootMaxMs)
        let mediaEnd = min(mediaMs.end, self.durationMs)
        guard mediaMs.begin >= .zero, mediaMs.begin < mediaEnd, mediaMs.end <= self.durationMs + overshoot else {
            return .refuse(.voided)
        }
        guard wallMs.end <= now + AgentTime(milliseconds: Self.aheadMaxMs) else { return .refuse(.clock) }
        let wallBegin = max(wallMs.begin, self.spentUntilMs)
        guard wallBegin < wallMs.end else { return .refuse(.overlap) }
        let heardMs = heardMs ?? now
        let isBuffered = (heardMs - wallMs.end).milliseconds > Self.liveMaxMs
        return self.take(
            mediaMs: mediaMs.begin..<mediaEnd,
            wallMs: wallBegin..<wallMs.end,
            heardMs: isBuffered ? heardMs : nil
        )
    }

    /// Ends the open interval: at the session's end, or when the player fell silent. The caller journals it.
    package mutating func close() -> OpenInterval? {
        defer { self.open = nil }
        return self.open
    }

    private mutating func take(
        mediaMs: Range<MediaTime>,
        wallMs: Range<AgentTime>,
        heardMs: AgentTime?
    ) -> Decision {
        let isTooFast = self.isTooFast(mediaMs: mediaMs, wallMs: wallMs)
        if !isTooFast { self.spentUntilMs = wallMs.upperBound }
        if let open, open.mediaMs.upperBound == mediaMs.lowerBound, open.wallMs.upperBound == wallMs.lowerBound,
            (wallMs.upperBound - open.wallMs.lowerBound).milliseconds <= Self.mergedWallMaxMs,
            self.isTooFast(mediaMs: open.mediaMs, wallMs: open.wallMs) == isTooFast,
            (open.heardMs == nil) == (heardMs == nil)
        {
            let grown = OpenInterval(
                n: open.n,
                mediaMs: open.mediaMs.lowerBound..<mediaMs.upperBound,
                wallMs: open.wallMs.lowerBound..<wallMs.upperBound,
                heardMs: heardMs
            )
            self.open = grown
            return .extend(grown)
        }
        let begun = OpenInterval(n: self.nextN, mediaMs: mediaMs, wallMs: wallMs, heardMs: heardMs)
        let closing = self.open
        self.nextN += 1
        self.open = begun
        return .begin(begun, closing: closing)
    }

    /// Whether the origin would refuse this on its own. Of stretches that it would not refuse, the sum is not refused
    /// either; so merging costs nobody anything.
    private func isTooFast(mediaMs: Range<MediaTime>, wallMs: Range<AgentTime>) -> Bool {
        let media = (mediaMs.upperBound - mediaMs.lowerBound).milliseconds
        let wall = (wallMs.upperBound - wallMs.lowerBound).milliseconds
        return self.rate.verdict(mediaMs: media, wallMs: wall) == .refused
    }
}
