package import CourseModel

/// By when each lesson of the programmes is needed, and which comes first where several are needed at once.
package struct LessonNeeds: Sendable {
    /// Why a lesson has its place in the order.
    package enum Reason: String, Hashable, Sendable, Codable {
        /// The timetable says when it is played first.
        case timetable
        /// Its phase starts then.
        case phase
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

    /// - Parameter now: a phase that is over by then makes no lesson urgent.
    package init(programmes: [Programme], now: UTCTime) {
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
    }

    package subscript(lesson: Lesson.ID) -> Need {
        self.needs[lesson] ?? Need(reason: .listed, neededAtMs: nil, place: .max)
    }

    /// Whether a lesson is needed before another: by time, then by the programmes' order, then by name.
    package func isBefore(_ one: Lesson.ID, _ other: Lesson.ID) -> Bool {
        let (first, second) = (self[one], self[other])
        if Self.isBefore(first, second) { return true }
        if Self.isBefore(second, first) { return false }
        return one < other
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
