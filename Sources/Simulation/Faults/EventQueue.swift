/// What is to happen when; what is to happen at the same time happens in the order in which it was entered.
struct EventQueue<Event: Sendable>: Sendable {
    private struct Entry {
        let at: Duration
        let number: Int
        let event: Event
    }

    /// A run that waits for more than this has gone wrong.
    static var countMax: Int { 10_000 }

    private var entries: [Entry] = []
    private var last = 0

    var count: Int { self.entries.count }

    mutating func add(_ event: Event, at time: Duration) {
        self.last += 1
        let entry = Entry(at: time, number: self.last, event: event)
        let place = self.entries.firstIndex { $0.at <= time } ?? self.entries.endIndex
        // The next one is the last.
        self.entries.insert(entry, at: place)
    }

    mutating func next() -> (at: Duration, event: Event)? {
        self.entries.popLast().map { ($0.at, $0.event) }
    }
}
