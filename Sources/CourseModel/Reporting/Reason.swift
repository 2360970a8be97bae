/// What became of a played interval, in one word that every program, log and page uses.
package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
    case ok = "OK"
    /// Slightly more media than the wall time pays for; the rest was cut off.
    case clipped = "CLIPPED"
    /// The wall time was already spent in the same viewing session.
    case overlap = "OVERLAP"
    /// Much more media than the wall time pays for.
    case rate = "RATE"
    case speed = "SPEED"
    /// There is no evidence that the rule set takes: the edge did not serve these bytes to this viewing session, or heard
    /// of the viewing too late.
    case unserved = "UNSERVED"
    case hidden = "HIDDEN"
    case idle = "IDLE"
    /// The wall time was already spent in another viewing session of the same trainee.
    case conflict = "CONFLICT"
    case window = "WINDOW"
    case late = "LATE"
    case clock = "CLOCK"
    case fork = "FORK"
    case voided = "VOIDED"
    /// Collective viewing that lacks a roll call, the leader's confirmation or the school's countersignature.
    case unsigned = "UNSIGNED"
}
