package import CourseModel

/// What was reported about viewing, and what officers ruled about it: sets. Order and repetition mean nothing.
package struct Evidence: Hashable, Sendable {
    /// A viewing session.
    package struct Play: Hashable, Sendable, Codable {
        package let play: ViewingSession.ID
        package let trainee: Person.ID
        package let lesson: Lesson.ID
        package let startMs: AgentTime

        package init(play: ViewingSession.ID, trainee: Person.ID, lesson: Lesson.ID, startMs: AgentTime) {
            self.play = play
            self.trainee = trainee
            self.lesson = lesson
            self.startMs = startMs
        }
    }

    /// A played interval and the journal row that says so.
    package struct Interval: Hashable, Sendable {
        package let key: IntervalKey
        package let played: PlayedInterval
        /// When it began; nil where nothing is known of that, and then no window is asked for.
        package let beganMs: TimeBracket?
        /// When the origin took the row; nil at a school.
        package let receivedAtMs: UTCTime?

        package init(
            key: IntervalKey,
            played: PlayedInterval,
            beganMs: TimeBracket? = nil,
            receivedAtMs: UTCTime? = nil
        ) {
            self.key = key
            self.played = played
            self.beganMs = beganMs
            self.receivedAtMs = receivedAtMs
        }
    }

    /// Two officers' word that what was reported of a phase after it was sealed counts all the same.
    package struct LateApproval: Hashable, Sendable {
        package let programme: Programme.ID
        package let phase: Phase.ID
        /// Of what was reported by then; what comes later waits again.
        package let receivedUntilMs: UTCTime

        package init(programme: Programme.ID, phase: Phase.ID, receivedUntilMs: UTCTime) {
            self.programme = programme
            self.phase = phase
            self.receivedUntilMs = receivedUntilMs
        }
    }

    package var plays: [Play]
    package var intervals: [Interval]
    /// Collective viewings, whole.
    package var rooms: [CollectiveViewing]
    /// Viewing sessions that two officers declared void.
    package var voided: Set<ViewingSession.ID>
    package var approvals: Set<LateApproval>

    package init(
        plays: [Play] = [],
        intervals: [Interval] = [],
        rooms: [CollectiveViewing] = [],
        voided: Set<ViewingSession.ID> = [],
        approvals: Set<LateApproval> = []
    ) {
        self.plays = plays
        self.intervals = intervals
        self.rooms = rooms
        self.voided = voided
        self.approvals = approvals
    }
}

/// The name of a played interval: the row of a school's journal.
package struct IntervalKey: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let edge: Edge.ID
    package let epoch: Int64
    package let sequence: Int64

    package init(edge: Edge.ID, epoch: Int64, sequence: Int64) {
        self.edge = edge
        self.epoch = epoch
        self.sequence = sequence
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.edge != rhs.edge { return lhs.edge < rhs.edge }
        if lhs.epoch != rhs.epoch { return lhs.epoch < rhs.epoch }
        return lhs.sequence < rhs.sequence
    }

    package var description: String { "\(self.edge)/\(self.epoch)/\(self.sequence)" }
}

/// Why evidence cannot be evaluated at all.
package enum EvidenceFault: Error, Hashable, Sendable {
    /// Two different intervals bear one name. Of several, the least.
    case fork(IntervalKey)
    /// An interval of a viewing session that is not there. Of several, the least.
    case unknownPlay(IntervalKey)
    /// A time before 0. Of several intervals, the least.
    case negativeTime(IntervalKey)
    /// A viewing session is described in two ways, or begins before 0.
    case ambiguousPlay(ViewingSession.ID)
}

extension EvidenceFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .fork(let key): "fork: two different intervals are named \(key)"
        case .unknownPlay(let key): "the interval \(key) belongs to a viewing session that is not described"
        case .negativeTime(let key): "the interval \(key) has a time before 0"
        case .ambiguousPlay(let play): "the viewing session \(play) is described in two ways, or begins before 0"
        }
    }
}
