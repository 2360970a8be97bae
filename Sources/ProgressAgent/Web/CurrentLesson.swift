import CourseModel

/// The lesson that a trainee's first page opens on, and why that one.
struct CurrentLesson: Hashable, Sendable {
    enum Reason: Hashable, Sendable {
        /// The timetable has it now.
        case timetable(TimetableSlot)
        /// The trainee stopped in it there.
        case resumed(at: MediaTime)
        /// The timetable has it next, within the day.
        case upcoming(TimetableSlot)
        /// Nothing of it was watched yet; it counts, and its phase runs or is the next.
        case next

        var isScheduled: Bool {
            switch self {
            case .timetable, .upcoming: true
            case .resumed, .next: false
            }
        }
    }

    /// How long before its slot a lesson is announced.
    static let aheadMs: Int64 = 12 * 3_600_000

    let programme: Programme.ID
    let lesson: Lesson.ID
    let reason: Reason

    /// The timetable goes first, then what was begun, then what comes next.
    ///
    /// - Parameter isHere: whether a lesson can be opened at this school.
    /// - Returns: nil where there is nothing to open.
    static func choose(
        in standing: Standing,
        now: UTCTime,
        isHere: (Lesson.ID) -> Bool
    ) -> CurrentLesson? {
        let open = standing.programmes.filter { $0.programme.accessEndsAtMs.map { now < $0 } ?? true }
        let slots = open.flatMap { place in place.slots.map { (place: place, slot: $0) } }
            .filter { isHere($0.slot.lesson) }
        func scheduled(_ isWanted: (TimetableSlot) -> Bool) -> (place: Standing.InProgramme, slot: TimetableSlot)? {
            slots.filter { isWanted($0.slot) }.min { lhs, rhs in
                (lhs.place.counts(lhs.slot.lesson) ? 0 : 1, lhs.slot.startsAtMs)
                    < (rhs.place.counts(rhs.slot.lesson) ? 0 : 1, rhs.slot.startsAtMs)
            }
        }
        if let (place, slot) = scheduled({ $0.startsAtMs <= now && now < $0.endsAtMs }) {
            return Self(programme: place.programme.programme, lesson: slot.lesson, reason: .timetable(slot))
        }
        if let last = standing.lastViewing, isHere(last.lesson),
            let place = open.first(where: { $0.has(last.lesson) }), !place.isComplete(last.lesson)
        {
            let reason = Reason.resumed(at: last.positionMs)
            return Self(programme: place.programme.programme, lesson: last.lesson, reason: reason)
        }
        let soon = now + UTCTime(milliseconds: Self.aheadMs)
        if let (place, slot) = scheduled({ now < $0.startsAtMs && $0.startsAtMs <= soon }) {
            return Self(programme: place.programme.programme, lesson: slot.lesson, reason: .upcoming(slot))
        }
        for place in open {
            guard let lesson = place.unwatched(at: now).first(where: isHere) else { continue }
            return Self(programme: place.programme.programme, lesson: lesson, reason: .next)
        }
        return nil
    }
}

extension Standing.InProgramme {
    func has(_ lesson: Lesson.ID) -> Bool { self.entry(lesson) != nil }

    func isComplete(_ lesson: Lesson.ID) -> Bool { self.line(of: lesson)?.isComplete ?? false }

    /// Whether it is of a topic that counts for this trainee.
    func counts(_ lesson: Lesson.ID) -> Bool { self.topic(of: lesson).map(self.counts) ?? false }

    func entry(_ lesson: Lesson.ID) -> LessonEntry? { self.programme.lessons.first { $0.lesson == lesson } }

    func topic(of lesson: Lesson.ID) -> Topic? {
        self.entry(lesson).flatMap { entry in self.programme.topics.first { $0.topic == entry.topic } }
    }

    private func section(of lesson: Lesson.ID) -> Section? {
        self.topic(of: lesson).flatMap { topic in self.sections.first { $0.section == topic.section } }
    }

    /// Those of the sections that apply to this trainee.
    fileprivate var slots: [TimetableSlot] {
        self.programme.timetable.filter { self.section(of: $0.lesson) != nil }
    }

    /// What counts and is not complete, in the order of the phases that have not ended.
    fileprivate func unwatched(at now: UTCTime) -> [Lesson.ID] {
        let phases = self.programme.phases.filter { now < $0.endsAtMs }
        return phases.flatMap { phase in
            self.programme.lessons.map(\.lesson).filter { lesson in
                self.section(of: lesson)?.phase == phase.phase && self.counts(lesson) && !self.isComplete(lesson)
            }
        }
    }
}
