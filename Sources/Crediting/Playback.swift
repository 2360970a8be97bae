package import CourseModel

/// Played intervals judged: what of each counts, and why the rest does not (steps 0 to 2 of crediting).
///
/// A function of the set of plays and intervals: their order and repetition change nothing.
package struct Playback: Hashable, Sendable {
    package struct Decision: Hashable, Sendable {
        package let key: IntervalKey
        package let trainee: Person.ID
        package let lesson: Lesson.ID
        package let reason: Reason
        package let claimedMs: MediaTime
        /// Accepted within the viewing session, before other sessions of the trainee are looked at.
        package let grantedMs: MediaTime
        package let countedMs: MediaTime

        /// Media time that was claimed and did not count, by reason; each more than 0.
        package var refusals: [(reason: Reason, claimedMs: MediaTime)] {
            let all: [(reason: Reason, claimedMs: MediaTime)] =
                switch self.reason {
                case .ok, .clipped, .conflict:
                    [(.clipped, self.claimedMs - self.grantedMs), (.conflict, self.grantedMs - self.countedMs)]
                default: [(self.reason, self.claimedMs)]
                }
            return all.filter { $0.claimedMs > .zero }
        }
    }

    /// Media that counts, and the wall time that paid for it.
    package struct Counted: Hashable, Sendable {
        package let trainee: Person.ID
        package let lesson: Lesson.ID
        package let paid: IntervalAcceptance.Paid
    }

    /// One for each interval, in ascending order of their keys.
    package let decisions: [Decision]
    /// In the order of viewing sessions and of intervals in them.
    package let counted: [Counted]

    package init(of evidence: Evidence, rate: PaymentRate) throws(EvidenceFault) {
        let intervals = try Self.unique(evidence.intervals)
        let plays = try Self.plays(of: evidence)
        let sessions = try Self.sessions(of: intervals, plays: plays)
        var sweeps: [Person.ID: PersonSweep] = [:]
        var decisions: [Decision] = []
        var counted: [Counted] = []
        decisions.reserveCapacity(evidence.intervals.count)
        for (play, intervals) in zip(plays, sessions) {
            var acceptance = IntervalAcceptance(startMs: play.startMs, rate: rate)
            for interval in intervals {
                let taken = acceptance.take(mediaMs: interval.played.mediaMs, wallMs: interval.played.wallMs)
                var pieces: [IntervalAcceptance.Paid] = []
                if case .accepted(let paid?, _) = taken { pieces = sweeps[play.trainee, default: .init()].spend(paid) }
                decisions.append(Self.decision(on: interval, of: play, taken: taken, counted: pieces))
                counted += pieces.map { Counted(trainee: play.trainee, lesson: play.lesson, paid: $0) }
            }
        }
        self.decisions = decisions.sorted { $0.key < $1.key }
        self.counted = counted
    }

    /// The viewing sessions, each once, in the order of their starts and then of their names.
    private static func plays(of evidence: Evidence) throws(EvidenceFault) -> [Evidence.Play] {
        var byName: [ViewingSession.ID: Evidence.Play] = [:]
        var ambiguous: ViewingSession.ID?
        for play in evidence.plays {
            let first = byName[play.play] ?? play
            byName[play.play] = first
            if first != play || play.startMs < .zero { ambiguous = min(ambiguous ?? play.play, play.play) }
        }
        if let ambiguous { throw .ambiguousPlay(ambiguous) }
        return byName.values.sorted { lhs, rhs in
            lhs.startMs == rhs.startMs ? lhs.play < rhs.play : lhs.startMs < rhs.startMs
        }
    }

    /// The intervals of each viewing session, each once, in the session's order.
    private static func sessions(
        of intervals: [Evidence.Interval],
        plays: [Evidence.Play]
    ) throws(EvidenceFault) -> [[Evidence.Interval]] {
        let places = Dictionary(uniqueKeysWithValues: plays.enumerated().map { ($1.play, $0) })
        var sessions = [[Evidence.Interval]](repeating: [], count: plays.count)
        var unknown: IntervalKey?
        for interval in intervals {
            if let place = places[interval.played.play] {
                sessions[place].append(interval)
            } else {
                unknown = min(unknown ?? interval.key, interval.key)
            }
        }
        if let unknown { throw .unknownPlay(unknown) }
        return sessions.map { session in
            session.sorted { $0.played.n == $1.played.n ? $0.key < $1.key : $0.played.n < $1.played.n }
        }
    }

    private static func unique(_ intervals: [Evidence.Interval]) throws(EvidenceFault) -> [Evidence.Interval] {
        var byKey: [IntervalKey: Evidence.Interval] = [:]
        byKey.reserveCapacity(intervals.count)
        var unique: [Evidence.Interval] = []
        var forked: IntervalKey?
        var negative: IntervalKey?
        for interval in intervals {
            if let first = byKey.updateValue(interval, forKey: interval.key) {
                if first != interval { forked = min(forked ?? interval.key, interval.key) }
            } else {
                unique.append(interval)
            }
            if interval.played.mediaMs.lowerBound < .zero || interval.played.wallMs.lowerBound < .zero {
                negative = min(negative ?? interval.key, interval.key)
            }
        }
        if let forked { throw .fork(forked) }
        if let negative { throw .negativeTime(negative) }
        return unique
    }

    private static func decision(
        on interval: Evidence.Interval,
        of play: Evidence.Play,
        taken: IntervalAcceptance.Decision,
        counted: [IntervalAcceptance.Paid]
    ) -> Decision {
        let countedMs = counted.reduce(MediaTime.zero) { $0 + ($1.mediaMs.upperBound - $1.mediaMs.lowerBound) }
        var grantedMs = MediaTime.zero
        let reason: Reason
        switch taken {
        case .refused(let why): reason = why
        case .accepted(let paid, let isClipped):
            if let paid { grantedMs = paid.mediaMs.upperBound - paid.mediaMs.lowerBound }
            reason = countedMs < grantedMs ? .conflict : isClipped ? .clipped : .ok
        }
        return Decision(
            key: interval.key,
            trainee: play.trainee,
            lesson: play.lesson,
            reason: reason,
            claimedMs: interval.played.mediaMs.upperBound - interval.played.mediaMs.lowerBound,
            grantedMs: grantedMs,
            countedMs: countedMs
        )
    }
}
