import CourseModel

/// Takes the intervals of one viewing session after the other, and says of each what counts and why the rest does not.
///
/// Sessions must come in the order of their starts and names, a session's intervals in its own order.
struct PlaybackJudge {
    /// A viewing session, or what one person has of a room's.
    struct Session {
        /// The trainee is who is credited.
        let play: Evidence.Play
        let intervals: [Evidence.Interval]
        /// Nil for a person's own viewing.
        let room: RoomStays?
    }

    /// When somebody was in a room, and which evidence the room's programme asks for.
    struct RoomStays {
        let stays: [RoomPresence.Stay]
        let evidence: RuleSet.Evidence?
    }

    private struct Subject: Hashable {
        let trainee: Person.ID
        let lesson: Lesson.ID
    }

    private typealias Paid = IntervalAcceptance.Paid

    private let rate: PaymentRate
    private let rules: EvidenceRules
    private let admission: IntervalAdmission
    /// Has what officers ruled.
    private let rulings: Evidence
    private var sweeps: [Person.ID: PersonSweep] = [:]
    /// What has counted by class B.
    private var bufferedMs: [Subject: Int64] = [:]
    private(set) var decisions: [Playback.Decision] = []
    private(set) var counted: [Playback.Counted] = []

    init(rate: PaymentRate, rules: EvidenceRules, admission: IntervalAdmission, rulings: Evidence) {
        self.rate = rate
        self.rules = rules
        self.admission = admission
        self.rulings = rulings
    }

    mutating func take(_ session: Session) {
        var acceptance = IntervalAcceptance(startMs: session.play.startMs, rate: self.rate)
        for interval in session.intervals {
            let served = EvidenceRules.admitted(interval.played, by: self.evidenceRule(of: session))
            guard !served.isEmpty || interval.played.mediaMs.isEmpty else {
                self.refuse(interval, of: session, .unserved)
                continue
            }
            switch acceptance.take(mediaMs: interval.played.mediaMs, wallMs: interval.played.wallMs) {
            case .refused(let reason): self.refuse(interval, of: session, reason)
            case .accepted(let paid, _):
                let verdict = self.admission.verdict(on: interval, of: session.play, in: self.rulings)
                self.accept(interval, paid, served: served, verdict, of: session)
            }
        }
    }

    private func evidenceRule(of session: Session) -> RuleSet.Evidence? {
        if let room = session.room { return room.evidence }
        return self.rules.lessons.contains(session.play.lesson) ? self.rules.evidence : nil
    }

    /// What the room's own viewing lacks is nobody's claim.
    private mutating func refuse(_ interval: Evidence.Interval, of session: Session, _ reason: Reason) {
        guard session.room == nil else { return }
        let claimedMs = interval.played.mediaMs.length
        self.decide(on: interval, of: session, claimedMs: claimedMs, lost: [reason: claimedMs], reason: reason)
    }

    private mutating func accept(
        _ interval: Evidence.Interval,
        _ paid: Paid?,
        served: [Range<MediaTime>],
        _ verdict: IntervalAdmission.Verdict,
        of session: Session
    ) {
        var refusal: Reason?
        if case .refused(let reason) = verdict { refusal = reason }
        guard let room = session.room else {
            if let refusal { return self.refuse(interval, of: session, refusal) }
            let claimedMs = interval.played.mediaMs.length
            let grantedMs = paid?.mediaMs.length ?? 0
            var lost: [Reason: Int64] = [.clipped: claimedMs - grantedMs]
            if let paid { self.spend(paid, served: served, by: interval, of: session, lost: &lost) }
            self.decide(on: interval, of: session, claimedMs: claimedMs, lost: lost, reason: nil, verdict)
            return
        }
        var lost: [Reason: Int64] = [:]
        var claimedMs: Int64 = 0
        for stay in room.stays {
            guard let part = paid?.part(paidWith: stay.wallMs) else { continue }
            let hasEvidence = room.evidence?.classes.contains(.roster) ?? true
            let reason = refusal ?? (hasEvidence || stay.reason != .ok ? stay.reason : .unserved)
            claimedMs += part.mediaMs.length
            if reason == .ok {
                self.spend(part, served: served, by: interval, of: session, lost: &lost)
            } else {
                lost[reason, default: 0] += part.mediaMs.length
            }
        }
        guard claimedMs > 0 else { return }
        self.decide(on: interval, of: session, claimedMs: claimedMs, lost: lost, reason: nil, verdict)
    }

