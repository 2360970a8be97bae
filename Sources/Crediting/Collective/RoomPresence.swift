package import CourseModel

/// Who was in a room when, by the signs that they gave, and whether that counts.
///
/// Presence is what lies between two signs of a person: the entering, the answer to a roll call, the leaving, the room's
/// end. A roll call that a person did not answer takes the stretch between the signs before and after it, and nothing
/// else.
package struct RoomPresence: Hashable, Sendable {
    /// What a room must have before anything of it counts.
    package enum Requirement: String, Hashable, Sendable, Codable, CaseIterable {
        case rollCalls
        /// The group leader's, after the end and in time.
        case confirmation
        /// The school's, after the end and in time.
        case countersignature
    }

    /// A stretch of somebody's presence.
    package struct Stay: Hashable, Sendable {
        package let wallMs: Range<AgentTime>
        /// `OK` where it counts.
        package let reason: Reason
    }

    package let record: RoomRecord
    /// Until when the room can be signed; nil where nothing was played.
    package let signUntilMs: AgentTime?
    /// In the order of the cases; none: the room counts.
    package let lacks: [Requirement]
    private let endMs: AgentTime
    /// Nil: at any time.
    private let slots: [Range<AgentTime>]?

    /// - Parameters:
    ///   - timetable: slots of any lessons; agent time is compared with them, which at the origin is UTC.
    /// - Returns: nil for a room that nobody opened.
    package init?(of viewing: CollectiveViewing, rule: RuleSet.Collective, timetable: [TimetableSlot]) {
        guard let record = RoomRecord(of: viewing) else { return nil }
        let lastMs = viewing.lastPlayedMs
        let signUntilMs = lastMs.map { Self.time(min($0, record.closedMs ?? $0), hoursLater: rule.confirmHours) }
        self.record = record
        self.signUntilMs = signUntilMs
        self.endMs = record.closedMs ?? lastMs ?? record.openedMs
        self.slots = rule.strictSchedule ? Self.slots(of: record.opening.lesson, in: timetable, rule: rule) : nil
        let signers = record.signatures.filter { signed in
            guard let closedMs = record.closedMs, let signUntilMs else { return false }
            return signed.atMs >= closedMs && signed.atMs <= signUntilMs
        }.map(\.signature)
        let leader = record.opening.leader
        self.lacks = Requirement.allCases.filter { requirement in
            switch requirement {
            case .rollCalls: Int64(record.answeredCalls) < rule.rollCallsMin
            case .confirmation: !signers.contains { $0.capacity == .leader && $0.person == leader }
            case .countersignature:
                record.needsSchool(peopleAloneMax: rule.peopleAloneMax)
                    && !signers.contains { $0.capacity == .school && $0.person != leader }
            }
        }
    }

    /// When somebody was there, in ascending order; no two overlap.
    package func stays(of person: Person.ID) -> [Stay] {
        var stays: [Stay] = []
        var sinceMs: AgentTime?
        for sign in self.record.signs[person] ?? [] {
            if let sinceMs { stays += self.stays(from: sinceMs, to: sign.atMs) }
            switch sign.kind {
            case .enters: sinceMs = sign.atMs
            case .isHere: sinceMs = sinceMs.map { _ in sign.atMs }
            case .leaves: sinceMs = nil
            }
        }
        if let sinceMs { stays += self.stays(from: sinceMs, to: self.endMs, isLast: true) }
        return stays
    }

    /// Of the stretch between two signs.
    ///
    /// - Parameter isLast: whether it ends with the room: then a roll call that others answered was missed, though there
    ///   was time left for it.
    private func stays(from: AgentTime, to: AgentTime, isLast: Bool = false) -> [Stay] {
        guard from < to else { return [] }
        let isMissed = self.record.calls.contains { call in
            call.atMs >= from && call.atMs < to
                && (call.untilMs < to || (isLast && self.record.isAnswered(call)))
        }
        guard !isMissed else { return [Stay(wallMs: from..<to, reason: .idle)] }
        let inside: Reason = self.lacks.isEmpty ? .ok : .unsigned
        guard let slots else { return [Stay(wallMs: from..<to, reason: inside)] }
        var stays: [Stay] = []
        var positionMs = from
        for slot in slots where slot.lowerBound < to && slot.upperBound > from {
            let begin = max(slot.lowerBound, from)
            let end = min(slot.upperBound, to)
            if positionMs < begin { stays.append(Stay(wallMs: positionMs..<begin, reason: .window)) }
            stays.append(Stay(wallMs: begin..<end, reason: inside))
            positionMs = end
        }
        if positionMs < to { stays.append(Stay(wallMs: positionMs..<to, reason: .window)) }
        return stays
    }

    /// When a lesson may be played, in ascending order; no two overlap.
    package static func slots(
        of lesson: Lesson.ID,
        in timetable: [TimetableSlot],
        rule: RuleSet.Collective
    ) -> [Range<AgentTime>] {
        let tolerance = Int128(max(rule.slotToleranceMinutes, 0)) * 60_000
        var slots = StretchSet()
        for slot in timetable where slot.lesson == lesson && slot.startsAtMs < slot.endsAtMs {
            let begin = Int64(clamping: Int128(slot.startsAtMs.milliseconds) - tolerance)
            slots.insert(begin..<Int64(clamping: Int128(slot.endsAtMs.milliseconds) + tolerance))
        }
        return slots.stretches.map {
            AgentTime(milliseconds: $0.lowerBound)..<AgentTime(milliseconds: $0.upperBound)
        }
    }

    private static func time(_ time: AgentTime, hoursLater hours: Int64) -> AgentTime {
        AgentTime(milliseconds: Int64(clamping: Int128(time.milliseconds) + Int128(max(hours, 0)) * 3_600_000))
    }
}
