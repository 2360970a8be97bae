import CourseModel
import HTTPServing

/// The first page of a trainee: the lesson to watch now, then every lesson of their programmes, what of it is here, and
/// what of it was seen.
struct LessonsPage: Sendable {
    /// So many cards stand above the lists: what one sees without scrolling.
    private static let nextMax = 6

    struct Model: Sendable {
        /// What the page opens on; nil where nothing can be opened.
        let now: NowCard?
        /// What else can be watched and is not complete, what was begun first.
        let next: [LessonLine]
        let hasNext: Bool
        let programmes: [ProgrammeBlock]
        let hasNone: Bool
    }

    struct NowCard: Sendable {
        /// Why this lesson: the timetable's hours, where the trainee stopped, or that it comes next.
        let why: String
        let isScheduled: Bool
        let line: LessonLine
    }

    struct ProgrammeBlock: Sendable {
        let title: String
        let dates: String
        let hours: String
        let sections: [SectionBlock]
    }

    struct SectionBlock: Sendable {
        let title: String
        let quota: String
        let topics: [TopicBlock]
    }

    struct TopicBlock: Sendable {
        let hours: String
        let isMandatory: Bool
        let isSelected: Bool
        /// Neither mandatory nor selected: may be watched, counts nothing.
        let isVoluntary: Bool
        let lessons: [LessonLine]
    }

    struct LessonLine: Sendable {
        let title: String
        /// Nil where the topic is called as its lesson is.
        let topicTitle: String?
        let path: String
        let duration: String
        let coveredPermille: Int64
        let covered: String
        let isComplete: Bool
        /// Says what of it is here; nil where all of it is.
        let missing: String?
        /// Nil where the lesson cannot be opened yet.
        let action: String?
    }

    let shelf: LessonShelf
    let messages: Messages
    let localTime: LocalTime
    let now: UTCTime

    func model(of standing: Standing, in language: Language) -> Model {
        let programmes = standing.programmes.map { self.block(of: $0, in: language) }
        let now = self.nowCard(of: standing, in: language)
        let next = Self.next(in: programmes, besides: now?.line.path)
        return Model(now: now, next: next, hasNext: !next.isEmpty, programmes: programmes, hasNone: programmes.isEmpty)
    }

    private func nowCard(of standing: Standing, in language: Language) -> NowCard? {
        let chosen = CurrentLesson.choose(in: standing, now: self.now) { self.shelf.lesson($0) != nil }
        guard let chosen, let place = standing.programmes.first(where: { $0.programme.programme == chosen.programme }),
            let entry = place.entry(chosen.lesson), let topic = place.topic(of: chosen.lesson)
        else { return nil }
        return NowCard(
            why: self.why(chosen.reason, in: language),
            isScheduled: chosen.reason.isScheduled,
            line: self.line(of: entry, in: topic, standing: place, in: language)
        )
    }

    private func why(_ reason: CurrentLesson.Reason, in language: Language) -> String {
        func text(_ key: String, of slot: TimetableSlot) -> String {
            let hours = ["from": self.localTime.clock(slot.startsAtMs), "to": self.localTime.clock(slot.endsAtMs)]
            return self.messages.text(key, in: language, hours)
        }
        switch reason {
        case .timetable(let slot): return text("lessons.nowTimetable", of: slot)
        case .upcoming(let slot): return text("lessons.nowUpcoming", of: slot)
        case .resumed(at: .zero): return self.messages.text("lessons.nowBegun", in: language)
        case .resumed(let position):
            let values = ["position": QuantityText.duration(position)]
            return self.messages.text("lessons.nowResumed", in: language, values)
        case .next: return self.messages.text("lessons.nowNext", in: language)
        }
    }

