package import CourseModel

/// By which rules reported viewing is taken: which evidence counts, and what a room needs.
package struct EvidenceRules: Hashable, Sendable {
    /// What a programme says of its rooms.
    struct Rooms: Hashable {
        let collective: RuleSet.Collective
        let evidence: RuleSet.Evidence?
        let timetable: [TimetableSlot]
    }

    /// Nil: viewing counts as it is reported.
    let evidence: RuleSet.Evidence?
    /// Evidence is asked for in these; what is played of others takes wall time as it is reported.
    let lessons: Set<Lesson.ID>
    let durations: [Lesson.ID: MediaTime]
    /// Of every programme whose rooms can count: what they take of a person's time is taken from every programme.
    let rooms: [Programme.ID: Rooms]

    /// Viewing as it is reported, and no rooms.
    package init() {
        self.evidence = nil
        self.lessons = []
        self.durations = [:]
        self.rooms = [:]
    }

    /// - Parameters:
    ///   - programme: whose hours are counted.
    ///   - programmes: all whose rooms the evidence may tell of; `programme` need not be among them.
    ///   - durations: of the lessons' current releases.
    package init(of programme: Programme, among programmes: [Programme], durations: [Lesson.ID: MediaTime]) {
        self.evidence = programme.ruleSet.evidence
        self.lessons = Set(programme.lessons.map(\.lesson))
        self.durations = durations
        var rooms: [Programme.ID: Rooms] = [:]
        for other in programmes + [programme] {
            rooms[other.programme] = other.ruleSet.collective.map {
                Rooms(collective: $0, evidence: other.ruleSet.evidence, timetable: other.timetable)
            }
        }
        self.rooms = rooms
    }

    /// The parts of an interval's media that have evidence which a rule set takes, in ascending order.
    ///
    /// - Parameter rule: nil takes everything.
    static func admitted(_ played: PlayedInterval, by rule: RuleSet.Evidence?) -> [Range<MediaTime>] {
        let isTaken: Bool =
            switch (rule, played.evidence) {
            case (nil, _): true
            case (let rule?, nil): rule.countsUnrecorded
            case (let rule?, .buffered): rule.classes.contains(.buffered) && Self.isInTime(played, rule)
            case (let rule?, let known?): rule.classes.contains(known)
            }
        guard isTaken else { return [] }
        guard rule != nil, let unservedMs = played.unservedMs else { return [played.mediaMs] }
        var unserved = PlayedIntervals()
        for stretch in unservedMs { unserved.insert(stretch) }
        return unserved.gaps(in: played.mediaMs)
    }

    private static func isInTime(_ played: PlayedInterval, _ rule: RuleSet.Evidence) -> Bool {
        guard let heardMs = played.heardMs else { return false }
        let late = Int128(heardMs.milliseconds) - Int128(played.wallMs.lowerBound.milliseconds)
        return late <= Int128(max(rule.bufferedMinutesMax, 0)) * 60_000
    }
}
