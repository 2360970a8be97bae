/// Things of one video at about even distances in time, and never more than so many: where a video is longer, every other
/// one is given up and the distance doubles.
package struct SpacedSeries<Element> {
    package struct Entry {
        package let timeMs: Int64
        package let element: Element
    }

    package let countMax: Int
    package private(set) var intervalMs: Int64
    /// In order of time; the first thing offered in each interval.
    package private(set) var entries: [Entry] = []

    /// - Parameters:
    ///   - intervalMs: the distance while there are few.
    ///   - countMax: at least 1.
    package init(intervalMs: Int64, countMax: Int) {
        self.intervalMs = intervalMs
        self.countMax = countMax
    }

    /// Whether what is seen at this time is the first of an interval. Times only go forward.
    package func wants(_ timeMs: Int64) -> Bool {
        guard let last = self.entries.last else { return true }
        return timeMs > last.timeMs && self.interval(of: timeMs) > self.interval(of: last.timeMs)
    }

    /// Does nothing unless `wants` says so.
    package mutating func add(_ element: Element, at timeMs: Int64) {
        guard self.wants(timeMs) else { return }
        self.entries.append(Entry(timeMs: timeMs, element: element))
        while self.entries.count > self.countMax {
            self.intervalMs *= 2
            self.thin()
        }
    }

    /// The distance at which as many as are allowed cover so much time, which may go on after the last entry.
    package func intervalMs(covering durationMs: Int64) -> Int64 {
        var interval = self.intervalMs
        while durationMs > interval * Int64(self.countMax) { interval *= 2 }
        return interval
    }

    private mutating func thin() {
        var last: Int64 = -1
        let intervals = self.entries.map { self.interval(of: $0.timeMs) }
        self.entries = zip(self.entries, intervals).compactMap { entry, interval in
            defer { last = interval }
            return interval > last ? entry : nil
        }
    }

    /// From 0, counted from the first entry.
    private func interval(of timeMs: Int64) -> Int64 {
        (timeMs - (self.entries.first?.timeMs ?? timeMs)) / self.intervalMs
    }
}
