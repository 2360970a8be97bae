import CourseModel
import Crediting

/// A collective viewing as it stands in the journal.
struct StoredRoom: Hashable {
    let opening: RoomOpening
    let openedMs: AgentTime
    /// Nil while it is open.
    let closedMs: AgentTime?
    let plan: RollCallPlan
    let viewing: CollectiveViewing
    /// Media time of all that was kept of the projector.
    let playedMs: MediaTime
    /// Of the lesson, as it was opened; 0 before.
    let durationMs: MediaTime

    var room: Room.ID { self.viewing.room }

    /// In the order in which they began.
    var calls: [(call: RollCall, atMs: AgentTime)] {
        self.viewing.events.compactMap { event in
            guard case .rollCall(let call) = event.event.change else { return nil }
            return (call, event.event.atMs)
        }
    }

    /// The roll call that can be answered.
    func openCall(at now: AgentTime) -> RollCall? {
        self.calls.last { $0.atMs <= now && now <= $0.call.untilMs }?.call
    }

    /// The roll call that is to begin now, from 1; not before the last one was answered, or its time is over.
    func dueCall(at now: AgentTime) -> Int64? {
        let waits = self.openCall(at: now) != nil && RoomRecord(of: self.viewing)?.answeredCalls != self.calls.count
        guard self.closedMs == nil, !waits else { return nil }
        return self.plan.due(playedMs: self.playedMs, called: self.calls.count)
    }
}
