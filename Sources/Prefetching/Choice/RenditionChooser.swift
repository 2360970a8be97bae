package import CourseModel

/// The admission test: which rendition of every lesson can be here before it is needed, all lessons counted together.
///
/// Lessons come over the line in the order in which they are needed, so what must have come by a deadline are all bytes
/// that are left of all lessons needed until then. Every lesson begins with its smallest picture; then all are raised a
/// level together, as long as everything is still here by every deadline. Where a deadline would be missed, what is
/// needed until then stays at its level and the rest goes on. So a first day that is near does not lower the lessons of
/// the weeks after it, and a faster line never makes the least rendition smaller.
///
/// What is here whole stays chosen. What was begun stays chosen as long as that makes no deadline missed.
package struct RenditionChooser: Sendable {
    private let preference: RenditionPreference

    package init(_ preference: RenditionPreference = .auto) {
        self.preference = preference
    }

    /// - Parameter lessons: in any order, each once.
    package func choices(
        for lessons: [LessonOptions],
        needs: LessonNeeds,
        line: LinkForecast
    ) -> [Lesson.ID: RenditionChoice] {
        var raising = Raising(
            lessons.sorted { needs.isBefore($0.lesson, $1.lesson) }.map { options in
                let place = self.place(of: options)
                return Raising.Entry(
                    options: options,
                    neededAtMs: needs[options.lesson].neededAtMs,
                    index: place.index,
                    reason: place.reason,
                    isFree: place.isFree
                )
            },
            line: line
        )
        raising.giveUpWhatWasBegun()
        raising.goDownToSound()
        for level in [RenditionLevel.p480, .source] { raising.raise(to: level) }
        return Dictionary(raising.entries.map { ($0.options.lesson, $0.choice) }) { first, _ in first }
    }

    private func place(of options: LessonOptions) -> (index: Int, reason: RenditionChoice.Reason, isFree: Bool) {
        let all = options.options
        if all.count == 1 { return (0, .only, false) }
        let whole = all.firstIndex { $0.isWhole }
        if let level = self.preference.level {
            let index = options.index(atMost: level)
            if let whole, whole <= index { return (whole, .whole, false) }
            return (index, .setting, false)
        }
        if let whole { return (whole, .whole, false) }
        if let begun = all.firstIndex(where: \.isBegun) { return (begun, .begun, false) }
        return (options.soonest, .best, true)
    }
}

/// All lessons in the order in which they come, each with the rendition it has so far.
private struct Raising {
    struct Entry {
        let options: LessonOptions
        let neededAtMs: UTCTime?
        var index: Int
        var reason: RenditionChoice.Reason
        /// Whether its level may be raised.
        var isFree: Bool
        var limit: RenditionChoice.Limit?

        var left: ByteCount { self.options.options[self.index].leftBytes }
        var choice: RenditionChoice {
            RenditionChoice(
                rendition: self.options.options[self.index].rendition,
                reason: self.reason,
                limit: self.limit
            )
        }

        func left(at index: Int) -> ByteCount { self.options.options[index].leftBytes }

        mutating func settle(_ reason: RenditionChoice.Reason, _ limit: RenditionChoice.Limit?) {
            self.reason = reason
            self.limit = limit
            self.isFree = false
        }
    }

    private(set) var entries: [Entry]
    private let line: LinkForecast
    /// Deadlines that no choice meets: they keep nobody from anything.
    private var missed: Set<UTCTime> = []
    /// So many of the first lessons are needed by a deadline that is missed.
    private var missedThrough = 0

    init(_ entries: [Entry], line: LinkForecast) {
        self.entries = entries
        self.line = line
    }

    /// Frees what was begun where a deadline would be missed with it.
    mutating func giveUpWhatWasBegun() {
        var sum = ByteCount.zero
        var begun: [Int] = []
        for index in self.entries.indices {
            sum += self.entries[index].left
            if self.entries[index].reason == .begun { begun.append(index) }
            guard let end = self.deadline(after: index), sum > self.line.bytes(until: end) else { continue }
            for place in begun {
                let entry = self.entries[place]
                sum += entry.left(at: entry.options.soonest) - entry.left
                self.entries[place].index = entry.options.soonest
                self.entries[place].reason = .best
                self.entries[place].isFree = true
            }
            begun = []
        }
    }

    /// Where a deadline would be missed with pictures, but not with the sound alone, takes the sound; where it is missed
    /// in any case, gives it up.
    mutating func goDownToSound() {
        var sum = ByteCount.zero
        var saving = ByteCount.zero
        var withPicture: [Int] = []
        for index in self.entries.indices {
            let entry = self.entries[index]
            sum += entry.left
            let sound = entry.options.index(atMost: .audio)
            if entry.isFree, entry.left(at: sound) < entry.left {
                withPicture.append(index)
                saving += entry.left - entry.left(at: sound)
            }
            guard let end = self.deadline(after: index) else { continue }
            let limit = self.limit(sum, end)
            guard limit.neededBytes > limit.carriedBytes else { continue }
            if sum - saving > limit.carriedBytes {
                self.miss(limit, through: index)
                continue
            }
            for place in withPicture {
                self.entries[place].index = self.entries[place].options.index(atMost: .audio)
                // What is late in any case is still late, but lets the others be in time.
                if self.entries[place].reason != .late { self.entries[place].settle(.soundOnly, limit) }
            }
            sum = sum - saving
            (saving, withPicture) = (.zero, [])
        }
    }

    /// Raises every lesson that may be raised to a level, except those up to a deadline that would be missed then.
    mutating func raise(to level: RenditionLevel) {
        var sum = ByteCount.zero
        var before = ByteCount.zero
        var raised: [Int] = []
        for index in self.entries.indices {
            let entry = self.entries[index]
            before += entry.left
            let better = entry.options.index(atMost: level)
            if entry.isFree, better < entry.index {
                raised.append(index)
                sum += entry.left(at: better)
            } else {
                sum += entry.left
            }
            guard let end = self.deadline(after: index), !self.missed.contains(end) else { continue }
            let limit = self.limit(sum, end)
            guard limit.neededBytes > limit.carriedBytes else { continue }
            for place in raised { self.entries[place].settle(.inTime, limit) }
            (sum, raised) = (before, [])
        }
        for place in raised {
            self.entries[place].index = self.entries[place].options.index(atMost: level)
            if self.entries[place].neededAtMs == nil { self.entries[place].reason = .unhurried }
        }
    }

    /// A deadline that comes right after a lesson, so that all that is needed until then is counted.
    private func deadline(after index: Int) -> UTCTime? {
        guard let end = self.entries[index].neededAtMs else { return nil }
        let next = index + 1
        return next < self.entries.count && self.entries[next].neededAtMs == end ? nil : end
    }

    private func limit(_ needed: ByteCount, _ end: UTCTime) -> RenditionChoice.Limit {
        RenditionChoice.Limit(byMs: end, neededBytes: needed, carriedBytes: self.line.bytes(until: end))
    }

    /// Gives a deadline up: what comes before it is not made larger, so that it is missed by as little as can be.
    private mutating func miss(_ limit: RenditionChoice.Limit, through last: Int) {
        self.missed.insert(limit.byMs)
        for index in self.missedThrough...last where self.entries[index].isFree {
            self.entries[index].settle(self.entries[index].neededAtMs == limit.byMs ? .late : .inTime, limit)
        }
        self.missedThrough = last + 1
    }
}
