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
            if let media = Self.media(of: piece, in: paid) {
                let wallMs = AgentTime(milliseconds: piece.lowerBound)..<AgentTime(milliseconds: piece.upperBound)
                counted.append(IntervalAcceptance.Paid(mediaMs: media, wallMs: wallMs))
            }
        }
        return counted
    }

    private static func media(of piece: Range<Int64>, in paid: IntervalAcceptance.Paid) -> Range<MediaTime>? {
        let begin = paid.mediaMs.lowerBound.milliseconds
        let length = Int128(paid.mediaMs.upperBound.milliseconds - begin)
        let wallBegin = Int128(paid.wallMs.lowerBound.milliseconds)
        let wallLength = Int128(paid.wallMs.upperBound.milliseconds) - wallBegin
        let first = (length * (Int128(piece.lowerBound) - wallBegin) + wallLength - 1) / wallLength
        let last = length * (Int128(piece.upperBound) - wallBegin) / wallLength
        guard first < last else { return nil }
        return MediaTime(milliseconds: begin + Int64(first))..<MediaTime(milliseconds: begin + Int64(last))
    }
}