    private static func next(in programmes: [ProgrammeBlock], besides path: String?) -> [LessonLine] {
        let lines = programmes.flatMap(\.sections).flatMap(\.topics).flatMap(\.lessons)
            .filter { $0.action != nil && !$0.isComplete && $0.path != path }
        let begun = lines.filter { $0.coveredPermille > 0 }
        return Array((begun + lines.filter { $0.coveredPermille == 0 }).prefix(self.nextMax))
    }

    private func block(of standing: Standing.InProgramme, in language: Language) -> ProgrammeBlock {
        let programme = standing.programme
        let dates = programme.phases.map { phase in
            let first = self.localTime.day(phase.startsAtMs, in: language)
            let last = self.localTime.day(UTCTime(milliseconds: phase.endsAtMs.milliseconds - 1), in: language)
            return "\(phase.title.text(in: language)) \(first) – \(last)"
        }
        let credited = standing.provisional?.creditedHundredths ?? .zero
        return ProgrammeBlock(
            title: programme.title.text(in: language),
            dates: dates.joined(separator: " · "),
            hours: self.messages.text(
                "lessons.hours",
                in: language,
                [
                    "credited": QuantityText.hours(credited),
                    "required": QuantityText.hours(programme.requiredHundredths),
                ]
            ),
            sections: standing.sections.map { self.block(of: $0, standing: standing, in: language) }
        )
    }

    private func block(of section: Section, standing: Standing.InProgramme, in language: Language) -> SectionBlock {
        let topics = standing.programme.topics.filter { $0.section == section.section }
        return SectionBlock(
            title: section.title.text(in: language),
            quota: self.hours(section.quotaHundredths, in: language),
            topics: topics.map { topic in
                TopicBlock(
                    hours: self.hours(topic.hoursHundredths, in: language),
                    isMandatory: topic.isMandatory,
                    isSelected: !topic.isMandatory && standing.counts(topic),
                    isVoluntary: !standing.counts(topic),
                    lessons: standing.programme.lessons.filter { $0.topic == topic.topic }.map {
                        self.line(of: $0, in: topic, standing: standing, in: language)
                    }
                )
            }
        )
    }

    private func line(
        of entry: LessonEntry,
        in topic: Topic,
        standing: Standing.InProgramme,
        in language: Language
    ) -> LessonLine {
        let lesson = self.shelf.lesson(entry.lesson)
        let line = standing.line(of: entry.lesson)
        let permille = Self.permille(line?.coveredMs ?? .zero, of: lesson?.durationMs ?? line?.durationMs ?? .zero)
        let isComplete = line?.isComplete ?? false
        let action = isComplete ? "lessons.again" : permille > 0 ? "lessons.continue" : "lessons.start"
        let title = entry.title.text(in: language)
        let topicTitle = topic.title.text(in: language)
        return LessonLine(
            title: title,
            topicTitle: topicTitle == title ? nil : topicTitle,
            path: "/lessons/\(entry.lesson)#play",
            duration: lesson.map { QuantityText.duration($0.durationMs) } ?? "–",
            coveredPermille: permille,
            covered: QuantityText.percent(permille: permille),
            isComplete: isComplete,
            missing: self.missing(lesson, in: language),
            action: lesson == nil ? nil : self.messages.text(action, in: language)
        )
    }

    private func missing(_ lesson: PlayableLesson?, in language: Language) -> String? {
        guard let lesson else { return self.messages.text("lessons.notHere", in: language) }
        guard lesson.heldPermille < 1000 else { return nil }
        let held = QuantityText.percent(permille: lesson.heldPermille)
        return self.messages.text("lessons.partlyHere", in: language, ["held": held])
    }

    private func hours(_ hours: CreditHours, in language: Language) -> String {
        self.messages.text("agent.hours", in: language, ["hours": QuantityText.hours(hours)])
    }

    /// Rounded down: 1000 only when nothing is missing.
    static func permille(_ part: MediaTime, of whole: MediaTime) -> Int64 {
        Permille.of(ByteCount(bytes: part.milliseconds), in: ByteCount(bytes: whole.milliseconds))
    }
}
