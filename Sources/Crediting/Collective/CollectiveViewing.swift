package import CourseModel

/// What was reported about one collective viewing: a set, as `Evidence` is.
package struct CollectiveViewing: Hashable, Sendable {
    /// Something that happened in the room, and the journal row that says so.
    package struct Event: Hashable, Sendable {
        package let key: IntervalKey
        package let event: RoomEvent

        package init(key: IntervalKey, event: RoomEvent) {
            self.key = key
            self.event = event
        }
    }

    package let room: Room.ID
    package var events: [Event]
    /// The projector's viewing sessions; their trainee is the group leader.
    package var plays: [Evidence.Play]
    package var intervals: [Evidence.Interval]

    package init(
        room: Room.ID,
        events: [Event] = [],
        plays: [Evidence.Play] = [],
        intervals: [Evidence.Interval] = []
    ) {
        self.room = room
        self.events = events
        self.plays = plays
        self.intervals = intervals
    }

    /// The end of what was played last, if anything was.
    package var lastPlayedMs: AgentTime? { self.intervals.map(\.played.wallMs.upperBound).max() }

    /// In the order in which it happened; each once.
    var inOrder: [Event] {
        Set(self.events).sorted { lhs, rhs in
            lhs.event.atMs == rhs.event.atMs ? lhs.key < rhs.key : lhs.event.atMs < rhs.event.atMs
        }
    }

    /// Each room once, with everything that is told of it, in ascending order.
    static func united(_ viewings: [CollectiveViewing]) -> [CollectiveViewing] {
        Dictionary(grouping: viewings, by: \.room).sorted { $0.key < $1.key }.map { room, told in
            CollectiveViewing(
                room: room,
                events: Array(Set(told.flatMap(\.events))),
                plays: told.flatMap(\.plays),
                intervals: told.flatMap(\.intervals)
            )
        }
    }

    /// - Throws: `EvidenceFault.fork` where two different events bear one name.
    func check() throws(EvidenceFault) {
        let names = Dictionary(grouping: Set(self.events), by: \.key).filter { $1.count > 1 }
        if let forked = names.keys.min() { throw .fork(forked) }
    }
}
