package import CourseModel

/// Played intervals judged: what of each counts, and why the rest does not (steps 0 to 2 of crediting).
///
/// Between steps 1 and 2 stands `IntervalAdmission`: what was seen at the wrong time, or was ruled out, pays for nothing.
///
/// A function of the set of plays and intervals: their order and repetition change nothing.
package struct Playback: Hashable, Sendable {
    package struct Decision: Hashable, Sendable {
        package let key: IntervalKey
        package let trainee: Person.ID
        package let lesson: Lesson.ID
        package let reason: Reason
        package let claimedMs: MediaTime
        /// What of it did not count, by reason; each more than 0.
        let lostMs: [Reason: MediaTime]
        package let countedMs: MediaTime
        /// What counted may have been seen outside its phase: `benefitOfDoubt` lets it count.
        package let isDoubted: Bool

        /// Media time that was claimed and did not count, by reason; each more than 0.
        package var refusals: [(reason: Reason, claimedMs: MediaTime)] {
            self.lostMs.map { (reason: $0.key, claimedMs: $0.value) }
        }
    }

    /// Media that counts, and the wall time that paid for it.
    package struct Counted: Hashable, Sendable {
        package let trainee: Person.ID
        package let lesson: Lesson.ID
        package let paid: IntervalAcceptance.Paid
    }

    /// One for each interval, in ascending order of their keys; of a room's, one for each who has a part in it.
    package let decisions: [Decision]
    /// In the order of viewing sessions and of intervals in them.
    package let counted: [Counted]

    /// - Parameters:
    ///   - rules: which evidence counts, and what rooms need.
    ///   - admission: whether it was seen and reported in time.
    ///   - trainee: whose part of rooms is asked for; nil for everybody's.
    package init(
        of evidence: Evidence,
        rate: PaymentRate,
        rules: EvidenceRules = EvidenceRules(),
        admission: IntervalAdmission = .always,
        roomsOf trainee: Person.ID? = nil
    ) throws(EvidenceFault) {
        let own = try Self.sessions(of: evidence.intervals, plays: evidence.plays)
        var sessions = own.map { PlaybackJudge.Session(play: $0.play, intervals: $0.intervals, room: nil) }
        for viewing in CollectiveViewing.united(evidence.rooms) {
            sessions += try Self.sessions(of: viewing, rules: rules).filter {
                trainee ?? $0.play.trainee == $0.play.trainee
            }
        }
        sessions.sort { lhs, rhs in
            (lhs.play.startMs, lhs.play.play, lhs.play.trainee) < (rhs.play.startMs, rhs.play.play, rhs.play.trainee)
        }
        var judge = PlaybackJudge(rate: rate, rules: rules, admission: admission, rulings: evidence)
        for session in sessions { judge.take(session) }
        self.decisions = judge.decisions.sorted { ($0.key, $0.trainee) < ($1.key, $1.trainee) }
        self.counted = judge.counted
    }

    /// What everybody who entered a room has of its viewing sessions.
    private static func sessions(
        of viewing: CollectiveViewing,
        rules: EvidenceRules
    ) throws(EvidenceFault) -> [PlaybackJudge.Session] {
        try viewing.check()
        let shown = try Self.sessions(of: viewing.intervals, plays: viewing.plays)
        guard let programme = RoomRecord(of: viewing)?.opening.programme, let rule = rules.rooms[programme],
            let presence = RoomPresence(of: viewing, rule: rule.collective, timetable: rule.timetable)
        else { return [] }
        return presence.record.people.flatMap { person in
            let room = PlaybackJudge.RoomStays(stays: presence.stays(of: person), evidence: rule.evidence)
            return shown.filter { $0.play.lesson == presence.record.opening.lesson }.map { session in
                let play = Evidence.Play(
                    play: session.play.play,
                    trainee: person,
                    lesson: session.play.lesson,
                    startMs: session.play.startMs
                )
                return PlaybackJudge.Session(play: play, intervals: session.intervals, room: room)
            }
        }
    }

    private static func sessions(
        of intervals: [Evidence.Interval],
        plays: [Evidence.Play]
    ) throws(EvidenceFault) -> [(play: Evidence.Play, intervals: [Evidence.Interval])] {
        let unique = try Self.unique(intervals)
        let plays = try Self.inOrder(plays)
        return Array(zip(plays, try Self.grouped(unique, by: plays)).map { (play: $0, intervals: $1) })
    }

    /// The viewing sessions, each once, in the order of their starts and then of their names.
    private static func inOrder(_ plays: [Evidence.Play]) throws(EvidenceFault) -> [Evidence.Play] {
        var byName: [ViewingSession.ID: Evidence.Play] = [:]
        var ambiguous: ViewingSession.ID?
        for play in plays {
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
    private static func grouped(
        _ intervals: [Evidence.Interval],
        by plays: [Evidence.Play]
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
}
