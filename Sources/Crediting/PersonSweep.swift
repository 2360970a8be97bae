import CourseModel

/// One person, one place: a trainee's wall time is spent once, however many viewing sessions run beside each other.
///
/// Sessions are taken in the order in which they started. The wall time of one session never overlaps itself
/// (`IntervalAcceptance`), so whatever is found spent was spent by another one.
package struct PersonSweep: Hashable, Sendable {
    private var spent = StretchSet()

    package init() {}

    /// Spends what is left of the wall time, and gives the media that it pays for, in ascending order.
    ///
    /// Where only a part of the wall time is left, the media is cut in proportion, rounded inwards: what is lost is
    /// less than two milliseconds a piece, and never more is counted than was paid for.
    package mutating func spend(_ paid: IntervalAcceptance.Paid) -> [IntervalAcceptance.Paid] {
        let wall = paid.wallMs.lowerBound.milliseconds..<paid.wallMs.upperBound.milliseconds
        var counted: [IntervalAcceptance.Paid] = []
        for piece in self.spent.gaps(in: wall) {
            self.spent.insert(piece)
            let wallMs = AgentTime(milliseconds: piece.lowerBound)..<AgentTime(milliseconds: piece.upperBound)
            if let part = paid.part(paidWith: wallMs) { counted.append(part) }
        }
        return counted
    }
}
