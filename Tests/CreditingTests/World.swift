import CourseModel
import Crediting
import Testing

/// Evidence made up for tests, with names as short as they are in the examples.
struct World {
    var evidence = Evidence()
    var maxRatePermille: Int64 = 1000

    /// A viewing session; its trainee is `u1` and its lesson `l1` unless told otherwise.
    mutating func play(_ play: String, trainee: String = "u1", lesson: String = "l1", startMs: Int64 = 0) throws {
        self.evidence.plays.append(
            Evidence.Play(
                play: try #require(ViewingSession.ID(play)),
                trainee: try #require(Person.ID(trainee)),
                lesson: try #require(Lesson.ID(lesson)),
                startMs: AgentTime(milliseconds: startMs)
            )
        )
    }

    /// An interval, the next row of the journal `e1` unless told otherwise, numbered as it comes.
    mutating func interval(
        _ play: String,
        media: Range<Int64>,
        wall: Range<Int64>,
        n: Int64? = nil,
        edge: String = "e1",
        sequence: Int64? = nil,
        began: ClosedRange<Int64>? = nil,
        received: Int64? = nil
    ) throws {
        let place = Int64(self.evidence.intervals.count)
        self.evidence.intervals.append(
            Evidence.Interval(
                key: IntervalKey(edge: try #require(Edge.ID(edge)), epoch: 1, sequence: sequence ?? place + 1),
                played: PlayedInterval(
                    play: try #require(ViewingSession.ID(play)),
                    n: n ?? place,
                    mediaMs: .media(media.lowerBound, media.upperBound),
                    wallMs: .wall(wall.lowerBound, wall.upperBound)
                ),
                beganMs: began.map { began in
                    TimeBracket(
                        earliestMs: UTCTime(milliseconds: began.lowerBound),
                        latestMs: UTCTime(milliseconds: began.upperBound)
                    )
                },
                receivedAtMs: received.map(UTCTime.init(milliseconds:))
            )
        )
    }

    /// Says of the last interval how it is known.
    mutating func prove(_ evidence: EvidenceClass, unserved: [Range<MediaTime>]? = nil) {
        guard let last = self.evidence.intervals.popLast() else { return }
        let played = PlayedInterval(
            play: last.played.play,
            n: last.played.n,
            mediaMs: last.played.mediaMs,
            wallMs: last.played.wallMs,
            evidence: evidence,
            unservedMs: unserved
        )
        self.evidence.intervals.append(Evidence.Interval(key: last.key, played: played))
    }

    func playback(
        _ admission: IntervalAdmission = .always,
        rules: EvidenceRules = EvidenceRules()
    ) throws -> Playback {
        try Playback(
            of: self.evidence,
            rate: PaymentRate(maxRatePermille: self.maxRatePermille),
            rules: rules,
            admission: admission
        )
    }

    /// Each decision's reason and counted milliseconds, in the order of the journal.
    func outcome(rules: EvidenceRules = EvidenceRules()) throws -> [Outcome] {
        try self.playback(rules: rules).decisions.map {
            Outcome(reason: $0.reason, countedMs: $0.countedMs.milliseconds)
        }
    }

    /// What counted of one trainee and lesson, each stretch once.
    func covered(trainee: String = "u1", lesson: String = "l1", durationMs: Int64 = 10_000_000) throws -> [Range<Int64>]
    {
        let pieces = try self.playback().counted.filter { counted in
            counted.trainee.rawValue == trainee && counted.lesson.rawValue == lesson
        }
        let coverage = Coverage(
            of: pieces.map(\.paid),
            durationMs: MediaTime(milliseconds: durationMs),
            threshold: Coverage.Threshold(gapCloseMs: .zero, completionPermille: 1000)
        )
        return coverage.played.ranges.map { $0.lowerBound.milliseconds..<$0.upperBound.milliseconds }
    }
}

struct Outcome: Hashable, CustomStringConvertible {
    let reason: Reason
    let countedMs: Int64

    var description: String { "\(self.reason.rawValue) \(self.countedMs)" }
}
