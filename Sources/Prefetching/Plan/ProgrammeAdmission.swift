package import CourseModel

/// Whether the lessons of one programme can be here before they are needed, and what would help if not.
package struct ProgrammeAdmission: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        /// All of it that the catalogue lists is here.
        case held
        case inTime
        case late
    }

    /// What would make a late programme come in time.
    package enum Help: String, Hashable, Sendable, Codable, CaseIterable {
        /// More hours, a larger share, or no cap: the line itself would bring enough.
        case widerWindow
        /// Smaller renditions than the setting asks for.
        case lowerRendition
        /// A county's edge that is nearer than the origin: the line itself brings too little.
        case parent
        /// A disc: the line itself brings too little.
        case disc
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
    package let help: [Help]
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

        func isLate(_ entry: Entry) -> Bool {
            guard entry.leftBytes > .zero, let end = entry.neededAtMs else { return false }
            return entry.throughBytes > self.line.bytes(until: end)
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
        self.help = Self.help(needed: first.leastBytes, carried: carried, wholeLine: course.wholeLine.bytes(until: end))
    }

    private static func help(needed: ByteCount, carried: ByteCount, wholeLine: ByteCount) -> [Help] {
        if needed <= carried { return [.lowerRendition] }
        return needed <= wholeLine ? [.widerWindow] : [.parent, .disc]
    }
}
