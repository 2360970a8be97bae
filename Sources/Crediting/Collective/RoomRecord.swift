package import CourseModel

/// What a room's events say, read in the order in which they happened.
package struct RoomRecord: Hashable, Sendable {
    struct Call: Hashable, Sendable {
        let number: Int64
        let atMs: AgentTime
        let untilMs: AgentTime
    }

    package struct Sign: Hashable, Sendable {
        package let kind: RoomAttendance.Sign
        package let atMs: AgentTime
    }

    struct Signature: Hashable, Sendable {
        let signature: RoomSignature
        let atMs: AgentTime
    }

    package let opening: RoomOpening
    package let openedMs: AgentTime
    /// The first closing; signs after it are none.
    package let closedMs: AgentTime?
    /// Those who gave a sign with their own password.
    package let ownWitnesses: Set<Person.ID>
    /// In the order of time.
    let calls: [Call]
    let signs: [Person.ID: [Sign]]
    let signatures: [Signature]

    /// - Returns: nil for a room that nobody opened.
    package init?(of viewing: CollectiveViewing) {
        let events = viewing.inOrder.map(\.event)
        let closedMs = events.first { if case .closed = $0.change { true } else { false } }?.atMs
        var opened: (opening: RoomOpening, atMs: AgentTime)?
        var ownWitnesses: Set<Person.ID> = []
        var calls: [Call] = []
        var signs: [Person.ID: [Sign]] = [:]
        var signatures: [Signature] = []
        for event in events {
            switch event.change {
            case .opened(let opening): opened = opened ?? (opening, event.atMs)
            case .closed: break
            case .rollCall(let call):
                calls.append(Call(number: call.number, atMs: event.atMs, untilMs: call.untilMs))
            case .signed(let signature): signatures.append(Signature(signature: signature, atMs: event.atMs))
            case .attendance(let attendance) where event.atMs <= closedMs ?? event.atMs:
                for person in Set(attendance.people) {
                    signs[person, default: []].append(Sign(kind: attendance.sign, atMs: event.atMs))
                    if attendance.by == .password { ownWitnesses.insert(person) }
                }
            case .attendance: break
            }
        }
        guard let opened else { return nil }
        self.opening = opened.opening
        self.openedMs = opened.atMs
        self.closedMs = closedMs
        self.ownWitnesses = ownWitnesses
        self.calls = calls
        self.signs = signs
        self.signatures = signatures
    }

    /// Everybody who entered, in ascending order.
    package var people: [Person.ID] {
        self.signs.filter { $1.contains { $0.kind == .enters } }.keys.sorted()
    }

    /// Nil for somebody who never gave one.
    package func lastSign(of person: Person.ID) -> Sign? {
        self.signs[person]?.last
    }

    /// Whether somebody signed in a capacity, in time or not.
    package func isSigned(as capacity: RoomSignature.Capacity) -> Bool {
        self.signatures.contains { $0.signature.capacity == capacity }
    }

    /// How many roll calls somebody answered in time.
    package var answeredCalls: Int { Set(self.calls.filter(self.isAnswered).map(\.number)).count }

    func isAnswered(_ call: Call) -> Bool {
        self.signs.values.contains { signs in
            signs.contains { $0.kind == .isHere && $0.atMs >= call.atMs && $0.atMs <= call.untilMs }
        }
    }

    /// Whether the school must countersign: many people, or the leader's word alone for one of them.
    package func needsSchool(peopleAloneMax: Int64) -> Bool {
        let people = self.people
        let others = Set(people).subtracting([self.opening.leader])
        return Int64(people.count) > peopleAloneMax || others.isEmpty || !others.isSubset(of: self.ownWitnesses)
    }
}