    /// Spends wall time on what was accepted, and counts what of its media has evidence.
    private mutating func spend(
        _ paid: Paid,
        served: [Range<MediaTime>],
        by interval: Evidence.Interval,
        of session: Session,
        lost: inout [Reason: Int64]
    ) {
        let pieces = self.sweeps[session.play.trainee, default: PersonSweep()].spend(paid)
        let sweptMs = pieces.reduce(0) { $0 + $1.mediaMs.length }
        lost[.conflict, default: 0] += paid.mediaMs.length - sweptMs
        var countedMs: Int64 = 0
        for piece in pieces {
            for stretch in served {
                let media = piece.mediaMs.clamped(to: stretch)
                guard let media = self.withinShare(media, by: interval, of: session) else { continue }
                countedMs += media.length
                self.counted.append(
                    Playback.Counted(
                        trainee: session.play.trainee,
                        lesson: session.play.lesson,
                        paid: Paid(mediaMs: media, wallMs: piece.wallMs)
                    )
                )
            }
        }
        lost[.unserved, default: 0] += sweptMs - countedMs
    }

    /// What of a stretch class B's greatest share leaves room for; nil for nothing.
    private mutating func withinShare(
        _ media: Range<MediaTime>,
        by interval: Evidence.Interval,
        of session: Session
    ) -> Range<MediaTime>? {
        guard !media.isEmpty else { return nil }
        guard session.room == nil, interval.played.evidence == .buffered,
            let rule = self.evidenceRule(of: session)
        else { return media }
        let subject = Subject(trainee: session.play.trainee, lesson: session.play.lesson)
        let durationMs = Int128(self.rules.durations[subject.lesson]?.milliseconds ?? 0)
        let most = Int64(clamping: durationMs * Int128(max(rule.bufferedPermilleMax, 0)) / 1000)
        let taken = self.bufferedMs[subject] ?? 0
        let length = min(media.length, max(most - taken, 0))
        guard length > 0 else { return nil }
        self.bufferedMs[subject] = taken + length
        return media.lowerBound..<(media.lowerBound + MediaTime(milliseconds: length))
    }

    private mutating func decide(
        on interval: Evidence.Interval,
        of session: Session,
        claimedMs: Int64,
        lost: [Reason: Int64],
        reason: Reason?,
        _ verdict: IntervalAdmission.Verdict = .admitted
    ) {
        let lost = lost.filter { $0.value > 0 }
        let isDoubted = verdict == .doubted
        self.decisions.append(
            Playback.Decision(
                key: interval.key,
                trainee: session.play.trainee,
                lesson: session.play.lesson,
                reason: reason ?? (lost.isEmpty && isDoubted ? .clock : Self.reason(lost)),
                claimedMs: MediaTime(milliseconds: claimedMs),
                lostMs: lost.mapValues(MediaTime.init(milliseconds:)),
                countedMs: MediaTime(milliseconds: claimedMs - lost.values.reduce(0, +)),
                isDoubted: isDoubted
            )
        )
    }

    /// The one word for what counts in part; nothing lost is `OK`.
    private static func reason(_ lost: [Reason: Int64]) -> Reason {
        [.conflict, .unserved, .clipped].first { lost[$0] != nil }
            ?? lost.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }?.key ?? .ok
    }
}

extension Range<MediaTime> {
    fileprivate var length: Int64 { self.upperBound.milliseconds - self.lowerBound.milliseconds }
}
