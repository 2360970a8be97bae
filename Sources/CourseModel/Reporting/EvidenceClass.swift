/// How it is known that something was seen.
package enum EvidenceClass: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// The edge served these bytes to this viewing session, and heard of the viewing while it went on.
    case served = "A"
    /// Served too, but heard of late: the player went on from its buffer while the school's network was broken or the
    /// edge was away, and its count of heartbeats is unbroken.
    case buffered = "B"
    /// The roster of a confirmed collective viewing.
    case roster = "C"

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
