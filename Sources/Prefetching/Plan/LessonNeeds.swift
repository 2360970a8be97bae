package import CourseModel

/// By when each lesson of the programmes is needed, and in which order lessons come: what a technician wants first, then
/// by the time at which they are needed, then what is pinned, then the programmes' own order.
package struct LessonNeeds: Sendable {
    /// Why a lesson has its place in the order.
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// A technician wants it before all others.
        case first
        /// The timetable says when it is played first.
        case timetable
        /// Its phase starts then.
        case phase
        /// It is needed at no particular time, but a technician wants it kept.
        case pinned
        /// It is in the catalogue, but in no programme, or only in phases that are over.
        case listed
    }

    package struct Need: Hashable, Sendable {
        package let reason: Reason
        /// First timetable slot, else the start of its phase; nil where there is no telling.
        package let neededAtMs: UTCTime?
        /// Place among all lessons of all programmes.
        let place: Int
    }

    private let needs: [Lesson.ID: Need]
    private let wishes: LessonWishes

    /// - Parameters:
    ///   - now: a phase that is over by then makes no lesson urgent.
    ///   - wishes: what a technician chose.
    package init(programmes: [Programme], now: UTCTime, wishes: LessonWishes = LessonWishes()) {
        var needs: [Lesson.ID: Need] = [:]
        var place = 0
        for programme in programmes {
            let slots = Dictionary(programme.timetable.map { ($0.lesson, $0.startsAtMs) }, uniquingKeysWith: min)
            let phases = Self.phases(of: programme)
            for entry in programme.lessons {
                let need = Self.need(slot: slots[entry.lesson], phase: phases[entry.topic], place: place, now: now)
                place += 1
                needs[entry.lesson] = needs[entry.lesson].map { Self.isBefore(need, $0) ? need : $0 } ?? need
            }
        }
        self.needs = needs
        self.wishes = wishes
    }

    package subscript(lesson: Lesson.ID) -> Need {
        let need = self.needs[lesson] ?? Need(reason: .listed, neededAtMs: nil, place: .max)
        let isPinned = self.wishes.pinned.contains(lesson) && need.reason == .listed
        let isFirst = self.wishes.first.contains(lesson)
        guard isFirst || isPinned else { return need }
        return Need(reason: isFirst ? .first : .pinned, neededAtMs: need.neededAtMs, place: need.place)
    }

    /// Whether a lesson comes before another.
    package func isBefore(_ one: Lesson.ID, _ other: Lesson.ID) -> Bool {
        let (first, second) = (self[one], self[other])
        let ranks = (self.rank(one, first), self.rank(other, second))
        if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
        if Self.isBefore(first, second) { return true }
        if Self.isBefore(second, first) { return false }
        return one < other
    }

    /// What a technician wants first in that order, then all that is needed, then what is pinned, then the rest.
    private func rank(_ lesson: Lesson.ID, _ need: Need) -> Int {
        if let place = self.wishes.first.firstIndex(of: lesson) { return place }
        if need.neededAtMs != nil { return .max - 2 }
        return need.reason == .pinned ? .max - 1 : .max
    }

    private static func isBefore(_ one: Need, _ other: Need) -> Bool {
        let never = UTCTime(milliseconds: .max)
        return (one.neededAtMs ?? never, one.place) < (other.neededAtMs ?? never, other.place)
    }

    private static func phases(of programme: Programme) -> [Topic.ID: Phase] {
        let phases = Dictionary(programme.phases.map { ($0.phase, $0) }) { first, _ in first }
        let sections = Dictionary(programme.sections.map { ($0.section, $0.phase) }) { first, _ in first }
        var result: [Topic.ID: Phase] = [:]
        for topic in programme.topics {
            result[topic.topic] = sections[topic.section].flatMap { phases[$0] }
        }
        return result
    }

    private static func need(slot: UTCTime?, phase: Phase?, place: Int, now: UTCTime) -> Need {
        if let phase, phase.endsAtMs <= now { return Need(reason: .listed, neededAtMs: nil, place: place) }
        if let slot { return Need(reason: .timetable, neededAtMs: slot, place: place) }
        if let phase { return Need(reason: .phase, neededAtMs: phase.startsAtMs, place: place) }
        return Need(reason: .listed, neededAtMs: nil, place: place)
    }
}
