extension RuleSet {
    /// What a collective viewing needs to count. A rule set without this has no collective viewing.
    package struct Collective: Hashable, Sendable, Codable {
        /// Roll calls that a room must have held, each answered by somebody; at least 1.
        package let rollCallsMin: Int64
        /// How long a roll call waits for answers.
        package let rollCallSeconds: Int64
        /// Within so many hours of the last that was played, the group leader confirms, and the school countersigns.
        package let confirmHours: Int64
        /// A room of more people than this needs the school's countersignature, as does one where somebody's presence is
        /// the leader's word alone.
        package let peopleAloneMax: Int64
        /// Whether only what is played in the lesson's timetable slot counts.
        package let strictSchedule: Bool
        /// How long before and after its slot a lesson may be played all the same.
        package let slotToleranceMinutes: Int64

        package init(
            rollCallsMin: Int64,
            rollCallSeconds: Int64,
            confirmHours: Int64,
            peopleAloneMax: Int64,
            strictSchedule: Bool,
            slotToleranceMinutes: Int64
        ) {
            self.rollCallsMin = rollCallsMin
            self.rollCallSeconds = rollCallSeconds
            self.confirmHours = confirmHours
            self.peopleAloneMax = peopleAloneMax
            self.strictSchedule = strictSchedule
            self.slotToleranceMinutes = slotToleranceMinutes
        }
    }
}
