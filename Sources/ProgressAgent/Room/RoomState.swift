import CourseModel
import Crediting

/// What the page at the projector is told again and again: who is there, and whether a roll call waits.
struct RoomState: Hashable, Encodable {
    enum Standing: String, Hashable, Encodable {
        case absent
        case isHere = "in"
        case left = "out"
    }

    struct Member: Hashable, Encodable {
        let person: Person.ID
        let name: String
        let standing: Standing
        /// Whether they ever proved with their own password that they are here.
        let hasSigned: Bool
        /// Whether they answered the roll call that waits.
        let hasAnswered: Bool
    }

    struct Call: Hashable, Encodable {
        let number: Int64
        let leftMs: Int64
    }

    let room: Room.ID
    let isOpen: Bool
    let members: [Member]
    let call: Call?
    /// Roll calls that were answered, of how many that are needed.
    let callsAnswered: Int
    let callsMin: Int64

    init(of place: RoomDesk.Place, at now: AgentTime) {
        let open = place.room.openCall(at: now)
        let began = place.room.calls.last?.atMs ?? .zero
        self.room = place.room.room
        self.isOpen = place.room.closedMs == nil
        self.members = place.group.accounts.map { account in
            let last = place.presence.record.lastSign(of: account.person)
            return Member(
                person: account.person,
                name: account.name,
                standing: last.map { $0.kind == .leaves ? .left : .isHere } ?? .absent,
                hasSigned: place.presence.record.ownWitnesses.contains(account.person),
                hasAnswered: open != nil && last.map { $0.kind == .isHere && $0.atMs >= began } ?? false
            )
        }
        self.call = open.map { Call(number: $0.number, leftMs: max(0, ($0.untilMs - now).milliseconds)) }
        self.callsAnswered = place.presence.record.answeredCalls
        self.callsMin = place.group.rule.rollCallsMin
    }
}
