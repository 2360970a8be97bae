package import CourseModel

/// Whether the lessons of one programme can be here before they are needed, and what would help if not.
package struct ProgrammeAdmission: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        /// All of it that the catalogue lists is here.
        case held
        case inTime
        case late
    }

    package let programme: Programme.ID
    package let verdict: Verdict
    package let lessons: Int
    /// Lessons that will be late, or are.
    package let lateLessons: Int
    /// What is left of its lessons, in the renditions that were chosen.
    package let leftBytes: ByteCount
    /// When the last of it will be here, nine times out of ten; nil where it is here, or there is no telling.
    package let readyAtMs: UTCTime?
    /// With `late`: the first deadline that is missed, what the smallest renditions of all that comes before it have
    /// left, and what the line brings until then.
    package let limit: RenditionChoice.Limit?
    /// With `late`; the most useful first.
    package let help: [Holdings.Help]
}

extension ProgrammeAdmission {
    /// All lessons in the order in which they come, with what they have left.
    struct Course {
        struct Entry {
            let lesson: Lesson.ID
            let neededAtMs: UTCTime?
            let leftBytes: ByteCount
            /// Of all that come before, and this one, as chosen.
            let throughBytes: ByteCount
            /// The same in the smallest renditions that there are.
            let leastBytes: ByteCount
        }

        let entries: [Entry]
        let line: LinkForecast
        /// The same line without windows and cap.
        let wholeLine: LinkForecast
        let hasParent: Bool

        func isLate(_ entry: Entry) -> Bool {
            guard entry.leftBytes > .zero, let end = entry.neededAtMs else { return false }
            return entry.throughBytes > self.line.bytes(until: end)
        }

        /// What would make a lesson come in time, the most useful first; none where it does.
        func help(for entry: Entry) -> [Holdings.Help] {
            guard self.isLate(entry), let end = entry.neededAtMs else { return [] }
            if entry.leastBytes <= self.line.bytes(until: end) { return [.lowerRendition] }
            if entry.leastBytes <= self.wholeLine.bytes(until: end) { return [.widerWindow] }
            return self.hasParent ? [.disc] : [.parent, .disc]
        }
    }

    init(of programme: Programme, _ course: Course) {
        let own = Set(programme.lessons.map(\.lesson))
        let entries = course.entries.filter { own.contains($0.lesson) }
        let missing = entries.filter { $0.leftBytes > .zero }
        let late = entries.filter(course.isLate)
        self.programme = programme.programme
        self.lessons = entries.count
        self.lateLessons = late.count
        self.leftBytes = missing.reduce(.zero) { $0 + $1.leftBytes }
        self.readyAtMs = missing.last.flatMap { course.line.time(toBring: $0.throughBytes) }
        self.verdict = missing.isEmpty ? .held : late.isEmpty ? .inTime : .late
        guard let first = late.first, let end = first.neededAtMs else {
            (self.limit, self.help) = (nil, [])
            return
        }
        let carried = course.line.bytes(until: end)
        self.limit = RenditionChoice.Limit(byMs: end, neededBytes: first.leastBytes, carriedBytes: carried)
        self.help = course.help(for: first)
    }
}
